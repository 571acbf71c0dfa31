import { fileURLToPath } from 'node:url';
import type { AstroUserConfig } from 'astro';

type VitePlugin = NonNullable<NonNullable<NonNullable<AstroUserConfig['vite']>['plugins']>[number]>;

const shim = fileURLToPath(new URL('../shims/node-zlib.ts', import.meta.url));

/**
 * Vite plugin: in browser code, `node:zlib` is our shim. just-bash's browser bundle imports `gunzipSync` from it.
 * Server code keeps Node's own module, which is why this is not an alias.
 */
export function browserZlib(): VitePlugin {
  return {
    name: 'drydock:browser-zlib',
    enforce: 'pre',
    applyToEnvironment: (environment: { name: string }) => environment.name === 'client',
    resolveId: { filter: { id: /^(?:node:)?zlib$/ }, handler: () => shim },
  };
}
