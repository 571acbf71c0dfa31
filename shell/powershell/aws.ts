import { createClient, type Client } from '../aws/client.ts';
import { readProfile, regionOf } from '../aws/config.ts';
import { AwsCliError } from '../aws/errors.ts';
import type { Globals } from '../aws/globals.ts';
import type { AwsIo } from '../aws/io.ts';
import { operationsOf, shapeOf, type Operation } from '../aws/operation.ts';
import { paginatorOf } from '../aws/paginators.ts';
import type { Model } from '../../simulator/api/model.ts';
import type { Cmdlet } from './cmdlets.ts';
import { findParameter, parametersOf, pascal, PsBindingError, wireOf, type Parameter } from './parameters.ts';
import { PsDate, PsObject, textOf, type PsValue } from './value.ts';

/** Parameters that come with every cmdlet of AWS; `flag` ones may stand without a value. */
export const commonParameters = [
  { name: 'Region' },
  { name: 'ProfileName' },
  { name: 'AccessKey' },
  { name: 'SecretKey' },
  { name: 'SessionToken' },
  { name: 'Select' },
  { name: 'Force', flag: true },
  { name: 'PassThru', flag: true },
  { name: 'NoAutoIteration', flag: true },
  { name: 'Confirm', flag: true },
  { name: 'ErrorAction' },
] as const;

/** An error that ends the statement: PowerShell shows it after the cmdlet's name. */
export class CmdletError extends Error {
  override readonly name = 'CmdletError';
}

/** What a cmdlet was given: by name, and in order without one; and what comes from the pipeline. */
export interface Bound {
  named: readonly [name: string, value: PsValue | undefined][];
  positional: readonly PsValue[];
  piped: readonly PsValue[];
}

const modules: Readonly<Record<string, string>> = {
  ecr: 'ECR',
  'ecr-public': 'ECRPublic',
  ecs: 'ECS',
  iam: 'IdentityManagement',
  sts: 'SecurityToken',
};

/** Runs a cmdlet of AWS Tools over the simulator. @throws CmdletError */
export async function runCmdlet(
  cmdlet: Cmdlet,
  bound: Bound,
  io: AwsIo,
  session: { region: string | undefined; profile: string | undefined },
  warn: (text: string) => void,
): Promise<PsValue[]> {
  const operation = [...operationsOf(cmdlet.service).values()].find(({ name }) => name === cmdlet.operation)!;
  const { input, common } = bind(cmdlet, operation, bound, warn);
  const text = (name: string) => {
    const value = common.get(name);
    return value === undefined || value === null ? undefined : textOf(value);
  };
  const region = text('Region') ?? session.region;
  const profileName = text('ProfileName') ?? session.profile;
  const globals: Globals = {
    paginate: true,
    ...(region === undefined ? {} : { region }),
    ...(profileName === undefined ? {} : { profile: profileName }),
  };
  const keyed = text('AccessKey');
  const env =
    keyed === undefined
      ? io.env
      : {
          ...io.env,
          AWS_ACCESS_KEY_ID: keyed,
          AWS_SECRET_ACCESS_KEY: text('SecretKey') ?? '',
          AWS_SESSION_TOKEN: text('SessionToken') ?? '',
        };
  const asked = { ...io, env };
  let client: Client;
  try {
    const profile = await readProfile(asked, globals);
    client = createClient(asked, regionOf(asked, globals, profile), profile);
  } catch (error) {
    if (error instanceof AwsCliError) throw new CmdletError(forPowerShell(error.message));
    throw error;
  }
  const output = callAll(client, operation, input);
  if (text('Select') === '*') return [whole(operation, output, io)];
  if (cmdlet.select === '') return [];
  if (cmdlet.select === undefined) return [whole(operation, output, io)];
  const shown = shownOf(
    operation.model,
    shapeOf(operation.model, operation.output).members![cmdlet.select]!,
    output[cmdlet.select],
  );
  return Array.isArray(shown) ? shown : [shown];
}

/** `Get-ECRLoginCommand`: one object for each registry, with what `docker login` needs. */
export async function loginObjects(tokens: readonly PsValue[]): Promise<PsValue[]> {
  return tokens.map((token) => {
    const of = token as PsObject;
    const [username, password] = atob(textOf(of.get('AuthorizationToken') ?? '')).split(':');
    const endpoint = textOf(of.get('ProxyEndpoint') ?? '');
    return new PsObject('System.Management.Automation.PSObject', [
      ['Username', username ?? ''],
      ['Password', password ?? ''],
      ['ProxyEndpoint', endpoint],
      ['Endpoint', endpoint],
      ['ExpiresAt', of.get('ExpiresAt') ?? null],
      ['Command', `docker login --username ${username} --password ${password} ${endpoint}`],
    ]);
  });
}

/** Every page, as AWS Tools go on by themselves. @throws CmdletError */
function callAll(
  client: Client,
  operation: Operation,
  input: Record<string, unknown>,
): Record<string, unknown> {
  const paginator = paginatorOf(operation.service, operation.name);
  const [key] = paginator?.resultKeys ?? [];
  const ask = (more: Record<string, unknown>) => {
    const answer = client.attempt(operation, { ...input, ...more });
    if ('error' in answer) throw new CmdletError(answer.error.message);
    return answer.output;
  };
  const first = ask({});
  if (!paginator || !key || key.includes('.') || paginator.limitKey in input) return first;
  let page = first;
  const items = [...((first[key] as unknown[] | undefined) ?? [])];
  while (
    page[paginator.outputToken] !== undefined &&
    (!paginator.moreResults || page[paginator.moreResults])
  ) {
    page = ask({ [paginator.inputToken]: page[paginator.outputToken] });
    items.push(...((page[key] as unknown[] | undefined) ?? []));
  }
  return { ...first, [key]: items };
}

