import type { Call, Reply } from '../kernel/journal.ts';
import { readCall } from './http.ts';
import type { Caller } from './signer.ts';

/**
 * The cloud as a function from Request to Response, for an AWS SDK client in the page (as its `requestHandler`'s
 * back end) and for tests. `send` makes the call, in the journal of whoever holds the world.
 */
export function createFetch(
  send: (call: Call) => Reply,
  caller: Caller,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const bytes = new Uint8Array(await request.arrayBuffer());
    const { pathname, search } = new URL(request.url);
    const read = readCall(
      {
        method: request.method,
        path: pathname + search,
        header: (name) => request.headers.get(name),
        body: new TextDecoder().decode(bytes),
        bytes,
      },
      caller,
    );
    const { status, headers, body } = 'response' in read ? read.response : read.write(send(read.call));
    return new Response(status === 204 ? null : (body as BodyInit), { status, headers });
  };
}
