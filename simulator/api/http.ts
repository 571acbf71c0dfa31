import type { Call, Reply } from '../kernel/journal.ts';
import { models } from './model.ts';

/**
 * AWS JSON 1.1 over HTTP (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html), without saying whose HTTP it
 * is: the page, a server and an SDK's request handler all come through here.
 */
export interface HttpRequest {
  method: string;
  /** By lower-case name. */
  header(name: string): string | undefined | null;
  body: string;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Bytes of a request body; AWS's services stop at about the same size (a layer part is 10 MiB, base64 makes it 14). */
export const largestBody = 16 * 1024 * 1024;

const byPrefix = new Map(Object.values(models).map(({ targetPrefix, service }) => [targetPrefix, service]));
const contentType = 'application/x-amz-json-1.1';

/** Where and as whom calls are made when a request does not say: a request without a signature is taken as this. */
export interface Caller {
  region: string;
  principal: string;
}

/** Reads a request; a response when it is refused before any service sees it. */
export function readCall(
  request: HttpRequest,
  fallback: Caller,
): { call: Call } | { response: HttpResponse } {
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
  if (request.body.length > largestBody) return tooLarge();
  let input: unknown;
  try {
    input = request.body.trim() === '' ? {} : JSON.parse(request.body);
  } catch {
    return refused(400, 'SerializationException', 'The request body is not valid JSON.');
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return refused(400, 'SerializationException', 'The request body is not a JSON object.');
  }
  // Credential=AKIA…/20260105/us-east-1/ecs/aws4_request (Signature Version 4's credential scope).
  const region =
    /Credential=[^/,\s]+\/\d{8}\/([a-z0-9-]+)\//.exec(request.header('authorization') ?? '')?.[1] ??
    fallback.region;
  return { call: { service, operation, input, region, principal: fallback.principal } };
}

/** Turns a service's reply into the wire's. */
export function writeReply(reply: Reply): HttpResponse {
  if (reply.ok)
    return { status: 200, headers: { 'content-type': contentType }, body: JSON.stringify(reply.output) };
  const { code, message, details } = reply.error;
  return error(400, code, message, details);
}

/** The answer to a body larger than `largestBody`. */
export function tooLarge(): { response: HttpResponse } {
  return refused(
    413,
    'RequestEntityTooLargeException',
    `The request body is larger than ${largestBody} bytes.`,
  );
}

function refused(status: number, code: string, message: string): { response: HttpResponse } {
  return { response: error(status, code, message) };
}

function error(
  status: number,
  code: string,
  message: string,
  details: Record<string, unknown> = {},
): HttpResponse {
  return {
    status,
    headers: { 'content-type': contentType, 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message, ...details }),
  };
}
