import { search } from '@jmespath-community/jmespath';
import { optionsOf, readArguments } from './arguments.ts';
import { invalidChoice } from './choices.ts';
import { createClient, type Client } from './client.ts';
import { outputOf, readProfile, regionOf } from './config.ts';
import { configure, Quiet } from './configure.ts';
import { customCommands } from './custom.ts';
import { AwsCliError, parameterError, usageError } from './errors.ts';
import { takeGlobals, type Globals } from './globals.ts';
import { commandsOf, mainHelp, operationHelp, serviceHelp, waitHelp } from './help.ts';
import type { AwsIo, AwsOutput } from './io.ts';
import { kebab } from './names.ts';
import { isUnsimulated, operationsOf, services, type Operation } from './operation.ts';
import { format, formatText } from './output/index.ts';
import type { Given } from './option.ts';
import { ownOptions } from './own-options.ts';
import { paginate, type Paging } from './paginate.ts';
import { paginatorOf } from './paginators.ts';
import { PythonJsonError, pythonType, readJson } from './python.ts';
import { skeleton } from './skeleton.ts';
import { validate } from './validate.ts';
import { integer, loadFile, readValue } from './values.ts';
import { wait, waiters } from './wait.ts';

export type { AwsIo, AwsOutput } from './io.ts';

const version = 'aws-cli/2.32.6 Python/3.13.9 Linux/6.1.0 exe/x86_64.drydock prompt/off';

/**
 * Runs one `aws` command line (without the word `aws`). What it prints, where, and its exit code are those of the AWS
 * CLI v2 (https://docs.aws.amazon.com/cli/latest/userguide/). Never throws for what a learner can type.
 */
export async function runAws(args: readonly string[], io: AwsIo): Promise<AwsOutput> {
  try {
    return { stdout: await command(args, io), stderr: '', exitCode: 0 };
  } catch (error) {
    if (error instanceof Quiet) return { stdout: '', stderr: '', exitCode: 1 };
    if (error instanceof AwsCliError)
      return { stdout: error.printed, stderr: `\n${error.message}\n`, exitCode: error.exitCode };
    throw error;
  }
}

async function command(args: readonly string[], io: AwsIo): Promise<string> {
  if (args.includes('--version')) return `${version}\n`;
  const { globals, rest } = takeGlobals(args);
  const [service, ...after] = rest;
  if (service === undefined || service.startsWith('-'))
    throw usageError('the following arguments are required: command');
  if (service === 'help') return mainHelp();
  if (service === 'configure') return configure(after, io, globals);
  const names = [...services, 'configure', 'help'];
  if (!names.includes(service)) throw invalidChoice('command', service, names);
  const operations = operationsOf(service);
  const custom = customCommands[service] ?? {};
  const commands = commandsOf(service, [...Object.keys(custom), ...(waiters[service] ? ['wait'] : [])]);
  const [name, ...own] = after;
  if (name === undefined || name.startsWith('-'))
    throw usageError('the following arguments are required: operation');
  if (name === 'help') return serviceHelp(service, commands);
  if (own.length === 1 && own[0] === 'help') return help(service, name, operations);

  const profile = await readProfile(io, globals);
  if (custom[name]) return custom[name](own, createClient(io, regionOf(io, globals, profile), profile), io);
  if (name === 'wait' && waiters[service]) return runWaiter(service, own, io, globals);
  const operation = operations.get(name);
  if (!operation && isUnsimulated(service, name)) {
    throw new AwsCliError(
      `Drydock does not simulate aws ${service} ${name}. The table of simulated operations in the reference lists what it does.`,
      254,
    );
  }
  if (!operation) throw invalidChoice('operation', name, commands);

  const given = readArguments(own, optionsOf(operation));
  const kind = given.get('GENERATE_CLI_SKELETON')?.value;
  if (typeof kind === 'string') return printSkeleton(operation, kind);
  const input = await readInput(operation, given, io);
  const paging = pagingOf(operation, given, input, globals);
  validate(operation.model, operation.input, input);
  const region = regionOf(io, globals, profile);
  const client = createClient(io, region, profile);
  const output = outputOf(io, globals, profile);
  return print(output, operation, globals, answerOf(client, operation, input, paging));
}

