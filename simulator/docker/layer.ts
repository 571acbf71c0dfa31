import { gunzipSync, gzipSync } from 'fflate';
import { digestOf } from '../ecr/digest.ts';
import { standInName, type Weight } from '../images/stand-in.ts';
import type { Layer } from './state.ts';
import { readTar, writeTar } from './tar.ts';

/**
 * Makes a layer out of text files by absolute path: a gzipped tar, the same bytes for the same files.
 * @param stated compressed and unpacked size in bytes of what the layer stands for, where its bytes are only a stand-in
 */
export function makeLayer(files: Iterable<readonly [string, string]>, stated?: Weight): Layer {
  const entries = [...files]
    .map(([path, content]) => ({
      path: path.replace(/^\/+/, ''),
      content: new TextEncoder().encode(content),
    }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  const tar = writeTar(entries);
  const unpacked = entries.reduce((sum, { content }) => sum + content.length, 0);
  const weight =
    stated && stated.unpacked > unpacked ? { size: stated.size, unpacked: stated.unpacked } : undefined;
  const bytes = gzipSync(tar, { mtime: 0, ...(weight ? { filename: standInName(weight) } : {}) });
  return {
    digest: digestOf(bytes),
    diffId: digestOf(tar),
    bytes,
    size: Math.max(weight?.size ?? 0, bytes.length),
    unpacked: weight?.unpacked ?? unpacked,
  };
}

/** The text files of a layer's compressed bytes, by absolute path; nothing when the bytes are not such an archive. */
export function readLayerFiles(bytes: Uint8Array): Record<string, string> {
  try {
    const files: Record<string, string> = {};
    for (const { path, content } of readTar(gunzipSync(bytes))) {
      if (!path.endsWith('/')) files[`/${path}`] = new TextDecoder().decode(content);
    }
    return files;
  } catch {
    return {};
  }
}
