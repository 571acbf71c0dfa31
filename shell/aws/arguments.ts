import type { Model, Shape } from '../../simulator/api/model.ts';
import { AwsCliError, usage, usageError } from './errors.ts';
import { kebab } from './names.ts';
import { shapeOf, type Operation } from './operation.ts';
import type { Given, Option } from './option.ts';
import { ownOptions } from './own-options.ts';
import { paginatorOf } from './paginators.ts';
import { pythonRepr } from './python.ts';

/** Options of the command line's own, beside the members of the input. */
const common: readonly Option[] = [
  { flag: '--cli-input-json', member: 'CLI_INPUT_JSON', shape: 'String', required: false, takes: 'one' },
  { flag: '--cli-input-yaml', member: 'CLI_INPUT_YAML', shape: 'String', required: false, takes: 'one' },
  {
    flag: '--generate-cli-skeleton',
    member: 'GENERATE_CLI_SKELETON',
    shape: 'String',
    required: false,
    takes: 'maybe',
  },
];

/** Options of the command line's own that take a whole number. */
const counts = { PAGE_SIZE: true, MAX_ITEMS: true };

/** Options that the AWS CLI names otherwise than by its rule (awscli, customizations/argrename.py). */
const renamed: Readonly<Record<string, string>> = {
  'ecs --no-enable-execute-command': '--disable-execute-command',
};

const paging: readonly Option[] = [
  { flag: '--starting-token', member: 'STARTING_TOKEN', shape: 'String', required: false, takes: 'one' },
  { flag: '--page-size', member: 'PAGE_SIZE', shape: 'Integer', required: false, takes: 'one' },
  { flag: '--max-items', member: 'MAX_ITEMS', shape: 'Integer', required: false, takes: 'one' },
];

/** The options of an operation: its members in the model's order, then the command line's own. */
export function optionsOf({ model, input, service, name }: Operation): Option[] {
  const shape = shapeOf(model, input);
  const paginated = paginatorOf(service, name);
  const list: Option[] = [];
  for (const [member, of] of Object.entries(shape.members ?? {})) {
    const type = shapeOf(model, of).type;
    const required = shape.required?.includes(member) ?? false;
    const flag = `--${kebab(member)}`;
    const hidden = member === paginated?.inputToken || member === paginated?.limitKey;
    // Where the service's own name is the command line's too, the command line's holds.
    if (paginated && paging.some((own) => own.flag === flag)) continue;
    const option: Option = {
      flag,
      member,
      shape: of,
      required,
      takes: type === 'list' ? 'many' : 'one',
      ...(hidden ? { hidden } : {}),
    };
    if (type === 'boolean') {
      list.push(
        { ...option, takes: 'none', value: true },
        {
          ...option,
          flag: renamed[`${service} --no-${kebab(member)}`] ?? `--no-${kebab(member)}`,
          takes: 'none',
          value: false,
        },
      );
    } else list.push(option);
  }
  const own = ownOptions(service, name);
  return [
    ...list.map((option) =>
      own?.optional?.includes(option.member) ? { ...option, required: false } : option,
    ),
    ...(own?.options ?? []),
    ...common,
    ...(paginated ? paging : []),
  ];
}

/**
 * Sorts an operation's arguments to its options, as Python's argparse does: exact names, unambiguous beginnings,
 * `--name=value`. @throws AwsCliError
 */
export function readArguments(args: readonly string[], options: readonly Option[]): Map<string, Given> {
  const given = new Map<string, Given>();
  const unknown: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!;
    if (!isOption(arg)) {
      unknown.push(arg);
      continue;
    }
    const at = arg.indexOf('=');
    const name = at === -1 ? arg : arg.slice(0, at);
    const option = findOption(name, options);
    if (!option) {
      unknown.push(arg);
      continue;
    }
    const explicit = at === -1 ? undefined : arg.slice(at + 1);
    if (option.takes === 'none') {
      if (explicit !== undefined)
        throw usageError(`argument ${flagsOf(option, options)}: ignored explicit argument '${explicit}'`);
      given.set(option.member, { option, value: option.value ?? true });
      continue;
    }
    const values: string[] = explicit === undefined ? [] : [explicit];
    const most = option.takes === 'many' ? Infinity : 1;
    if (explicit === undefined) {
      while (values.length < most && index + 1 < args.length && !isOption(args[index + 1]!))
        values.push(args[++index]!);
    }
    if (values.length === 0 && option.takes === 'one')
      throw usageError(`argument ${option.flag}: expected one argument`);
    if (option.shape === 'Integer' && option.member in counts && !/^\s*[-+]?\d+\s*$/.test(values[0]!)) {
      throw usageError(`argument ${option.flag}: invalid int value: ${pythonRepr(values[0])}`);
    }
    given.set(option.member, { option, value: option.takes === 'many' ? values : (values[0] ?? 'input') });
  }
  const missing = options.filter(
    ({ required, member, value }) => required && value !== false && !given.has(member),
  );
  if (
    missing.length > 0 &&
    !given.has('CLI_INPUT_JSON') &&
    !given.has('CLI_INPUT_YAML') &&
    !skipsRequired(given)
  ) {
    throw usageError(
      `the following arguments are required: ${missing.map((option) => flagsOf(option, options)).join(', ')}`,
    );
  }
  if (unknown.length > 0) {
    throw new AwsCliError(`usage: ${usage}\nUnknown options: ${unknown.join(', ')}\n`, 252);
  }
  return given;
}

function skipsRequired(given: ReadonlyMap<string, Given>): boolean {
  const skeleton = given.get('GENERATE_CLI_SKELETON')?.value;
  return skeleton !== undefined && skeleton !== 'output';
}

/** Words that begin with a dash are options, but for negative numbers and words with a blank in them. */
function isOption(word: string): boolean {
  return (
    word.length > 1 &&
    word.startsWith('-') &&
    !/^-\d+(\.\d*)?$|^-\.\d+$/.test(word) &&
    !(word.includes(' ') && !word.includes('='))
  );
}

function findOption(name: string, options: readonly Option[]): Option | undefined {
  const exact = options.find(({ flag }) => flag === name);
  if (exact || !name.startsWith('--')) return exact;
  const begins = options.filter(({ flag }) => flag.startsWith(name));
  if (begins.length > 1) {
    throw usageError(`ambiguous option: ${name} could match ${begins.map(({ flag }) => flag).join(', ')}`);
  }
  return begins[0];
}

function flagsOf(option: Option, options: readonly Option[]): string {
  return (
    options.find(({ member, value }) => member === option.member && value !== false)?.flag ?? option.flag
  );
}

/** Whether a shape is so composed that it takes shorthand: a structure, a map, a list of those. */
export function takesShorthand(model: Model, { type, member }: Shape): boolean {
  if (type === 'list')
    return ['structure', 'union', 'list', 'map'].includes(shapeOf(model, member ?? '').type);
  return type === 'structure' || type === 'union' || type === 'map';
}
