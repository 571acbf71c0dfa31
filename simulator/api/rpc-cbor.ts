import type { Reply } from '../kernel/journal.ts';
import { CborTime, decodeCbor, encodeCbor } from './cbor.ts';
import type { HttpRequest, HttpResponse, ReadCall } from './request.ts';
import { serviceOfTarget } from './json.ts';
import { models, type Model } from './model.ts';
import { signerOf, type Caller } from './signer.ts';

/**
 * Smithy RPC v2 with CBOR bodies (https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html), which the AWS CLI
 * speaks with Amazon CloudWatch: `POST /service/GraniteServiceVersion20100801/operation/PutMetricAlarm`.
 */
export function readCbor(
  request: HttpRequest,
  fallback: Caller,
): ReadCall | { response: HttpResponse } | undefined {
  if (request.header('smithy-protocol') !== 'rpc-v2-cbor') return undefined;
  const [, prefix = '', operation = ''] =
    /\/service\/([^/]+)\/operation\/([^/?]+)/.exec(request.path ?? '') ?? [];
  const service = serviceOfTarget(prefix);
  if (!service) return { response: cborError('UnknownOperationException', `There is no service ${prefix}.`) };
  let input: unknown;
  try {
    const bytes = request.bytes ?? new TextEncoder().encode(request.body);
    input = bytes.length === 0 ? {} : decodeCbor(bytes);
  } catch {
    return { response: cborError('SerializationException', 'The request body is not valid CBOR.') };
  }
  const signer = signerOf(request, fallback);
  if ('code' in signer) return { response: cborError(signer.code, signer.message) };
  const model = models[service]!;
  const output = Object.hasOwn(model.operations, operation) ? model.operations[operation]!.output : '';
  return {
    call: { service, operation, input, ...signer },
    write: (reply: Reply) =>
      reply.ok
        ? answer(200, timed(model, output, reply.output))
        : cborError(reply.error.code, reply.error.message, reply.error.details),
  };
}

/** `value` with the moments among its members marked as such, as its shape says. */
function timed(model: Model, shapeName: string, value: unknown): unknown {
  const shape = model.shapes[shapeName];
  if (!shape || value === null || value === undefined) return value;
  if (shape.type === 'timestamp') return new CborTime(value as number);
  if (Array.isArray(value)) return value.map((item) => timed(model, shape.member!, item));
  if (typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      timed(model, shape.type === 'map' ? shape.member! : (shape.members?.[name] ?? ''), item),
    ]),
  );
}

function cborError(code: string, message: string, details: Record<string, unknown> = {}): HttpResponse {
  return answer(400, { __type: code, message, ...details });
}

function answer(status: number, body: unknown): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
    body: encodeCbor(body),
  };
}