/** Sorts what was given to the parameters. @throws CmdletError */
function bind(
  cmdlet: Cmdlet,
  operation: Operation,
  { named, positional, piped }: Bound,
  warn: (text: string) => void,
): { input: Record<string, unknown>; common: Map<string, PsValue> } {
  const parameters = parametersOf(cmdlet, operation);
  const input: Record<string, unknown> = {};
  const common = new Map<string, PsValue>();
  const set = ({ path, shape, name }: Parameter, value: PsValue): void => {
    let place = input;
    for (const member of path.slice(0, -1)) place = (place[member] ??= {}) as Record<string, unknown>;
    try {
      place[path.at(-1)!] = wireOf(operation.model, shape, value, name, warn);
    } catch (error) {
      if (error instanceof PsBindingError) throw new CmdletError(error.message);
      throw error;
    }
  };
  for (const [name, value] of named) {
    const own = findParameter(name, parameters);
    const shared =
      own === undefined || own === 'ambiguous' ? findParameter(name, commonParameters) : undefined;
    if (own === 'ambiguous' && (shared === undefined || shared === 'ambiguous'))
      throw new CmdletError(
        `Parameter cannot be processed because the parameter name '${name}' is ambiguous.`,
      );
    if (typeof own === 'object') {
      const isFlag = shapeOf(operation.model, own.shape).type === 'boolean';
      if (value === undefined && !isFlag) throw missingArgument(own.name);
      set(own, value ?? true);
    } else if (typeof shared === 'object') {
      if (value === undefined && !('flag' in shared)) throw missingArgument(shared.name);
      common.set(shared.name, value ?? true);
    } else throw new CmdletError(`A parameter cannot be found that matches parameter name '${name}'.`);
  }
  const taken = parameters.find(({ path }) => path.length === 1 && path[0] === cmdlet.takes);
  const rest = [...positional];
  if (taken && !Object.hasOwn(input, taken.path[0]!)) {
    if (rest.length > 0) set(taken, rest.shift()!);
    else if (piped.length > 0) set(taken, pipedValue(taken, piped, operation.model));
  }
  if (rest.length > 0)
    throw new CmdletError(
      `A positional parameter cannot be found that accepts argument '${textOf(rest[0]!)}'.`,
    );
  const missing = parameters.filter(({ required, path }) => required && !Object.hasOwn(input, path[0]!));
  if (missing.length > 0) {
    throw new CmdletError(
      `Cannot process command because of one or more missing mandatory parameters: ${missing.map(({ name }) => name).join(' ')}.`,
    );
  }
  return { input, common };
}

/** An object in the pipeline gives its property of the parameter's name. */
function pipedValue({ name, shape }: Parameter, piped: readonly PsValue[], model: Model): PsValue {
  const values = piped.map((item) => (item instanceof PsObject ? (item.get(name) ?? item) : item));
  return shapeOf(model, shape).type === 'list' ? values : values[0]!;
}

function missingArgument(name: string): CmdletError {
  return new CmdletError(
    `Missing an argument for parameter '${name}'. Specify a parameter of type 'System.String' and try again.`,
  );
}

/** The AWS CLI's sentences for a missing Region and missing keys, as AWS Tools say them. */
function forPowerShell(message: string): string {
  if (message.startsWith('You must specify a region'))
    return 'No region specified or obtained from persisted/shell defaults.';
  if (message.startsWith('Unable to locate credentials'))
    return 'No credentials specified or obtained from persisted/shell defaults.';
  return message;
}

/** The whole answer with what AWS Tools add to it. */
function whole({ service, model, output: shapeName, name }: Operation, output: unknown, io: AwsIo): PsObject {
  const shown = shownOf(model, shapeName, output) as PsObject;
  return new PsObject(`Amazon.${modules[service]}.Model.${name}Response`, [
    ...shown.properties,
    ['ResponseMetadata', 'Amazon.Runtime.ResponseMetadata'],
    ['ContentLength', JSON.stringify(output).length],
    ['HttpStatusCode', 'OK'],
    ['LoggedAt', new PsDate(io.date())],
  ]);
}

/** A value of an answer as .NET has it: members in capitals and in alphabetical order, those without a value too. */
function shownOf(model: Model, shapeName: string, value: unknown): PsValue {
  const shape = shapeOf(model, shapeName);
  switch (shape.type) {
    case 'structure':
    case 'union': {
      if (value === undefined || value === null) return null;
      const given = value as Record<string, unknown>;
      const type = `Amazon.${modules[model.service] ?? model.service}.Model.${shapeName}`;
      return new PsObject(
        type,
        Object.entries(shape.members ?? {})
          .map(([name, of]) => [pascal(name), shownOf(model, of, given[name])] as const)
          .sort(([one], [other]) => (one < other ? -1 : 1)),
      );
    }
    case 'list':
      return ((value as unknown[] | undefined) ?? []).map((item) => shownOf(model, shape.member!, item));
    case 'map':
      return new PsObject(
        'System.Collections.Hashtable',
        Object.entries((value as Record<string, unknown> | undefined) ?? {}).map(([key, item]) => [
          key,
          shownOf(model, shape.member!, item),
        ]),
      );
    case 'timestamp':
      return value === undefined ? null : new PsDate(Date.parse(value as string));
    default:
      if (typeof value === 'object' && value !== null) return JSON.stringify(value);
      return (value as PsValue | undefined) ?? null;
  }
}
