import type { Call, Reply } from '../kernel/journal.ts';
import { readCall } from './http.ts';
import type { Caller } from './signer.ts';

/** What an AWS SDK client hands to its `requestHandler` (the parts of `@smithy/types` HttpRequest that matter here). */
interface SdkRequest {
  method: string;
  path?: string;
  query?: Readonly<Record<string, string | string[] | null>>;
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
    async handle({ method, path = '/', query, headers, body }) {
      const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
      const bytes = bytesOf(body);
      const read = readCall(
        {
          method,
          path: path + searchOf(query),
          header: (name) => lower.get(name),
          body: new TextDecoder().decode(bytes),
          bytes,
        },
        caller,
      );
      const {
        status,
        headers: answered,
        body: answer,
      } = 'response' in read ? read.response : read.write(send(read.call));
      return {
        response: {
          statusCode: status,
          headers: answered,
          body: typeof answer === 'string' ? new TextEncoder().encode(answer) : answer,
        },
      };
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return new TextEncoder().encode(typeof body === 'string' ? body : '');
}

function searchOf(query: SdkRequest['query']): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    for (const each of Array.isArray(value) ? value : [value ?? '']) parameters.append(name, each);
  return parameters.size === 0 ? '' : `?${parameters}`;
}
