import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/** What this reads of a bundle's chunk. */
interface Chunk {
  type: string;
  isEntry?: boolean;
  imports?: readonly string[];
  dynamicImports?: readonly string[];
  viteMetadata?: { importedCss: ReadonlySet<string> };
}

/**
 * The style sheets of code that a page only imports when it is wanted: those of no script that a page starts with, nor
 * of anything which that imports at once. By their paths in the site.
 */
export function lazyStylesOf(bundle: Readonly<Record<string, Chunk>>): Set<string> {
  const atOnce = new Set<string>();
  const visit = (name: string): void => {
    const chunk = bundle[name];
    if (atOnce.has(name) || chunk?.type !== 'chunk') return;
    atOnce.add(name);
    chunk.imports?.forEach(visit);
  };
  // A chunk that a plugin asked for is an entry too.
  const later = new Set(Object.values(bundle).flatMap(({ dynamicImports = [] }) => dynamicImports));
  for (const [name, { isEntry }] of Object.entries(bundle)) if (isEntry && !later.has(name)) visit(name);
  const styles = (names: Iterable<string>) =>
    [...names].flatMap((name) => [...(bundle[name]?.viteMetadata?.importedCss ?? [])]);
  const needed = new Set(styles(atOnce));
  return new Set(styles(Object.keys(bundle)).filter((style) => !needed.has(style)));
}

/** `html` without its links to `styles`. */
export function withoutStyles(html: string, styles: ReadonlySet<string>): string {
  return html.replace(/<link rel="stylesheet" href="([^"]+)"\s*\/?>/g, (link, href: string) =>
    [...styles].some((style) => href.endsWith(`/${style}`)) ? '' : link,
  );
}

/**
 * Astro integration: takes the style sheets of lazily imported code out of the pages. Astro links them all, as if a
 * dynamic import were one at once (Monaco's 150 KB on every lesson); Vite's loader brings each before its code is run.
 */
export function lazyStyles(): AstroIntegration {
  let lazy: ReadonlySet<string> = new Set();
  return {
    name: 'drydock:lazy-styles',
    hooks: {
      'astro:config:done': ({ config }) => {
        config.vite.plugins?.push({
          name: 'drydock:lazy-styles',
          enforce: 'post',
          applyToEnvironment: (environment: { name: string }) => environment.name === 'client',
          generateBundle: (_options: unknown, bundle: Record<string, Chunk>) => {
            lazy = lazyStylesOf(bundle);
          },
        });
      },
      'astro:build:done': async ({ dir }) => {
        const root = fileURLToPath(dir);
        for (const page of await readdir(root, { recursive: true })) {
          if (!page.endsWith('.html')) continue;
          const html = await readFile(join(root, page), 'utf8');
          const light = withoutStyles(html, lazy);
          if (light !== html) await writeFile(join(root, page), light);
        }
      },
    },
  };
}
