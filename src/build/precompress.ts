import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { AstroIntegration } from 'astro';

const compress = promisify(brotliCompress);
const compressible = /\.(html|css|js|json|svg|xml|txt|wasm)$/;

/** Astro integration: lays a Brotli copy beside each file of the site that shrinks, for the server to send. */
export function precompress(): AstroIntegration {
  return {
    name: 'drydock:precompress',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const root = fileURLToPath(dir);
        const files = (await readdir(root, { recursive: true })).filter((file) => compressible.test(file));
        await Promise.all(
          files.map(async (file) => {
            const content = await readFile(join(root, file));
            // The highest quality takes twenty times as long: of a hundred lessons 8 s of CPU, to save a tenth of their HTML.
            const quality =
              file.endsWith('.html') || content.length > 200_000 ? 9 : constants.BROTLI_MAX_QUALITY;
            const small = await compress(content, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
            if (small.length < content.length) await writeFile(join(root, `${file}.br`), small);
          }),
        );
      },
    },
  };
}
