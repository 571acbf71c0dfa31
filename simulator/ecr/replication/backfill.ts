import type {
  DescribeReplicationBackfillResultsRequest,
  DescribeReplicationBackfillResultsResponse,
  ListReplicationBackfillsRequest,
  ListReplicationBackfillsResponse,
  ReplicationBackfillProgress,
  StartReplicationBackfillRequest,
  StartReplicationBackfillResponse,
  StopReplicationBackfillRequest,
  StopReplicationBackfillResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../../api/errors.ts';
import { pageOf } from '../../api/pagination.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { Effect } from '../../kernel/queue.ts';
import { begin } from '../life.ts';
import { invalid, readSubject, subjectOf, type EcrScope, type RegistryScope } from '../scope.ts';
import { advance, finish, isOver } from './backfill-progress.ts';
import { backfillLife } from './backfill-machine.ts';
import { replicate } from './replicate.ts';
import type { Backfill } from './replication-record.ts';
import { destinationsOf } from './rules.ts';

/** StartReplicationBackfill. Messages of the backfill operations are our own. */
export function startReplicationBackfill(
  input: Wire<StartReplicationBackfillRequest>,
  scope: EcrScope,
): Wire<StartReplicationBackfillResponse> {
  const { ecr, context } = scope;
  const destination = {
    registryId: input.destination?.registryId ?? '',
    region: input.destination?.region ?? '',
  };
  const configured = (ecr.replication.rules ?? []).some((rule) =>
    rule.destinations?.some(
      ({ registryId, region }) => registryId === destination.registryId && region === destination.region,
    ),
  );
  if (!configured)
    throw invalid(
      'destination',
      'Member must be a destination of the replication configuration of the registry',
    );
  const running = [...ecr.backfills.values()].find(
    (each) => each.destination.region === destination.region && !isOver(each),
  );
  if (running) {
    throw new AwsError(
      'ReplicationBackfillInProgressException',
      `The replication backfill '${running.id}' is already in progress for the Region ${destination.region}. Wait for its end, or stop it.`,
    );
  }
  const id = context.random.uuid();
  const backfill: Backfill = {
    id,
    destination,
    status: begin(backfillLife, subjectOf(scope, 'backfill', id), context),
    startedAt: context.date,
    results: [],
  };
  ecr.backfills.set(id, backfill);
  return answer(backfill, ecr.registryId);
}

export function stopReplicationBackfill(
  input: Wire<StopReplicationBackfillRequest>,
  scope: EcrScope,
): Wire<StopReplicationBackfillResponse> {
  const backfill = backfillOf(input.replicationBackfillId, scope);
  if (!advance(backfill, 'STOP', scope)) {
    throw new AwsError(
      'ReplicationBackfillInvalidStatusException',
      `The replication backfill '${backfill.id}' cannot be stopped: its status is ${backfill.status}.`,
    );
  }
  for (const [id, replication] of scope.ecr.replications)
    if (replication.backfill === backfill.id) scope.ecr.replications.delete(id);
  return answer(backfill, scope.ecr.registryId);
}

/** The effect `ecr.backfill`. */
export function backfillEvent(effect: Effect, scope: RegistryScope): void {
  const backfill = scope.ecr.backfills.get(readSubject(effect.subject).name);
  if (!backfill || !advance(backfill, effect.event as 'PREPARED', scope) || effect.event !== 'PREPARED')
    return;
  backfill.total = 0;
  for (const repository of scope.ecr.repositories.values()) {
    const wanted = destinationsOf(scope.ecr, repository.name).some(
      ({ registryId, region }) =>
        registryId === backfill.destination.registryId && region === backfill.destination.region,
    );
    if (!wanted) continue;
    for (const image of repository.images.values()) {
      if (image.status !== 'ACTIVE') continue;
      for (const tag of image.tags.size ? image.tags : [undefined]) {
        backfill.total++;
        replicate(repository, image, tag, backfill.destination, scope, backfill.id);
      }
    }
  }
  finish(backfill, scope);
}

export function listReplicationBackfills(
  input: Wire<ListReplicationBackfillsRequest>,
  { ecr }: EcrScope,
): Wire<ListReplicationBackfillsResponse> {
  const all = [...ecr.backfills.values()].reverse();
  const { items, next } = pageOf(all, input);
  return {
    registryId: ecr.registryId,
    backfills: items.map((backfill) => ({
      replicationBackfillId: backfill.id,
      destination: backfill.destination,
      status: backfill.status as 'COMPLETE',
      ...outcome(backfill),
      startedAt: epochSeconds(backfill.startedAt) as never,
    })),
    ...next,
  };
}

export function describeReplicationBackfillResults(
  input: Wire<DescribeReplicationBackfillResultsRequest>,
  scope: EcrScope,
): Wire<DescribeReplicationBackfillResultsResponse> {
  const backfill = backfillOf(input.replicationBackfillId, scope);
  const { resultStatusFilter } = input;
  const results = isOver(backfill)
    ? backfill.results.filter(
        ({ status }) => resultStatusFilter === undefined || status === resultStatusFilter,
      )
    : [];
  const { items, next } = pageOf(results, input);
  return {
    ...answer(backfill, scope.ecr.registryId),
    ...outcome(backfill),
    results: items,
    ...next,
  };
}

function answer(backfill: Backfill, registryId: string): Wire<StartReplicationBackfillResponse> {
  return {
    replicationBackfillId: backfill.id,
    registryId,
    destination: backfill.destination,
    status: backfill.status as 'COMPLETE',
    startedAt: epochSeconds(backfill.startedAt) as never,
  };
}

function outcome(backfill: Backfill): {
  failureCode?: string;
  progress?: Wire<ReplicationBackfillProgress>;
  endedAt?: never;
} {
  const failed = backfill.results.filter(({ status }) => status === 'FAILED');
  const failureCodes = [...new Set(failed.flatMap(({ failureCode }) => failureCode ?? []))];
  return {
    ...(backfill.status === 'FAILED' && failureCodes[0] ? { failureCode: failureCodes[0] } : {}),
    ...(backfill.total === undefined
      ? {}
      : {
          progress: {
            totalReplicationCount: backfill.total,
            completedReplicationCount: backfill.results.length - failed.length,
            failedReplicationCount: failed.length,
            failureCodes,
          },
        }),
    ...(backfill.endedAt === undefined ? {} : { endedAt: epochSeconds(backfill.endedAt) as never }),
  };
}

/** @throws AwsError ReplicationBackfillNotFoundException */
function backfillOf(id: string | undefined, { ecr }: EcrScope): Backfill {
  const backfill = ecr.backfills.get(id ?? '');
  if (backfill) return backfill;
  throw new AwsError(
    'ReplicationBackfillNotFoundException',
    `The replication backfill '${id}' does not exist in the registry with id '${ecr.registryId}'`,
  );
}
