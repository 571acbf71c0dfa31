import { AwsError } from '../api/errors.ts';
import type { CallScope } from '../api/service.ts';
import type { RegionScope } from '../region.ts';
import type { Cluster, Task, TaskDefinition } from './state.ts';

export type EcsScope = RegionScope & CallScope;

/** The last part of an ARN, or the whole of a short name. */
export function shortName(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}

/**
 * The cluster that a request names, by short name or ARN; `default` when it names none.
 * @throws AwsError ClusterNotFoundException.
 */
export function clusterOf(name: string | undefined, { ecs }: Pick<EcsScope, 'ecs'>): Cluster {
  const cluster = ecs.clusters.get(shortName(name ?? 'default'));
  if (!cluster || cluster.status === 'INACTIVE')
    throw new AwsError('ClusterNotFoundException', 'Cluster not found.');
  return cluster;
}

/** The task with this id or ARN in `cluster`. */
export function findTask(nameOrArn: string, cluster: Cluster, scope: EcsScope): Task | undefined {
  return scope.ecs.tasks.get(taskArn(shortName(nameOrArn), cluster, scope));
}

export function taskArn(
  id: string,
  cluster: Cluster,
  { region, accountId }: Pick<EcsScope, 'region' | 'accountId'>,
): string {
  return `arn:aws:ecs:${region}:${accountId}:task/${cluster.name}/${id}`;
}

/** Revisions by ARN, once they have been found: a revision never goes and never becomes another. */
const byArn = new WeakMap<EcsScope['ecs']['families'], Map<string, TaskDefinition>>();

/**
 * Finds a task definition by family (its latest active revision), `family:revision`, or ARN.
 * @throws AwsError ClientException when the revision is not a number.
 */
export function findTaskDefinition(
  reference: string,
  { ecs }: Pick<EcsScope, 'ecs'>,
): TaskDefinition | undefined {
  let known = byArn.get(ecs.families);
  if (!known) byArn.set(ecs.families, (known = new Map()));
  const before = known.get(reference);
  if (before) return before;
  const [family = '', revision] = shortName(reference).split(':');
  const revisions = ecs.families.get(family)?.revisions ?? [];
  if (revision === undefined) return revisions.findLast(({ status }) => status === 'ACTIVE');
  if (!/^[1-9]\d*$/.test(revision)) {
    throw new AwsError(
      'ClientException',
      revision === '' ? 'Revision is missing.' : `Invalid revision number. Number: ${revision}`,
    );
  }
  const found = revisions[Number(revision) - 1];
  if (found?.arn === reference) known.set(reference, found);
  return found;
}
