import { fileURLToPath } from 'node:url';
import type { AstroUserConfig } from 'astro';

type VitePlugin = NonNullable<NonNullable<NonNullable<AstroUserConfig['vite']>['plugins']>[number]>;

const asked = 'drydock:monaco-address';
const monaco = fileURLToPath(new URL('../bench/monaco.ts', import.meta.url));

/**
 * Vite plugin: `drydock:monaco-address` is the address of Monaco's chunk in the built course, so that a page can have
 * the browser fetch and compile it before it is run. Empty on the development server.
 */
export function fetchAhead(): VitePlugin {
  let isBuild = false;
  return {
    name: 'drydock:fetch-ahead',
    applyToEnvironment: (environment: { name: string }) => environment.name === 'client',
    config(_: unknown, { command }: { command: string }) {
      isBuild = command === 'build';
    },
    resolveId: (id: string) => (id === asked ? `\0${asked}` : undefined),
    load(id: string) {
      if (id !== `\0${asked}`) return undefined;
      if (!isBuild) return "export default ''";
      const chunk = this.emitFile({ type: 'chunk', id: monaco });
      return `export default import.meta.ROLLUP_FILE_URL_${chunk};`;
    },
  };
}
