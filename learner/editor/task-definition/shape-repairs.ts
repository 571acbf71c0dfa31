/** Repairs of the wrong shape: names that are unknown, values of the wrong type, values outside a list. */
import { closeMatches } from '../../../shell/aws/close-matches.ts';
import { find } from '../../../simulator/ecs/task-definition/json.ts';
import { enumRules } from '../../../simulator/ecs/task-definition/rules/enums.ts';
import { removal, setting, stepOf } from '../json/edits.ts';
import type { Path } from '../json/cursor.ts';
import type { Fix, Patient, Repair } from './fix.ts';
import { shapeAt } from './shape-at.ts';

/** A pointer as a path; list indices become numbers. */
export function pathOf(pointer: string): Path {
  const steps = pointer.split('/').slice(1);
  const wrapped = steps[0] === 'taskDefinition' ? steps.slice(1) : steps;
  return wrapped.map((step) =>
    /^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~'),
  );
}

export const remove: Repair = ({ root, at }) => [
  { title: `Remove "${lastName(at)}"`, edits: removal(root, at) },
];

/** The name of what a pointer leads to: of an item, its list's. */
export function lastName(pointer: string): string {
  const names = pointer.split('/').filter((step) => step !== '' && !/^\d+$/.test(step));
  return names.length > 0 ? stepOf(`/${names.at(-1)!}`) : '';
}

function* rename({ root, at }: Patient): Generator<Fix> {
  const found = find(root, at);
  const key = stepOf(at);
  const owner = shapeAt(pathOf(at.slice(0, at.lastIndexOf('/'))));
  if (!found?.key || !owner) return;
  const known = Object.keys(owner.shape.members ?? {});
  const { start, end } = found.key;
  const same = known.find((name) => name.toLowerCase() === key.toLowerCase());
  const ownerNode = find(root, at.slice(0, at.lastIndexOf('/')))?.node;
  const taken = ownerNode?.kind === 'object' ? ownerNode.members.map(({ key: one }) => one) : [];
  for (const name of same ? [same] : closeMatches(key, known, 0.7, 2)) {
    if (!taken.includes(name))
      yield { title: `Rename to "${name}"`, edits: [{ start, end, text: JSON.stringify(name) }] };
  }
  yield* remove({ root, at } as Patient);
}

/** Another type's value as the type that the place takes; nothing when it cannot be told. */
function converted(value: unknown, path: Path): unknown {
  const at = shapeAt(path);
  switch (at?.shape.type) {
    case 'string':
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
    case 'integer':
      if (typeof value === 'string') return /^\s*-?\d+/.test(value) ? Number.parseInt(value, 10) : undefined;
      return typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : undefined;
    case 'boolean':
      if (typeof value === 'string')
        return { true: true, yes: true, false: false, no: false }[value.toLowerCase()];
      return value === 1 ? true : value === 0 ? false : undefined;
    case 'list':
      return asList(value, at.name, String(path.at(-1)));
    default:
      return undefined;
  }
}

