import { shapes, type Shape } from '../../../simulator/ecs/task-definition/shape.generated.js';
import { cursorAt, type Cursor, type Path } from '../json/cursor.ts';
import { nodeAt, readTree, type Node, type Span } from '../json/tree.ts';
import { shapeAt, wrapping } from './shape-at.ts';
import { nowhere, type Surroundings } from './surroundings.ts';
import { keysAt, valuesAt } from './values.ts';

export interface Completion {
  /** As the list shows it. */
  label: string;
  /** What the token is replaced with; `$0` stands where the cursor goes, a backslash before any other `$`. */
  snippet: string;
  kind: 'key' | 'value';
  detail?: string;
  /** Name of the member in the SDK's documentation. */
  documented?: string;
  /** More is to be completed where the cursor goes. */
  goesOn?: true;
}

export interface Completions {
  /** What is replaced. */
  token: Span;
  /** Best first. */
  items: Completion[];
}

/**
 * How a task definition can go on at `offset`: keys that the place takes and does not have, values that fit.
 * @param around what there is in the learner's cloud
 */
export function completionsAt(text: string, offset: number, around: Surroundings = nowhere): Completions {
  const root = readTree(text);
  const skip = wrapping(root);
  const cursor = cursorAt(root, offset);
  if (!cursor) return { token: { start: offset, end: offset }, items: root ? [] : [skeleton] };
  const body = skip === 1 ? nodeAt(root, ['taskDefinition']) : root;
  const path = cursor.path.slice(skip);
  if (skip === 1 && cursor.path[0] !== 'taskDefinition') return { token: cursor.token, items: [] };
  const items = cursor.at === 'key' ? keys(text, cursor, path, body) : values(cursor, path, body, around);
  return { token: cursor.token, items };
}

const skeleton: Completion = {
  label: 'A task definition for AWS Fargate',
  kind: 'value',
  snippet: JSON.stringify(
    {
      family: '$0',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'app', image: 'nginx:latest', portMappings: [{ containerPort: 80 }] }],
    },
    undefined,
    2,
  ),
};

/** Text as part of a snippet. */
const literal = (text: string) => text.replace(/[\\$}]/g, '\\$&');

function keys(text: string, cursor: Cursor, path: Path, body: Node | undefined): Completion[] {
  const at = shapeAt(path);
  if (!at) return [];
  const { shape, name } = at;
  const taken = new Set(cursor.taken);
  const before = /[,{[]\s*$/.test(text.slice(0, cursor.token.start)) ? '' : ',';
  const comma = /^\s*"/.test(text.slice(cursor.token.end)) ? ',' : '';
  const item = (label: string, shapeName: string): Completion => {
    const member = shapes[shapeName]!;
    const required = shape.required?.includes(label);
    const quoted = literal(JSON.stringify(label));
    const snippet = cursor.hasValue ? quoted : `${before}${quoted}: ${beginning(member)}${comma}`;
    return {
      label,
      kind: 'key',
      snippet,
      detail: `${describe(member)}${required ? ', required' : ''}`,
      ...(shape.members ? { documented: `${name}.${label}` } : {}),
      ...(cursor.hasValue ? {} : { goesOn: true }),
    };
  };
  const known: [string, string][] = shape.members
    ? Object.entries(shape.members)
    : keysAt(body, path).map((key) => [key, shape.member!]);
  const rank = ([key]: [string, string]) => (shape.required?.includes(key) ? 0 : 1);
  return known
    .filter(([key]) => !taken.has(key))
    .sort((a, b) => rank(a) - rank(b))
    .map(([key, shapeName]) => item(key, shapeName));
}

/** How a value of this shape begins; the cursor goes to where it is to be filled in. */
function beginning(shape: Shape): string {
  switch (shape.type) {
    case 'list': {
      const item = shapes[shape.member!]!;
      if (item.type === 'structure') return '[\n\t{\n\t\t$0\n\t\\}\n]';
      return item.type === 'string' ? '["$0"]' : '[$0]';
    }
    case 'string':
      return '"$0"';
    case 'integer':
    case 'boolean':
      return '$0';
    default:
      return '{\n\t$0\n\\}';
  }
}

/** A shape's type in a word or two. */
export function describe(shape: Shape): string {
  switch (shape.type) {
    case 'list': {
      const { type } = shapes[shape.member!]!;
      return type === 'structure' || type === 'union' ? 'list of objects' : `list of ${type}s`;
    }
    case 'structure':
    case 'union':
      return 'object';
    case 'map':
      return 'object of strings';
    default:
      return shape.enum ? 'one of a list' : shape.type;
  }
}

function values(cursor: Cursor, path: Path, body: Node | undefined, around: Surroundings): Completion[] {
  const at = shapeAt(path);
  const { shape } = at ?? {};
  const given = valuesAt(body, path, around);
  if (given) return given.map(({ value, detail }) => asCompletion(value, detail));
  if (!shape) return [];
  if (shape.enum) {
    const siblings = typeof path.at(-1) === 'number' ? nodeAt(body, path.slice(0, -1)) : undefined;
    const taken = siblings?.kind === 'array' ? siblings.items.filter((item) => item !== cursor.node) : [];
    return shape.enum
      .filter((each) => !taken.some((item) => item.kind === 'string' && item.value === each))
      .map((each) => asCompletion(each));
  }
  if (shape.type === 'boolean') return [asCompletion(true), asCompletion(false)];
  if (cursor.node || shape.type === 'string' || shape.type === 'integer') return [];
  const snippet = beginning(shape);
  return [
    {
      label: shape.type === 'list' ? '[ ]' : '{ }',
      kind: 'value',
      snippet,
      detail: describe(shape),
      goesOn: true,
    },
  ];
}

function asCompletion(value: unknown, detail?: string): Completion {
  const written = JSON.stringify(value);
  return {
    label: typeof value === 'string' ? value : written,
    kind: 'value',
    snippet: literal(written),
    ...(detail ? { detail } : {}),
  };
}
