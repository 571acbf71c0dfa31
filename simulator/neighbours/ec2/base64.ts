import { fromBase64 } from '../../ecr/distribution/base64.ts';

/** The text of base64, as user data comes; what is no base64 is taken as it is. */
export function decodeText(encoded: string): string {
  const bytes = fromBase64(encoded.replace(/\s/g, ''));
  return bytes ? new TextDecoder().decode(bytes) : encoded;
}
