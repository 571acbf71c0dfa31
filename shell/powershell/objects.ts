import { list, table } from './format.ts';
import {
  hashtable,
  isTrue,
  itemsOf,
  memberOf,
  PsDate,
  PsObject,
  same,
  textOf,
  type PsValue,
} from './value.ts';

/** What a cmdlet of PowerShell's own works with. */
export interface ObjectScope {
  items: readonly PsValue[];
  /** A parameter's value by its name or a beginning of it; true for one without a value. */
  parameter(name: string): PsValue | undefined;
  positional: readonly PsValue[];
  /** Works out the script block among the arguments for one object, which is `$_`. */
  block?: (item: PsValue) => Promise<PsValue>;
}

/** A cmdlet that takes objects and gives objects. */
export type ObjectCmdlet = (scope: ObjectScope) => Promise<PsValue[]> | PsValue[];

const customObject = 'System.Management.Automation.PSCustomObject';
const names = (value: PsValue | undefined): string[] | undefined =>
  value === undefined ? undefined : itemsOf(value).map(textOf);
const number = (value: PsValue | undefined) => (value === undefined ? undefined : Number(textOf(value)));

const select: ObjectCmdlet = ({ items, parameter, positional }) => {
  const [first, last, skip] = [parameter('First'), parameter('Last'), parameter('Skip')].map(number);
  let chosen = items.slice(skip ?? 0);
  if (first !== undefined) chosen = chosen.slice(0, first);
  if (last !== undefined) chosen = chosen.slice(-last);
  const expanded = parameter('ExpandProperty');
  if (expanded !== undefined) return chosen.flatMap((item) => itemsOf(memberOf(item, textOf(expanded))));
  const wanted = names(parameter('Property') ?? positional[0]);
  if (!wanted) return chosen;
  return chosen.map(
    (item) =>
      new PsObject(
        customObject,
        wanted.map((name) => [name, memberOf(item, name)]),
      ),
  );
};

const where: ObjectCmdlet = async ({ items, parameter, positional, block }) => {
  const kept: PsValue[] = [];
  for (const item of items) {
    if (block) {
      if (isTrue(await block(item))) kept.push(item);
      continue;
    }
    const value = memberOf(item, textOf(parameter('Property') ?? positional[0] ?? ''));
    const found = operators.find((operator) => parameter(operator) !== undefined);
    if (found ? compare(found, value, parameter(found)!) : isTrue(value)) kept.push(item);
  }
  return kept;
};

const operators = [
  'eq',
  'ne',
  'gt',
  'ge',
  'lt',
  'le',
  'like',
  'notlike',
  'match',
  'notmatch',
  'contains',
  'in',
];

/** A comparison of PowerShell's: texts are equal in any case. */
export function compare(operator: string, left: PsValue, right: PsValue): boolean {
  switch (operator) {
    case 'ne':
      return !equal(left, right);
    case 'gt':
      return order(left, right) > 0;
    case 'ge':
      return order(left, right) >= 0;
    case 'lt':
      return order(left, right) < 0;
    case 'le':
      return order(left, right) <= 0;
    case 'like':
      return like(left, right);
    case 'notlike':
      return !like(left, right);
    case 'match':
      return new RegExp(textOf(right), 'i').test(textOf(left));
    case 'notmatch':
      return !new RegExp(textOf(right), 'i').test(textOf(left));
    case 'contains':
      return itemsOf(left).some((item) => equal(item, right));
    case 'in':
      return itemsOf(right).some((item) => equal(item, left));
    default:
      return equal(left, right);
  }
}

function equal(left: PsValue, right: PsValue): boolean {
  if (left === null || right === null) return left === right;
  return same(textOf(left), textOf(right));
}

function order(left: PsValue, right: PsValue): number {
  if (left instanceof PsDate && right instanceof PsDate) return left.ms - right.ms;
  if (typeof left === 'number') return left - Number(textOf(right));
  return textOf(left).toLowerCase() < textOf(right).toLowerCase() ? -1 : equal(left, right) ? 0 : 1;
}

