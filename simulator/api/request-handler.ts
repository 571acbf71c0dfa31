import type { Call, Reply } from '../kernel/journal.ts';
import { readCall, writeReply, type Caller } from './http.ts';

/** What an AWS SDK client hands to its `requestHandler` (the parts of `@smithy/types` HttpRequest that matter here). */
interface SdkRequest {
  method: string;
  headers: Record<string, string>;
  body?: unknown;
}

interface SdkResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** The shape of `requestHandler` in an AWS SDK client's configuration. */
export interface RequestHandler {
  handle(request: SdkRequest): Promise<{ response: SdkResponse }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): object;
}

/**
 * A request handler that answers an AWS SDK client from a simulated cloud, with no network in between:
 * `new ECSClient({ region, credentials, requestHandler: createRequestHandler(send, caller) })`.
 * `send` makes the call, in the journal of whoever holds the world.
 */
export function createRequestHandler(send: (call: Call) => Reply, caller: Caller): RequestHandler {
  return {
    async handle({ method, headers, body }) {
      const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
      const read = readCall({ method, header: (name) => lower.get(name), body: textOf(body) }, caller);
      const {
        status,
        headers: answered,
        body: text,
      } = 'response' in read ? read.response : writeReply(send(read.call), read.call);
      return { response: { statusCode: status, headers: answered, body: new TextEncoder().encode(text) } };
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

function textOf(body: unknown): string {
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  return typeof body === 'string' ? body : '';
}
