import type { Reply } from '../kernel/journal.ts';
import type { HttpRequest, HttpResponse, ReadCall } from './request.ts';
import { jsonError, readObject } from './json.ts';
import { models, type Model } from './model.ts';
import { signerOf, type Caller } from './signer.ts';

/**
 * REST with JSON bodies (https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html), as EventBridge Scheduler and
 * Amazon EFS speak it: method and path name the operation, labels and query hold members of the input. Where each stands
 * comes with the model.
 */
interface Route {
  model: Model;
  operation: string;
  method: string;
  status: number;
  pattern: RegExp;
  labels: string[];
}

const contentType = 'application/json';

const routes: readonly Route[] = Object.values(models).flatMap((model) =>
  Object.entries(model.operations).flatMap(([operation, { http }]) => {
    if (!http) return [];
    const labels = [...http.path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => name!);
    const pattern = new RegExp(`^${http.path.replace(/\{\w+\+?\}/g, '([^/]+)')}/?$`);
    return [{ model, operation, method: http.method, status: http.status, pattern, labels }];
  }),
);

export function readRest(
  request: HttpRequest,
  fallback: Caller,
): ReadCall | { response: HttpResponse } | undefined {
  const [path = '/', query = ''] = (request.path ?? '/').split('?', 2);
  if (path === '/') return undefined;
  const route = routes.find(({ method, pattern }) => method === request.method && pattern.test(path));
  if (!route) return undefined;
  const { model, operation, status } = route;
  const input = readInput(route, path, query, request.body);
  if (typeof input === 'string') return { response: restError(model, 'SerializationException', input) };
  const signer = signerOf(request, fallback);
  if ('code' in signer) return { response: restError(model, signer.code, signer.message) };
  return {
    call: { service: model.service, operation, input, ...signer },
    write: (reply: Reply) =>
      reply.ok
        ? {
            status,
            headers: { 'content-type': contentType },
            body: status === 204 ? '' : JSON.stringify(reply.output),
          }
        : restError(model, reply.error.code, reply.error.message, reply.error.details),
  };
}

/** The input out of body, path and query; a text says what is wrong with the body. */
function readInput(
  { model, operation, pattern, labels }: Route,
  path: string,
  query: string,
  body: string,
): Record<string, unknown> | string {
  const input = readObject(body);
  if (typeof input === 'string') return input;
  const shape = model.shapes[model.operations[operation]!.input];
  const values = pattern.exec(path)!.slice(1);
  const parameters = new URLSearchParams(query);
  for (const [member, place] of Object.entries(shape?.bound ?? {})) {
    if (place === 'label') {
      input[member] = decodeURIComponent(values[labels.indexOf(member)] ?? '');
      continue;
    }
    const given = parameters.getAll(place.query);
    if (given.length > 0) input[member] = fromText(model, shape!.members![member]!, given);
  }
  return input;
}

function fromText(model: Model, shapeName: string, given: string[]): unknown {
  const { type } = model.shapes[shapeName] ?? { type: 'string' };
  const [text = ''] = given;
  switch (type) {
    case 'list':
      return given;
    case 'integer':
    case 'double':
      // What is no number stays a text, for the check of types to refuse.
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    default:
      return text;
  }
}

/** Amazon EFS gives the code again as `ErrorCode`, and each of the two gives the message as `Message`. */
function restError(
  model: Model,
  code: string,
  message: string,
  details: Record<string, unknown> = {},
): HttpResponse {
  const status = model.errorStatuses?.[code] ?? (code.startsWith('AccessDenied') ? 403 : 400);
  return jsonError(status, code, message, { Message: message, ErrorCode: code, ...details }, contentType);
}