function like(left: PsValue, right: PsValue): boolean {
  const pattern = textOf(right)
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 'is').test(textOf(left));
}

const sort: ObjectCmdlet = ({ items, parameter, positional }) => {
  const [by] = names(parameter('Property') ?? positional[0]) ?? [];
  const key = (item: PsValue) => (by === undefined ? item : memberOf(item, by));
  const sorted = items.toSorted((one, other) => order(key(one), key(other)));
  return parameter('Descending') === true ? sorted.reverse() : sorted;
};

const forEach: ObjectCmdlet = async ({ items, block, positional }) => {
  const results: PsValue[] = [];
  for (const item of items) {
    const value = block ? await block(item) : memberOf(item, textOf(positional[0] ?? ''));
    results.push(...itemsOf(value));
  }
  return results;
};

const measure: ObjectCmdlet = ({ items }) => [
  new PsObject('Microsoft.PowerShell.Commands.GenericMeasureInfo', [
    ['Count', items.length],
    ['Average', null],
    ['Sum', null],
    ['Maximum', null],
    ['Minimum', null],
    ['StandardDeviation', null],
    ['Property', null],
  ]),
];

/** A value as `ConvertTo-Json` sees it. */
function plain(value: PsValue): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof PsDate) return new Date(value.ms).toISOString();
  if (value instanceof PsObject)
    return Object.fromEntries([...value.properties].map(([name, each]) => [name, plain(each)]));
  return value;
}

/** JSON as PowerShell's objects. */
export function fromJson(value: unknown): PsValue {
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value === 'object' && value !== null)
    return new PsObject(
      customObject,
      Object.entries(value).map(([name, each]) => [name, fromJson(each)]),
    );
  return value as PsValue;
}

/** By name in small letters, aliases too. */
export const objectCmdlets: Readonly<Record<string, ObjectCmdlet>> = {
  'select-object': select,
  select,
  'where-object': where,
  where,
  '?': where,
  'sort-object': sort,
  sort,
  'foreach-object': forEach,
  foreach: forEach,
  '%': forEach,
  'measure-object': measure,
  measure,
  'format-list': ({ items, parameter, positional }) =>
    formatted(list, items, parameter('Property') ?? positional[0]),
  fl: ({ items, parameter, positional }) => formatted(list, items, parameter('Property') ?? positional[0]),
  'format-table': ({ items, parameter, positional }) =>
    formatted(table, items, parameter('Property') ?? positional[0]),
  ft: ({ items, parameter, positional }) => formatted(table, items, parameter('Property') ?? positional[0]),
  'convertto-json': ({ items }) => [
    JSON.stringify(items.length === 1 ? plain(items[0]!) : items.map(plain), undefined, 2),
  ],
  'convertfrom-json': ({ items }) => {
    const value = fromJson(JSON.parse(items.map(textOf).join('\n')));
    return itemsOf(value);
  },
  'write-output': ({ items, positional }) => [...items, ...positional.flatMap(itemsOf)],
  echo: ({ items, positional }) => [...items, ...positional.flatMap(itemsOf)],
  'write-host': ({ positional }) => [positional.map(textOf).join(' ')],
  'out-null': () => [],
  'out-string': ({ items }) => [items.map(textOf).join('\n')],
  'new-object': ({ parameter, positional }) => {
    const given = parameter('Property') ?? positional[1];
    const type = textOf(parameter('TypeName') ?? positional[0] ?? '');
    return [
      new PsObject(type, given instanceof PsObject && given.type === hashtable ? given.properties : []),
    ];
  },
};

/** What a formatting cmdlet gives is text already. */
function formatted(format: typeof list, items: readonly PsValue[], property: PsValue | undefined): PsValue[] {
  const text = format(items, names(property));
  return text === '' ? [] : [text.replace(/\n$/, '')];
}
