import type { Call, Reply } from '../kernel/journal.ts';
import { models } from './model.ts';
import {
  codeIn,
  faultStatuses,
  queryServices,
  readForm,
  writeFault,
  writeResult,
  type QueryService,
} from './query.ts';

/**
 * AWS JSON 1.1 over HTTP (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html), and the Query protocol for
 * the services that speak it, without saying whose HTTP it is: the page, a server and an SDK's request handler all come
 * through here.
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

const byPrefix = new Map(
  Object.values(models)
    .filter(({ targetPrefix }) => targetPrefix !== '')
    .map(({ targetPrefix, service }) => [targetPrefix, service]),
);
const contentType = 'application/x-amz-json-1.1';

/** Where and as whom calls are made when a request does not say: a request without a signature is taken as this. */
export interface Caller {
  region: string;
  principal: string;
  /** Whose an access key is; undefined for one that nobody gave, which is taken as `principal`'s. */
  identify?(
    accessKeyId: string,
  ): { principal: string; token?: string } | { code: string; message: string } | undefined;
}

/** Reads a request; a response when it is refused before any service sees it. */
export function readCall(
  request: HttpRequest,
  fallback: Caller,
): { call: Call } | { response: HttpResponse } {
  if (request.method !== 'POST')
    return refused(405, 'MethodNotAllowedException', `Send AWS requests with POST, not ${request.method}.`);
  const form = readQuery(request);
  if (form) return readQueryCall(form, request, fallback);
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
  const signer = signerOf(request, fallback);
  if ('code' in signer) return refused(400, signer.code, signer.message);
  return { call: { service, operation, input, ...signer } };
}

/** Who signs a request, and for which Region: `Credential=AKIA…/20260105/us-east-1/ecs/aws4_request` (Signature Version 4's credential scope). */
function signerOf(
  request: HttpRequest,
  { region, principal, identify }: Caller,
): { region: string; principal: string } | { code: string; message: string } {
  const [, accessKeyId, scope] =
    /Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\//.exec(request.header('authorization') ?? '') ?? [];
  const found = accessKeyId === undefined ? undefined : identify?.(accessKeyId);
  if (found && 'code' in found) return found;
  if (found?.token !== undefined && request.header('x-amz-security-token') !== found.token) {
    return {
      code: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    };
  }
  return { region: scope ?? region, principal: found?.principal ?? principal };
}

/** The parameters of a request in the Query protocol, and the service that it is for. */
function readQuery(
  request: HttpRequest,
): { form: URLSearchParams; service: QueryService; operation: string } | undefined {
  if (!/^application\/x-www-form-urlencoded/i.test(request.header('content-type') ?? '')) return undefined;
  if (request.header('x-amz-target') || request.body.length > largestBody) return undefined;
  const form = new URLSearchParams(request.body);
  const service = queryServices.find(({ version }) => version === form.get('Version'));
  const operation = form.get('Action');
  return service && operation ? { form, service, operation } : undefined;
}

function readQueryCall(
  { form, service, operation }: NonNullable<ReturnType<typeof readQuery>>,
  request: HttpRequest,
  fallback: Caller,
): { call: Call } | { response: HttpResponse } {
  const model = models[service.service]!;
  const described = Object.hasOwn(model.operations, operation) ? model.operations[operation] : undefined;
  if (!described) {
    return {
      response: fault(service, {
        code: 'InvalidAction',
        message: `Could not find operation ${operation} for version ${service.version}`,
      }),
    };
  }
  const signer = signerOf(request, fallback);
  if ('code' in signer) {
    const code = codeIn(service.service, signer.code);
    return { response: fault(service, { code, message: signer.message }) };
  }
  const input = readForm(model, described.input, form);
  return { call: { service: service.service, operation, input, ...signer } };
}

/** Requests in the Query protocol carry an id in their answers; a world has no use for more than one. */
const requestId = '00000000-0000-4000-8000-000000000000';

function fault(service: QueryService, error: { code: string; message: string }): HttpResponse {
  return {
    status: faultStatuses[error.code] ?? 400,
    headers: { 'content-type': 'text/xml' },
    body: writeFault(service, error, requestId),
  };
}

/** Turns a service's reply into the wire's: XML for the services of the Query protocol, JSON for the others. */
export function writeReply(reply: Reply, call?: Pick<Call, 'service' | 'operation'>): HttpResponse {
  const query = queryServices.find(({ service }) => service === call?.service);
  if (query && call) {
    if (!reply.ok) return fault(query, reply.error);
    return {
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: writeResult(models[query.service]!, query, call.operation, reply.output, requestId),
    };
  }
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
