import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';

/**
 * Serves the built course from `dist/`.
 * @throws Error when the course has not been built, or with the system's code when the port cannot be had.
 */
export async function site({
  port,
  host,
}: {
  port: number;
  host: string;
}): Promise<{ url: string; close(): Promise<void> }> {
  const folder = join(import.meta.dirname, '..', 'dist');
  if (!existsSync(join(folder, 'index.html')))
    throw new Error('the course has not been built: run npm run build first.');
  const files = sirv(folder, {
    etag: true,
    brotli: true,
    gzip: true,
    setHeaders(response, path) {
      response.setHeader('x-content-type-options', 'nosniff');
      response.setHeader('referrer-policy', 'same-origin');
      // The rest of the policy is in each page; this directive has no effect there.
      response.setHeader('content-security-policy', "frame-ancestors 'self'");
      // File names under _astro carry a hash of their content.
      response.setHeader(
        'cache-control',
        path.startsWith('/_astro/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  const notFound = readFileSync(join(folder, '404.html'));
  const server = createServer((request, response) =>
    files(request, response, () => {
      response.writeHead(404, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
      response.end(request.method === 'HEAD' ? undefined : notFound);
    }),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  const { port: bound } = server.address() as { port: number };
  return {
    url: `http://${host}:${bound}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
