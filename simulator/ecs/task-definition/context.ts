/**
 * A task definition as the rules read it: each member has its own type or is absent, nulls are gone, a name in the
 * wrong case stands for the right one, and a value that only has the wrong JSON type ("512" for 512) counts as what
 * it means. So one fault of shape does not set off the rules that would read the value.
 */
import type {
  ContainerDefinition,
  PortMapping,
  RegisterTaskDefinitionCommandInput,
  Volume,
} from '@aws-sdk/client-ecs';
import { pointerStep } from './json.ts';
import { shapes } from './shape.generated.js';

type TaskDefinition = Partial<RegisterTaskDefinitionCommandInput>;

export interface Container {
  definition: ContainerDefinition;
  /** JSON pointer of the container. */
  at: string;
  /** Its name, as AWS's messages print it: empty when it has none. */
  name: string;
}
export interface Context {
  definition: TaskDefinition;
  containers: Container[];
  byName: Map<string, Container>;
  volumes: { volume: Volume; at: string }[];
  /** Whether FARGATE is among `requiresCompatibilities`. */
  fargate: boolean;
  windows: boolean;
  /** What the tasks get: the network mode given, or `bridge`. */
  networkMode: string;
  /** Size of the definition as compact JSON, in bytes. */
  bytes: number;
  /** Whether the input came over the wire rather than through a client that checks the shape first. */
  wire: boolean;
  /** Pointers where something stands that cannot be read at all. */
  malformed: Set<string>;
}

/** Reads `value`, any JSON, as RegisterTaskDefinition's input. */
export function readContext(value: unknown, wire: boolean): Context {
  const malformed = new Set<string>();
  const definition = (read(value, 'RegisterTaskDefinitionRequest', '', malformed) ?? {}) as TaskDefinition;
  const containers = [...each(definition.containerDefinitions, '/containerDefinitions')].map(
    ([definition, at]) => ({
      definition,
      at,
      name: definition.name ?? '',
    }),
  );
  const byName = new Map<string, Container>();
  for (const container of containers) if (!byName.has(container.name)) byName.set(container.name, container);
  return {
    definition,
    containers,
    byName,
    volumes: [...each(definition.volumes, '/volumes')].map(([volume, at]) => ({ volume, at })),
    fargate: definition.requiresCompatibilities?.includes('FARGATE') ?? false,
    windows: definition.runtimePlatform?.operatingSystemFamily?.startsWith('WINDOWS') ?? false,
    networkMode: definition.networkMode ?? 'bridge',
    bytes: new TextEncoder().encode(JSON.stringify(value) ?? '').length,
    wire,
    malformed,
  };
}

/** The readable items of a list, each with its pointer. */
export function* each<T>(list: readonly T[] | undefined, at: string): Generator<[item: T, at: string]> {
  if (!list) return;
  for (const [index, item] of list.entries()) if (item !== undefined) yield [item, `${at}/${index}`];
}

/** Port mappings of all containers, in document order. */
export function* portMappings(
  task: Context,
): Generator<{ container: Container; mapping: PortMapping; at: string }> {
  for (const container of task.containers) {
    for (const [mapping, at] of each(container.definition.portMappings, `${container.at}/portMappings`)) {
      yield { container, mapping, at };
    }
  }
}

/** Enums whose wrong values the rules themselves look at; any other wrong value counts as unreadable. */
const keptAsGiven = new Set(['NetworkMode', 'LogDriver']);

function read(value: unknown, shapeName: string, at: string, malformed: Set<string>): unknown {
  if (value === null || value === undefined) return undefined;
  const shape = shapes[shapeName]!;
  const unreadable = () => {
    malformed.add(at);
    return undefined;
  };
  switch (shape.type) {
    case 'string':
      if (shape.enum && !keptAsGiven.has(shapeName) && !shape.enum.includes(value as string))
        return unreadable();
      if (typeof value === 'string') return value;
      return typeof value === 'object' || Number.isNaN(value) ? unreadable() : String(value);
    case 'integer': {
      const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
      return Number.isInteger(number) ? number : unreadable();
    }
    case 'boolean':
      if (value === 'true' || value === 'false') return value === 'true';
      return typeof value === 'boolean' ? value : unreadable();
    case 'list':
      if (typeof value === 'string' && shapes[shape.member!]?.type === 'string') return [value];
      if (!Array.isArray(value)) return unreadable();
      return value.map((item, index) => read(item, shape.member!, `${at}/${index}`, malformed));
    case 'map':
      if (typeof value !== 'object' || Array.isArray(value)) return unreadable();
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [
          key,
          read(item, shape.member!, at + pointerStep(key), malformed),
        ]),
      );
    default:
      if (typeof value !== 'object' || Array.isArray(value)) return unreadable();
      return readStructure(value as Record<string, unknown>, shape.members!, at, malformed);
  }
}

function readStructure(
  value: Record<string, unknown>,
  members: Record<string, string>,
  at: string,
  malformed: Set<string>,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const name = Object.hasOwn(members, key) ? key : otherCase(key, members);
    if (name === undefined || (name !== key && Object.hasOwn(value, name))) continue;
    const readable = read(item, members[name]!, at + pointerStep(key), malformed);
    if (readable !== undefined) result[name] = readable;
    else if (malformed.has(at + pointerStep(key))) malformed.add(at + pointerStep(name));
  }
  return result;
}

function otherCase(key: string, members: Record<string, string>): string | undefined {
  const lower = key.toLowerCase();
  return Object.keys(members).find((name) => name.toLowerCase() === lower);
}