interface Answer {
  whole: unknown;
  /** Pages, for `--output text`, which prints one after the other. */
  pages?: unknown[];
  resume?: string | undefined;
}

function answerOf(
  client: Client,
  operation: Operation,
  input: Record<string, unknown>,
  paging: Paging | undefined,
): Answer {
  const paginator = paginatorOf(operation.service, operation.name);
  if (!paginator || !paging) return { whole: client.call(operation, input) };
  return paginate(client, operation, input, paginator, paging);
}

function print(
  output: string,
  operation: Operation,
  { query }: Globals,
  { whole, pages, resume }: Answer,
): string {
  const pick = queryOf(query);
  if (output !== 'text' || !pages) return format(output, operation.name, pick(whole));
  const texts = pages.map((page) => formatText(pick(page)));
  return (
    texts.join('') + (resume === undefined ? '' : formatText(pick({ NextToken: { NextToken: resume } })))
  );
}

/** What `--query` makes of an answer. @throws AwsCliError for an expression that is none, or that does not fit */
function queryOf(query: string | undefined): (data: unknown) => unknown {
  if (query === undefined) return (data) => data;
  return (data) => {
    try {
      return search(data as never, query) ?? null;
    } catch (error) {
      const { name, message } = error as Error;
      if (name !== 'ParserError' && name !== 'LexerError' && !message.startsWith('Syntax error'))
        throw new AwsCliError(message, 255);
      const incomplete = /EOF/.test(message) || query === '';
      const mark = `"${query}"\n${' '.repeat(query.length + 1)}^`;
      const why = incomplete
        ? `Incomplete expression:\n${mark}`
        : `${message.replace(/^Syntax error[:,]? */i, '')}, for expression:\n"${query}"`;
      throw new AwsCliError(`Bad value for --query ${query}: Invalid jmespath expression: ${why}`, 252);
    }
  };
}

async function help(
  service: string,
  name: string,
  operations: ReadonlyMap<string, Operation>,
): Promise<string> {
  if (name === 'wait' && waiters[service]) return waitHelp(service);
  if (customCommands[service]?.[name]) {
    return name === 'get-login'
      ? 'NAME\n       get-login - Prints the docker login to run.\n\nDESCRIPTION\n       AWS CLI v2 has no such command; it is kept here as AWS CLI v1 has it. Use get-login-password.\n'
      : `NAME\n       ${name} - A command of the AWS CLI itself.\n`;
  }
  const operation = operations.get(name);
  if (!operation) throw invalidChoice('operation', name, [...operations.keys()]);
  return operationHelp(name, operation, await documentationOf(service));
}

/** The texts of the SDK's documentation, loaded when somebody asks for help. */
async function documentationOf(service: string): Promise<Readonly<Record<string, string>>> {
  const loaders: Readonly<Record<string, () => Promise<{ default: unknown }>>> = {
    ecs: () => import('../../simulator/api/models/ecs.docs.json', { with: { type: 'json' } }),
    ecr: () => import('../../simulator/api/models/ecr.docs.json', { with: { type: 'json' } }),
    'ecr-public': () => import('../../simulator/api/models/ecr-public.docs.json', { with: { type: 'json' } }),
    iam: () => import('../../simulator/api/models/iam.docs.json', { with: { type: 'json' } }),
    sts: () => import('../../simulator/api/models/sts.docs.json', { with: { type: 'json' } }),
  };
  const loaded = await loaders[service]?.();
  return (loaded?.default ?? {}) as Readonly<Record<string, string>>;
}

function printSkeleton(operation: Operation, kind: string): string {
  if (!['input', 'output', 'yaml-input'].includes(kind)) {
    throw usageError(
      `argument --generate-cli-skeleton: Invalid choice, valid choices are:\n\n${'input'.padEnd(40)} | ${'output'.padEnd(40)}\n${'yaml-input'.padEnd(40)}`,
    );
  }
  const data =
    kind === 'output'
      ? skeleton(operation.model, operation.output, '')
      : skeleton(operation.model, operation.input, undefined);
  return kind === 'yaml-input'
    ? format('yaml', operation.name, data)
    : `${JSON.stringify(data, undefined, 4)}\n`;
}

