/**
 * A workshop's server as a process of its own, for tests that kill it and for measurements. It says on standard output,
 * as one line of JSON, where it listens and how to come in.
 *
 *     node tests/workshop/node.ts <port> <folder | postgres://…>
 */
import { createServer } from 'node:http';
import { argv, stdout } from 'node:process';
import { openWorkshop } from '../../workshop/server/host.ts';
import { openPool, openPostgres } from '../../workshop/server/postgres.ts';
import { openSqlite } from '../../workshop/server/sqlite.ts';
import { plan } from './plan.ts';

const [port, place] = argv.slice(2);
const server = createServer((request, response) => {
  if (request.url === '/memory') response.end(String(process.memoryUsage().rss));
  else if (!host.handle(request, response)) response.writeHead(404).end();
});
const host = await openWorkshop({
  server,
  ...(place!.startsWith('postgres:')
    ? { storage: await openPostgres(openPool(place!)), messages: openPool(place!, 1000) }
    : { storage: openSqlite(`${place}/rooms.sqlite`) }),
  secret: Buffer.from('a secret for tests, 32 bytes long'),
  base: '/',
  plans: [plan],
});
const [room = await host.makeRoom('trial', 'Ivy')] = await host.openRooms();
server.listen(Number(port), '127.0.0.1', () => {
  const { port: bound } = server.address() as { port: number };
  stdout.write(
    `${JSON.stringify({ url: `http://127.0.0.1:${bound}/`, instructor: room.instructor, code: room.record.code })}\n`,
  );
});