function asList(value: unknown, shape: string, name: string): unknown {
  if (typeof value === 'string') {
    if (shape === 'StringList') return name === 'command' && value.includes(' ') ? words(value) : [value];
    return [value];
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const pairs = Object.entries(value);
  const plain = pairs.every(([, each]) => ['string', 'number', 'boolean'].includes(typeof each));
  if (plain && shape === 'EnvironmentVariables')
    return pairs.map(([key, each]) => ({ name: key, value: String(each) }));
  if (plain && shape === 'SecretList')
    return pairs.map(([key, each]) => ({ name: key, valueFrom: String(each) }));
  if (plain && shape === 'Tags') return pairs.map(([key, each]) => ({ key, value: String(each) }));
  return [value];
}

/** The words of a command line, quotation marks heeded. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
}

function* convert({ text, root, at }: Patient): Generator<Fix> {
  const node = find(root, at)?.node;
  if (!node) return;
  let value = converted(node.value, pathOf(at));
  if (
    value !== undefined &&
    stepOf(at) === 'command' &&
    at.endsWith('/healthCheck/command') &&
    typeof node.value === 'string'
  )
    value = ['CMD-SHELL', node.value];
  if (value === undefined) yield* remove({ root, at } as Patient);
  else {
    const shown = JSON.stringify(value);
    const title =
      shown.length > 60 ? `Write it as a ${Array.isArray(value) ? 'list' : typeof value}` : `Write ${shown}`;
    yield { title, edits: setting(text, root, at, value) };
  }
}

function* choose({ text, root, at }: Patient): Generator<Fix> {
  const node = find(root, at)?.node;
  const values = shapeAt(pathOf(at))?.shape.enum;
  if (!node || !values) return;
  const given = String(node.value);
  const same = values.filter((value) => value.toLowerCase() === given.toLowerCase());
  const near =
    same.length > 0
      ? same
      : closeMatches(
          given.toUpperCase(),
          values.map((value) => value.toUpperCase()),
          0.6,
          2,
        ).map((upper) => values.find((value) => value.toUpperCase() === upper)!);
  const offered =
    near.length > 0 ? near : values.length <= 4 ? values : values.filter((value) => value === 'LINUX');
  for (const value of offered) yield { title: `Use "${value}"`, edits: setting(text, root, at, value) };
}

/** A variable with valueFrom belongs to the secrets. */
function* moveToSecrets({ text, root, at }: Patient): Generator<Fix> {
  const item = at.slice(0, at.lastIndexOf('/'));
  const container = item.slice(0, item.lastIndexOf('/environment'));
  const value = find(root, item)?.node.value as { name?: unknown; valueFrom?: unknown } | undefined;
  if (!value || typeof value.name !== 'string') return;
  const secret = { name: value.name, valueFrom: value.valueFrom };
  const list = find(root, `${container}/secrets`)?.node;
  const count = list?.kind === 'array' ? list.items.length : 0;
  yield {
    title: 'Move the variable to "secrets"',
    edits: [...removal(root, item), ...setting(text, root, `${container}/secrets/${count}`, secret)],
  };
}

const samples: Readonly<Record<string, unknown>> = {
  family: 'app',
  containerDefinitions: [{ name: 'app', image: 'nginx:latest', memory: 512 }],
  command: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'],
  fileSystemId: 'fs-0123456789abcdef0',
  name: 'name',
  value: '',
  valueFrom: 'parameter',
  containerName: 'app',
  condition: 'START',
  type: 's3',
};

function* supply({ text, root, at, problem, around, value }: Patient): Generator<Fix> {
  const name = /: "(\w+)"$/.exec(problem.message)?.[1];
  if (name === undefined) return;
  const container = (value['containerDefinitions'] as { name?: unknown }[] | undefined)?.[0]?.name;
  const known: Readonly<Record<string, unknown>> = {
    ...samples,
    ...(typeof container === 'string' ? { containerName: container } : {}),
    ...(around.fileSystems()[0] ? { fileSystemId: around.fileSystems()[0] } : {}),
  };
  if (Object.hasOwn(known, name))
    yield { title: `Add "${name}"`, edits: setting(text, root, `${at}/${name}`, known[name]) };
}

const all = (ids: readonly string[], repair: Repair) => Object.fromEntries(ids.map((id) => [id, repair]));

/** Repairs by rule. */
export const shapeRepairs: Readonly<Record<string, Repair>> = {
  ...all(['SCHEMA-UNKNOWN-TOP', 'SCHEMA-UNKNOWN-CONTAINER', 'SCHEMA-UNKNOWN', 'SCHEMA-CASE'], rename),
  ...all(['SCHEMA-READONLY', 'SCHEMA-NULL', 'SCHEMA-WIRE-TYPE', 'SCHEMA-UNION'], remove),
  'SCHEMA-ENV-VALUEFROM': moveToSecrets,
  ...all(
    [
      'SCHEMA-REQUIRED',
      'SCHEMA-REQUIRED-FAMILY',
      'SCHEMA-REQUIRED-CONTAINERS',
      'SCHEMA-REQUIRED-HCCOMMAND',
      'SCHEMA-REQUIRED-EFSID',
    ],
    supply,
  ),
  ...all(
    [
      'SCHEMA-TYPE',
      'SCHEMA-TYPE-TASKCPU',
      'SCHEMA-TYPE-TASKMEM',
      'SCHEMA-TYPE-CONTAINERMEM',
      'SCHEMA-TYPE-PORT',
      'SCHEMA-TYPE-COMMAND',
      'SCHEMA-TYPE-ENVIRONMENT-MAP',
      'SCHEMA-TYPE-ENVVALUE',
      'SCHEMA-TYPE-ESSENTIAL',
      'SCHEMA-TYPE-COMPAT',
      'SCHEMA-TAGS-MAP',
    ],
    convert,
  ),
  ...all(
    enumRules.map(({ id }) => id),
    choose,
  ),
};
