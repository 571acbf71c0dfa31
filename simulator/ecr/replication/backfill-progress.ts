import { give } from '../life.ts';
import { subjectOf, type RegistryScope } from '../scope.ts';
import { backfillLife } from './backfill-machine.ts';
import type { Backfill, Replication } from './replication-record.ts';

/** Gives a backfill's machine an event; false when it does not take it now. */
export function advance(
  backfill: Backfill,
  event: 'PREPARED' | 'COMPLETE' | 'FAIL' | 'STOP' | 'STOPPED',
  scope: RegistryScope,
): boolean {
  const status = give(
    backfillLife,
    backfill.status,
    event,
    subjectOf(scope, 'backfill', backfill.id),
    scope.context,
  );
  if (status === undefined) return false;
  backfill.status = status;
  if (isOver(backfill)) backfill.endedAt = scope.context.date;
  return true;
}

export function isOver({ status }: Backfill): boolean {
  return ['COMPLETE', 'FAILED', 'STOPPED'].includes(status);
}

/** One copy of a backfill has come to its end; the backfill ends with its last. */
export function copied(
  { backfill: id, repository, digest, tag }: Replication,
  failureCode: string | undefined,
  scope: RegistryScope,
): void {
  const backfill = scope.ecr.backfills.get(id ?? '');
  if (!backfill || backfill.status !== 'IN_PROGRESS') return;
  backfill.results.push({
    repositoryName: repository,
    imageId: { imageDigest: digest, ...(tag === undefined ? {} : { imageTag: tag }) },
    status: failureCode === undefined ? 'COMPLETE' : 'FAILED',
    ...(failureCode === undefined ? {} : { failureCode }),
  });
  finish(backfill, scope);
}

/** Ends a backfill that has nothing left to copy. */
export function finish(backfill: Backfill, scope: RegistryScope): void {
  const { results, total } = backfill;
  if (results.length !== total) return;
  const failed = total > 0 && results.every(({ status }) => status === 'FAILED');
  advance(backfill, failed ? 'FAIL' : 'COMPLETE', scope);
}
