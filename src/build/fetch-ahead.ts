import { fileURLToPath } from 'node:url';
import type { AstroUserConfig } from 'astro';

type VitePlugin = NonNullable<NonNullable<NonNullable<AstroUserConfig['vite']>['plugins']>[number]>;

const asked = 'drydock:monaco-addresses';
/**
 * What becomes a chunk of its own. Monaco's context keys (with all that they import) make an Error while they are run;
 * with the developer tools open, V8 then reads the whole chunk a second time for the line's number: 4 MB, or 0.3.
 */
const parts = [
  fileURLToPath(new URL('../bench/monaco.ts', import.meta.url)),
  'monaco-editor/platform/contextkey/common/contextkey',
];

/**
 * Vite plugin: `drydock:monaco-addresses` are the addresses of Monaco's chunks in the built course, so that a page can
 * have the browser fetch and compile them before they are run. None on the development server.
 */
export function fetchAhead(): VitePlugin {
  let isBuild = false;
  return {
    name: 'drydock:fetch-ahead',
    applyToEnvironment: (environment: { name: string }) => environment.name === 'client',
    config(_: unknown, { command }: { command: string }) {
      isBuild = command === 'build';
    },
    resolveId: { filter: { id: /^drydock:monaco-addresses$/ }, handler: () => `\0${asked}` },
    load: {
      filter: { id: /^\0drydock:monaco-addresses$/ },
      handler() {
        if (!isBuild) return 'export default []';
        const addresses = parts.map(
          (id) =>
            `import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: 'chunk', id, preserveSignature: false })}`,
        );
        return `export default [${addresses.join(', ')}];`;
      },
    },
  };
}
