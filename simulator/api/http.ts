import { readCbor } from './rpc-cbor.ts';
import { jsonError, readTarget } from './json.ts';
import { readQuery } from './query-http.ts';
import type { HttpRequest, HttpResponse, ReadCall } from './request.ts';
import { readRest } from './rest.ts';
import type { Caller } from './signer.ts';

/** What a protocol makes of a request; undefined when the request is in another. */
type Protocol = (request: HttpRequest, fallback: Caller) => ReadCall | { response: HttpResponse } | undefined;

/** Bytes of a request body; AWS's services stop at about the same size (a layer part is 10 MiB, base64 makes it 14). */
export const largestBody = 16 * 1024 * 1024;

/** AWS JSON comes last: what no other protocol knows is refused in its words. */
const protocols: readonly Protocol[] = [readCbor, readRest, readQuery];

/** Reads a request; a response when it is refused before any service sees it. */
export function readCall(request: HttpRequest, fallback: Caller): ReadCall | { response: HttpResponse } {
  if (request.body.length > largestBody) return tooLarge();
  for (const protocol of protocols) {
    const read = protocol(request, fallback);
    if (read) return read;
  }
  return readTarget(request, fallback);
}

/** The answer to a body larger than `largestBody`. */
export function tooLarge(): { response: HttpResponse } {
  return {
    response: jsonError(
      413,
      'RequestEntityTooLargeException',
      `The request body is larger than ${largestBody} bytes.`,
    ),
  };
}
