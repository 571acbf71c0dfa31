/** The network between a client and a server, which can be cut and mended. */
import { connect, createServer, type Socket } from 'node:net';

export interface Wire {
  /** The server's address over this wire. */
  readonly url: string;
  /** Ends all connections, and lets no new one through. */
  cut(): void;
  mend(): void;
  close(): void;
}

/** @param url the server's own address */
export async function openWire(url: string): Promise<Wire> {
  const { port, pathname } = new URL(url);
  const ends = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return void near.destroy();
    const far = connect(Number(port), '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        ends.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    whole = false;
    for (const end of ends) end.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}${pathname}`,
    cut,
    mend: () => (whole = true),
    close() {
      cut();
      server.close();
    },
  };
}
