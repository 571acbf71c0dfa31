import { models } from '../api/model.ts';
import type { Operation } from '../api/service.ts';
import { invalid } from './scope.ts';

/** Lengths of lists and ranges of numbers, `[least, most]`, by member (API reference; other members go unchecked). */
const ranges: Readonly<Record<string, readonly [number, number]>> = {
  imageIds: [1, 100],
  layerDigests: [1, 100],
  repositoryNames: [1, 100],
  ecrRepositoryPrefixes: [1, 100],
  registryIds: [1, 10],
  maxResults: [1, 1000],
  'GetLifecyclePolicyPreview.maxResults': [1, 100],
  'ListImageReferrers.maxResults': [1, 50],
  'ListPullTimeUpdateExclusions.maxResults': [1, 1000],
  'BatchGetRepositoryScanningConfiguration.repositoryNames': [1, 25],
};

/**
 * Operations that hold their input to the model before they look at it: enumerations, members that nested structures
 * must have, lengths and ranges. AWS's words: `Member must satisfy enum value set: [IMMUTABLE, MUTABLE]` (moto's tests).
 */
export function checked<Scope>(
  service: string,
  operations: Readonly<Record<string, Operation<Scope>>>,
): Readonly<Record<string, Operation<Scope>>> {
  const { operations: described } = models[service]!;
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]): [string, Operation<Scope>] => [
      name,
      (input, scope) => {
        checkShape(service, described[name]!.input, input, '');
        checkRanges(name, input);
        return operation(input, scope);
      },
    ]),
  );
}

/**
 * Which registry a request means decides who may allow it, so that this comes first. As seen:
 * https://github.com/chanzuckerberg/single-cell-data-portal/pull/3781 and https://github.com/goharbor/harbor/issues/17642.
 * @throws AwsError InvalidParameterException
 */
export function checkRegistryIds({ registryId, registryIds }: Record<string, unknown>): void {
  const isAccount = (id: unknown) => /^\d{12}$/.test(id as string);
  if (registryId !== undefined && !isAccount(registryId))
    throw invalid('registryId', 'must satisfy regular expression [0-9]{12}');
  if (Array.isArray(registryIds) && !registryIds.every(isAccount))
    throw invalid(
      'registryIds',
      'Member must satisfy constraint: [Member must satisfy regular expression pattern: [0-9]{12}]',
    );
}

function checkShape(service: string, shapeName: string, value: unknown, path: string): void {
  const shape = models[service]!.shapes[shapeName];
  if (!shape || value === undefined || value === null) return;
  if (shape.enum && !shape.enum.includes(value as string))
    throw invalid(path, `Member must satisfy enum value set: [${shape.enum.join(', ')}]`);
  if (shape.type === 'list') {
    for (const [index, item] of (value as unknown[]).entries())
      checkShape(service, shape.member!, item, `${path}.${index + 1}.member`);
    return;
  }
  if (shape.type !== 'structure' && shape.type !== 'union') return;
  const members = value as Record<string, unknown>;
  for (const name of path === '' ? [] : (shape.required ?? [])) {
    if (members[name] === undefined || members[name] === null)
      throw invalid(`${path}.${name}`, 'Member must not be null');
  }
  for (const [name, member] of Object.entries(shape.members ?? {}))
    checkShape(service, member, members[name], path === '' ? name : `${path}.${name}`);
}

function checkRanges(operation: string, input: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(input)) {
    const range = ranges[`${operation}.${name}`] ?? ranges[name];
    const isList = Array.isArray(value);
    if (!range || (!isList && typeof value !== 'number')) continue;
    const of = isList ? 'length' : 'value';
    const size = isList ? value.length : (value as number);
    if (size < range[0]) throw invalid(name, `Member must have ${of} greater than or equal to ${range[0]}`);
    if (size > range[1]) throw invalid(name, `Member must have ${of} less than or equal to ${range[1]}`);
  }
}
