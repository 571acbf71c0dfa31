import { AwsError } from '../../api/errors.ts';
import type { RegionScope } from '../../region.ts';
import {
  readPlacementExpression,
  type PlacementExpression,
} from '../task-definition/placement-expression.ts';
import type { ContainerInstance } from './record.ts';

export type Matches = (instance: ContainerInstance, scope: Pick<RegionScope, 'ecs'>) => boolean;

const read = new Map<string, Matches | undefined>();

/** What an expression of the cluster query language says of a container instance; undefined when it is no expression. */
export function matcher(expression: string): Matches | undefined {
  if (read.has(expression)) return read.get(expression);
  if (read.size >= 1_000) read.clear();
  const tree = readPlacementExpression(expression);
  const matches = tree && compileExpression(tree);
  read.set(expression, matches);
  return matches;
}

/** @throws AwsError InvalidParameterException; AWS's exception, our own text (unverified). */
export function matcherOrRefuse(expression: string): Matches {
  const matches = matcher(expression);
  if (matches) return matches;
  throw new AwsError('InvalidParameterException', `Invalid expression: ${expression}`);
}

function compileExpression(tree: PlacementExpression): Matches {
  switch (tree.kind) {
    case 'all': {
      const terms = tree.terms.map(compileExpression);
      return (instance, scope) => terms.every((term) => term(instance, scope));
    }
    case 'any': {
      const terms = tree.terms.map(compileExpression);
      return (instance, scope) => terms.some((term) => term(instance, scope));
    }
    case 'not': {
      const term = compileExpression(tree.term);
      return (instance, scope) => !term(instance, scope);
    }
    case 'exists':
      return (instance, scope) => valuesOf(tree.subject, instance, scope).length > 0;
    case 'in':
      return (instance, scope) =>
        valuesOf(tree.subject, instance, scope).some((value) => tree.values.includes(value));
    case 'matches': {
      const pattern = regular(tree.pattern);
      return (instance, scope) =>
        valuesOf(tree.subject, instance, scope).some((value) => pattern.test(value));
    }
    case 'compare':
      return (instance, scope) =>
        valuesOf(tree.subject, instance, scope).some((value) => compare(value, tree.operator, tree.value));
  }
}

/** Java's patterns match the whole value. What JavaScript cannot read matches nothing. */
function regular(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return /(?!)/;
  }
}

function compare(value: string, operator: '==' | '>' | '>=' | '<' | '<=', other: string): boolean {
  if (operator === '==') return value === other;
  const numbers =
    value !== '' && other !== '' && Number.isFinite(Number(value)) && Number.isFinite(Number(other));
  const [one, two] = numbers ? [Number(value), Number(other)] : [value, other];
  if (operator === '>') return one > two;
  if (operator === '>=') return one >= two;
  return operator === '<' ? one < two : one <= two;
}

/** The values that a subject has on an instance: of `task:group` one for each task there. */
function valuesOf(subject: string, instance: ContainerInstance, { ecs }: Pick<RegionScope, 'ecs'>): string[] {
  if (subject.startsWith('attribute:')) {
    const value = instance.attributes.get(subject.slice('attribute:'.length));
    return value === undefined ? [] : [value];
  }
  switch (subject) {
    case 'task:group':
      return [...instance.groups.keys()];
    case 'agentConnected':
      return [String(instance.agent === 'connected')];
    case 'agentVersion':
      return [instance.agentVersion];
    case 'ec2InstanceId':
      return [instance.hostId];
    case 'registeredAt':
      return [new Date(instance.registeredAt).toISOString()];
    case 'runningTasksCount': {
      let running = 0;
      for (const arn of instance.tasks) if (ecs.tasks.get(arn)?.status === 'RUNNING') running++;
      return [String(running)];
    }
    case 'registeredCpu':
      return [String(instance.registered.cpu)];
    case 'registeredMemory':
      return [String(instance.registered.memory)];
    case 'remainingCpu':
      return [String(instance.remaining.cpu)];
    case 'remainingMemory':
      return [String(instance.remaining.memory)];
    default:
      return [];
  }
}
