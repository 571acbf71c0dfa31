import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';

/** Directives of every page; `script-src` is built for each page out of its inline scripts. */
const directives: Readonly<Record<string, string>> = {
  'default-src': "'self'",
  // Monaco, Expressive Code and Starlight position things with style attributes.
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'font-src': "'self' data:",
  'worker-src': "'self' blob:",
  'object-src': "'none'",
  'base-uri': "'self'",
  'form-action': "'self'",
};

/** Search runs WebAssembly (Pagefind); this allows compiling that, and still no `eval`. */
const scriptSources = ["'self'", "'wasm-unsafe-eval'"];

const inlineScript = /<script(?![^>]*\ssrc[\s=])([^>]*)>([\s\S]*?)<\/script>/gi;
const runs = (attributes: string) =>
  !/\stype\s*=\s*["']?(application\/|speculationrules|text\/template)/i.test(attributes);

/**
 * The Content Security Policy of one page: scripts of our own files, and the inline scripts that this page holds by
 * their SHA-256. `frame-ancestors` has no effect in a `<meta>`: the server sends that one.
 */
export function policyOf(html: string): string {
  const hashes = new Set<string>();
  for (const [, attributes = '', source = ''] of html.matchAll(inlineScript)) {
    if (source.length > 0 && runs(attributes)) {
      hashes.add(`'sha256-${createHash('sha256').update(source).digest('base64')}'`);
    }
  }
  const scripts = [...scriptSources, ...[...hashes].sort()].join(' ');
  return Object.entries({ ...directives, 'script-src': scripts })
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');
}

/** Astro integration: after the build, writes each page's policy as the first element of its `<head>`. */
export function contentSecurityPolicy(): AstroIntegration {
  return {
    name: 'drydock:content-security-policy',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const pages = (await readdir(root, { recursive: true })).filter((file) => file.endsWith('.html'));
        for (const page of pages) {
          const file = join(root, page);
          const html = await readFile(file, 'utf8');
          const meta = `<meta http-equiv="Content-Security-Policy" content="${policyOf(html)}">`;
          await writeFile(
            file,
            html.replace(/<head>/i, (head) => head + meta),
          );
        }
        logger.info(`Wrote the policy of ${pages.length} pages.`);
      },
    },
  };
}
