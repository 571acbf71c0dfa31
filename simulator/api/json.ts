import type { Reply } from '../kernel/journal.ts';
import type { HttpRequest, HttpResponse, ReadCall } from './request.ts';
import { models } from './model.ts';
import { signerOf, type Caller } from './signer.ts';

/**
 * AWS JSON 1.0 and 1.1 (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html): the operation stands in
 * `X-Amz-Target`, the input in the body.
 */
const byPrefix = new Map(
  Object.values(models)
    .filter(({ targetPrefix }) => targetPrefix !== '')
    .map(({ targetPrefix, service }) => [targetPrefix, service]),
);
const contentType = 'application/x-amz-json-1.1';

/** The service whose targets begin with `prefix`. */
export function serviceOfTarget(prefix: string): string | undefined {
  return byPrefix.get(prefix);
}

export function readTarget(request: HttpRequest, fallback: Caller): ReadCall | { response: HttpResponse } {
  if (request.method !== 'POST')
    return refused(405, 'MethodNotAllowedException', `Send AWS requests with POST, not ${request.method}.`);
  const target = request.header('x-amz-target') ?? '';
  const dot = target.lastIndexOf('.');
  const service = byPrefix.get(target.slice(0, dot));
  const operation = target.slice(dot + 1);
  if (!service) {
    return refused(
      400,
      'UnknownOperationException',
      target
        ? `There is no service behind the target ${target}.`
        : 'The X-Amz-Target header is missing: it names the operation.',
    );
  }
  const input = readObject(request.body);
  if (typeof input === 'string') return refused(400, 'SerializationException', input);
  const signer = signerOf(request, fallback);
  if ('code' in signer) return refused(400, signer.code, signer.message);
  const asked = request.header('content-type') ?? '';
  const type = asked.startsWith('application/x-amz-json-1.0') ? 'application/x-amz-json-1.0' : contentType;
  return { call: { service, operation, input, ...signer }, write: (reply) => writeJson(reply, type) };
}

/** A body that must be a JSON object, or nothing; a text says why it is not one. */
export function readObject(body: string): Record<string, unknown> | string {
  let input: unknown;
  try {
    input = body.trim() === '' ? {} : JSON.parse(body);
  } catch {
    return 'The request body is not valid JSON.';
  }
  return typeof input === 'object' && input !== null && !Array.isArray(input)
    ? (input as Record<string, unknown>)
    : 'The request body is not a JSON object.';
}

function writeJson(reply: Reply, type: string): HttpResponse {
  if (reply.ok) return { status: 200, headers: { 'content-type': type }, body: JSON.stringify(reply.output) };
  const { code, message, details } = reply.error;
  return jsonError(400, code, message, details, type);
}

function refused(status: number, code: string, message: string): { response: HttpResponse } {
  return { response: jsonError(status, code, message) };
}

/** An error as the JSON protocols write it. */
export function jsonError(
  status: number,
  code: string,
  message: string,
  details: Record<string, unknown> = {},
  type = contentType,
): HttpResponse {
  return {
    status,
    headers: { 'content-type': type, 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message, ...details }),
  };
}
