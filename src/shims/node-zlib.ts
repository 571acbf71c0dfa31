/** What just-bash's browser bundle needs of `node:zlib`, by fflate. */
import { gzipSync as gzip } from 'fflate';

export { gunzipSync } from 'fflate';

/** zlib's own numbers (zlib.h); fflate has no level below 0, so the default is what zlib means by it. */
export const constants = { Z_BEST_SPEED: 1, Z_BEST_COMPRESSION: 9, Z_DEFAULT_COMPRESSION: 6 };

export function gzipSync(content: Uint8Array, { level = 6 }: { level?: number } = {}): Uint8Array {
  return gzip(content, { level: level as 6 });
}
