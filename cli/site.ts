import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import sirv from 'sirv';
import type { WorkshopOptions } from './workshop.ts';

export interface SiteOptions {
  port: number;
  host: string;
  /** Base path, `/` or `/drydock/`: the one that the course was built for. */
  base?: string;
  /** Files of a certificate and its key, for TLS without a proxy. */
  cert?: string | undefined;
  key?: string | undefined;
  /** The address that people use, when it is not this server's own: `https://course.example/drydock/`. */
  publicUrl?: string | undefined;
  /** Hosts workshops. */
  workshop?: Omit<WorkshopOptions, 'base'> | undefined;
}

/**
 * Serves the built course from `dist/`, and hosts workshops when asked to.
 * @returns `welcome`: what to tell who started it
 * @throws Error when the course has not been built, or with the system's code when the port cannot be had.
 */
export async function site({
  port,
  host,
  base = '/',
  cert,
  key,
  publicUrl,
  workshop: workshops,
}: SiteOptions): Promise<{ url: string; welcome: string; close(): Promise<void> }> {
  const folder = join(import.meta.dirname, '..', 'dist');
  if (!existsSync(join(folder, 'index.html')))
    throw new Error('the course has not been built: run npm run build first.');
  const secure = cert !== undefined && key !== undefined;
  if (!secure && (cert !== undefined || key !== undefined))
    throw new Error('a certificate needs its key: give both --cert and --key.');
  const files = sirv(folder, {
    etag: true,
    brotli: true,
    gzip: true,
    setHeaders(response, path) {
      response.setHeader('x-content-type-options', 'nosniff');
      response.setHeader('referrer-policy', 'same-origin');
      // The rest of the policy is in each page; this directive has no effect there.
      response.setHeader('content-security-policy', "frame-ancestors 'self'");
      if (secure) response.setHeader('strict-transport-security', 'max-age=31536000');
      // File names under _astro carry a hash of their content.
      response.setHeader(
        'cache-control',
        path.startsWith('/_astro/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  const notFound = readFileSync(join(folder, '404.html'));
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    if (hosted?.host.handle(request, response)) return;
    const none = () => {
      response.writeHead(404, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
      response.end(request.method === 'HEAD' ? undefined : notFound);
    };
    const { url = '/' } = request;
    if (!url.startsWith(base)) {
      if (`${url}/` !== base) return none();
      response.writeHead(308, { location: base }).end();
      return;
    }
    request.url = url.slice(base.length - 1);
    files(request, response, none);
  };
  const server = secure
    ? createSecureServer({ cert: readFileSync(cert), key: readFileSync(key) }, handle)
    : createServer(handle);
  const hosted = workshops
    ? await (await import('./workshop.ts')).workshop(server, { ...workshops, base })
    : undefined;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  const { port: bound } = server.address() as { port: number };
  const url = publicUrl ?? `${secure ? 'https' : 'http'}://${shownHost(host)}:${bound}${base}`;
  return {
    url,
    welcome: (await hosted?.welcome(url)) ?? '',
    async close() {
      await hosted?.host.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** The name by which others reach this machine: every address of it is none that one could type. */
function shownHost(host: string): string {
  if (host !== '0.0.0.0' && host !== '::') return host;
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return addresses.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? 'localhost';
}
