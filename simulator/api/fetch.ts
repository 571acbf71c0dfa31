import type { Call, Reply } from '../kernel/journal.ts';
import { readCall, writeReply, type Caller } from './http.ts';

/**
 * The cloud as a function from Request to Response, for an AWS SDK client in the page (as its `requestHandler`'s
 * back end) and for tests. `send` makes the call, in the journal of whoever holds the world.
 */
export function createFetch(
  send: (call: Call) => Reply,
  caller: Caller,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const read = readCall(
      { method: request.method, header: (name) => request.headers.get(name), body: await request.text() },
      caller,
    );
    const { status, headers, body } =
      'response' in read ? read.response : writeReply(send(read.call), read.call);
    return new Response(body, { status, headers });
  };
}
