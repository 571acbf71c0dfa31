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
  /** By name: what is being compressed, or has been. */
  const copies = new Map<string, Promise<void>>();
  const lay = async (root: string, only = '') => {
    const files = (await readdir(join(root, only), { recursive: true })).map((file) => join(only, file));
    for (const file of files)
      if (compressible.test(file) && !copies.has(file)) copies.set(file, layCopy(join(root, file)));
    await Promise.all(copies.values());
  };
  return {
    name: 'drydock:precompress',
    hooks: {
      'astro:config:done': ({ config }) => {
        const root = fileURLToPath(config.outDir);
        config.vite.plugins?.push({
          name: 'drydock:precompress-assets',
          applyToEnvironment: (environment: { name: string }) => environment.name === 'client',
          // These files are final: the other processor compresses them while pages are rendered.
          writeBundle: () => void lay(root, config.build.assets).catch(() => {}),
        });
      },
      'astro:build:done': ({ dir }) => lay(fileURLToPath(dir)),
    },
  };
}

async function layCopy(file: string): Promise<void> {
  const content = await readFile(file);
  // The highest quality takes thirty times as long to save a tenth: it is for what every page loads.
  const isLong = file.endsWith('.html') || (file.endsWith('.js') && content.length > 10_000);
  const quality = isLong ? 7 : constants.BROTLI_MAX_QUALITY;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  const small = await compress(content, { params });
  if (small.length < content.length) await writeFile(`${file}.br`, small);
}
