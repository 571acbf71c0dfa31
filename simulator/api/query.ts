import type { Model, Shape } from './model.ts';
import { element, escape, xmlTime } from './xml.ts';

/**
 * The Query protocol of IAM, STS, Elastic Load Balancing and EC2 Auto Scaling: form-encoded requests, XML answers
 * (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html).
 */
export interface QueryService {
  service: string;
  /** The API version that requests name by `Version`. */
  version: string;
  namespace: string;
}

export const queryServices: readonly QueryService[] = [
  { service: 'iam', version: '2010-05-08', namespace: 'https://iam.amazonaws.com/doc/2010-05-08/' },
  {
    service: 'cloudwatch',
    version: '2010-08-01',
    namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  },
  { service: 'sts', version: '2011-06-15', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
  {
    service: 'autoscaling',
    version: '2011-01-01',
    namespace: 'http://autoscaling.amazonaws.com/doc/2011-01-01/',
  },
  { service: 'ec2', version: '2016-11-15', namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/' },
  {
    service: 'elbv2',
    version: '2015-12-01',
    namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
  },
];

/** How a kind of Query reads and writes. */
export interface Dialect {
  /** The input of an operation out of form parameters, shaped as in JSON. */
  read(model: Model, shapeName: string, parameters: readonly Parameter[]): unknown;
  result(model: Model, service: QueryService, operation: string, output: unknown, requestId: string): string;
  fault(service: QueryService, error: { code: string; message: string }, requestId: string): string;
}

type Codes = Readonly<Record<string, string>>;

/** Codes that the services of the Query protocol have for what the JSON services name otherwise. */
const queryCodes: Codes = {
  ExpiredTokenException: 'ExpiredToken',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  UnrecognizedClientException: 'InvalidClientTokenId',
};

/** The same in Amazon EC2's words (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html). */
const ec2Codes: Codes = {
  ExpiredTokenException: 'RequestExpired',
  InvalidSignatureException: 'AuthFailure',
  UnrecognizedClientException: 'AuthFailure',
};

/** The code that a service refuses a request's keys with (https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html). */
export function codeIn(service: string, code: string): string {
  if (!queryServices.some((each) => each.service === service)) return code;
  return (service === 'ec2' ? ec2Codes : queryCodes)[code] ?? code;
}

/** A form's parameters, their names cut at the dots: `Tags.member.1.Key=team`. */
export function parametersOf(form: URLSearchParams): Parameter[] {
  return [...form].map(([name, value]) => [name.split('.'), value] as const);
}

export type Parameter = readonly [path: readonly string[], value: string];

function readShape(model: Model, shapeName: string, parameters: readonly Parameter[]): unknown {
  const shape = model.shapes[shapeName];
  if (!shape || parameters.length === 0) return undefined;
  switch (shape.type) {
    case 'structure':
    case 'union': {
      const members = Object.entries(shape.members ?? {}).flatMap(([name, member]) => {
        const value = readShape(model, member, under(parameters, name));
        return value === undefined ? [] : [[name, value] as const];
      });
      return Object.fromEntries(members);
    }
    case 'list': {
      const items = under(parameters, 'member');
      const numbers = [...new Set(items.map(([path]) => path[0] ?? ''))];
      return numbers
        .filter((number) => /^[1-9]\d{0,5}$/.test(number))
        .sort((a, b) => Number(a) - Number(b))
        .map((number) => readShape(model, shape.member!, under(items, number)));
    }
    case 'map': {
      const entries = under(parameters, 'entry');
      const numbers = [...new Set(entries.map(([path]) => path[0] ?? ''))];
      return Object.fromEntries(
        numbers.map((number) => {
          const entry = under(entries, number);
          return [under(entry, 'key')[0]?.[1] ?? '', readShape(model, shape.member!, under(entry, 'value'))];
        }),
      );
    }
    default:
      return readSimple(shape, parameters[0]![1]);
  }
}

/** A number, a truth value or a time out of its text. What is none stays a text, for the check of types to refuse. */
export function readSimple({ type }: Shape, text: string): unknown {
  switch (type) {
    case 'integer':
    case 'double':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    case 'timestamp': {
      const date = Date.parse(text);
      return Number.isNaN(date) ? text : date / 1000;
    }
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text;
    default:
      return text;
  }
}

/** What stands under a name, without it. */
export function under(parameters: readonly Parameter[], name: string): Parameter[] {
  return parameters
    .filter(([path]) => path[0] === name)
    .map(([path, value]) => [path.slice(1), value] as const);
}

/** Query proper: `<CreateUserResponse xmlns="…"><CreateUserResult>…</CreateUserResult><ResponseMetadata>…`. */
export const queryDialect: Dialect = {
  read: (model, shapeName, parameters) => readShape(model, shapeName, parameters) ?? {},
  result(model, { namespace }, operation, output, requestId) {
    const shapeName = model.operations[operation]?.output ?? '';
    const hasOutput = Object.keys(model.shapes[shapeName]?.members ?? {}).length > 0;
    const result = hasOutput ? element(`${operation}Result`, writeShape(model, shapeName, output)) : '';
    const metadata = element('ResponseMetadata', element('RequestId', requestId));
    return `<${operation}Response xmlns="${namespace}">${result}${metadata}</${operation}Response>\n`;
  },
  fault({ namespace }, { code, message }, requestId) {
    const error =
      element('Type', 'Sender') + element('Code', escape(code)) + element('Message', escape(message));
    return `<ErrorResponse xmlns="${namespace}">${element('Error', error)}${element('RequestId', requestId)}</ErrorResponse>\n`;
  },
};

/** HTTP statuses of errors that are no 400 (https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and each operation's page). */
export const faultStatuses: Readonly<Record<string, number>> = {
  AccessDenied: 403,
  AuthFailure: 401,
  DeleteConflict: 409,
  EntityAlreadyExists: 409,
  ExpiredToken: 403,
  InvalidClientTokenId: 403,
  LimitExceeded: 409,
  NoSuchEntity: 404,
  SignatureDoesNotMatch: 403,
  UnauthorizedOperation: 403,
};

function writeShape(model: Model, shapeName: string, value: unknown): string {
  const shape = model.shapes[shapeName];
  if (!shape || value === undefined || value === null) return '';
  switch (shape.type) {
    case 'structure':
    case 'union':
      return Object.entries(shape.members ?? {})
        .map(([name, member]) => [name, member, (value as Record<string, unknown>)[name]] as const)
        .filter(([, , given]) => given !== undefined && given !== null)
        .map(([name, member, given]) => element(name, writeShape(model, member, given)))
        .join('');
    case 'list':
      return (value as unknown[])
        .map((item) => element('member', writeShape(model, shape.member!, item)))
        .join('');
    case 'map':
      return Object.entries(value as Record<string, unknown>)
        .map(([key, item]) =>
          element(
            'entry',
            element('key', escape(key)) + element('value', writeShape(model, shape.member!, item)),
          ),
        )
        .join('');
    case 'timestamp':
      return xmlTime(value as number);
    default:
      return escape(String(value));
  }
}
