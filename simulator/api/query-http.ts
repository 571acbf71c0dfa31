import type { Reply } from '../kernel/journal.ts';
import type { HttpRequest, HttpResponse, ReadCall } from './request.ts';
import { models } from './model.ts';
import { ec2Dialect } from './ec2-query.ts';
import {
  codeIn,
  faultStatuses,
  parametersOf,
  queryDialect,
  queryServices,
  type Dialect,
  type QueryService,
} from './query.ts';
import { signerOf, type Caller } from './signer.ts';

/** Requests in the Query protocol carry an id in their answers; a world has no use for more than one. */
const requestId = '00000000-0000-4000-8000-000000000000';

/** A request in the Query protocol: a form that names its `Action` and the API's `Version`. */
export function readQuery(
  request: HttpRequest,
  fallback: Caller,
): ReadCall | { response: HttpResponse } | undefined {
  if (request.method !== 'POST') return undefined;
  if (!/^application\/x-www-form-urlencoded/i.test(request.header('content-type') ?? '')) return undefined;
  if (request.header('x-amz-target')) return undefined;
  const form = new URLSearchParams(request.body);
  const service = queryServices.find(({ version }) => version === form.get('Version'));
  const operation = form.get('Action');
  if (!service || !operation) return undefined;
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
  const dialect = dialectOf(service);
  const input = dialect.read(model, described.input, parametersOf(form));
  return {
    call: { service: service.service, operation, input, ...signer },
    write: (reply: Reply) =>
      reply.ok
        ? {
            status: 200,
            headers: { 'content-type': 'text/xml' },
            body: dialect.result(model, service, operation, reply.output, requestId),
          }
        : fault(service, reply.error),
  };
}

function fault(service: QueryService, error: { code: string; message: string }): HttpResponse {
  return {
    status: faultStatuses[error.code] ?? 400,
    headers: { 'content-type': 'text/xml' },
    body: dialectOf(service).fault(service, error, requestId),
  };
}

function dialectOf({ service }: QueryService): Dialect {
  return service === 'ec2' ? ec2Dialect : queryDialect;
}