/** The input: `--cli-input-json`, and over it what the options say. */
async function readInput(
  operation: Operation,
  given: ReadonlyMap<string, Given>,
  io: AwsIo,
): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = {};
  const document = given.get('CLI_INPUT_JSON') ?? given.get('CLI_INPUT_YAML');
  if (document) Object.assign(input, await readDocument(document, io));
  for (const [member, each] of given) {
    if (!/^[A-Z_]+$/.test(member)) input[member] = await readValue(operation.model, each, io);
  }
  ownOptions(operation.service, operation.name)?.apply(input, given);
  return input;
}

async function readDocument({ option, value }: Given, io: AwsIo): Promise<Record<string, unknown>> {
  const text = (await loadFile(String(value), option.flag, false, io)) ?? String(value);
  const refuse = (what: string) => parameterError(option.flag.slice(2), what);
  if (option.member === 'CLI_INPUT_YAML') {
    const { parse } = await import('yaml');
    let data: unknown;
    try {
      data = parse(text);
    } catch {
      throw refuse('Invalid YAML received.');
    }
    return mapping(data, option.flag);
  }
  let data: unknown;
  try {
    data = readJson(text);
  } catch (error) {
    if (error instanceof PythonJsonError) throw refuse('Invalid JSON received.');
    throw error;
  }
  return mapping(data, option.flag);
}

/** A document's data, when it is a mapping. @throws AwsCliError */
function mapping(data: unknown, flag: string): Record<string, unknown> {
  if (typeof data === 'object' && data !== null && !Array.isArray(data))
    return data as Record<string, unknown>;
  throw parameterError(flag, `Invalid type: expecting map, received ${pythonType(data)}`);
}

/** How to page, undefined when the learner pages by hand. @throws AwsCliError */
function pagingOf(
  operation: Operation,
  given: ReadonlyMap<string, Given>,
  input: Record<string, unknown>,
  { paginate: automatic }: Globals,
): Paging | undefined {
  const paginator = paginatorOf(operation.service, operation.name);
  if (!paginator) return undefined;
  const text = (name: string) => given.get(name)?.value as string | undefined;
  const number = (name: string) => (text(name) === undefined ? undefined : integer(text(name)!));
  const paging: Paging = {
    ...(text('STARTING_TOKEN') === undefined ? {} : { startingToken: text('STARTING_TOKEN')! }),
    ...(number('PAGE_SIZE') === undefined ? {} : { pageSize: number('PAGE_SIZE')! }),
    ...(number('MAX_ITEMS') === undefined ? {} : { maxItems: number('MAX_ITEMS')! }),
  };
  if (automatic && !(paginator.inputToken in input) && !(paginator.limitKey in input)) return paging;
  // `--max-items` is IAM's own option too, and then it is that.
  const own = kebab(paginator.limitKey) === 'max-items';
  if (own && paging.maxItems !== undefined) input[paginator.limitKey] = paging.maxItems;
  const used = ['STARTING_TOKEN', 'PAGE_SIZE', ...(own ? [] : ['MAX_ITEMS'])].filter((name) =>
    given.has(name),
  );
  if (used.length > 0) {
    const names = used.map((name) => `--${name.toLowerCase().replaceAll('_', '-')}`).join(', ');
    throw new AwsCliError(`Cannot specify --no-paginate along with pagination arguments: ${names}`, 252);
  }
  return undefined;
}

async function runWaiter(
  service: string,
  args: readonly string[],
  io: AwsIo,
  globals: Globals,
): Promise<string> {
  const [name, ...rest] = args;
  const table = waiters[service]!;
  if (name === undefined)
    throw new AwsCliError(
      `usage: aws [options] ${service} wait <subcommand> [parameters]\naws: error: too few arguments`,
      252,
    );
  if (name === 'help') return waitHelp(service);
  const waiter = table[name];
  if (!waiter) throw invalidChoice('subcommand', name, Object.keys(table));
  const operation = operationsOf(service).get(waiter.operation)!;
  const input = await readInput(operation, readArguments(rest, optionsOf(operation)), io);
  validate(operation.model, operation.input, input);
  const profile = await readProfile(io, globals);
  await wait(io, createClient(io, regionOf(io, globals, profile), profile), service, waiter, input);
  return '';
}
