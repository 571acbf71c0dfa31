import type { GetOperationRequest, GetOperationResponse } from '@aws-sdk/client-servicediscovery';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import { step } from '../../kernel/machine.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { operationTable } from './operation-machine.ts';
import { discovery, discoveryArn } from './scope.ts';

/** ms that an operation takes. Unverified: a hosted zone takes about a minute, the rest seconds. */
const takes: Readonly<Record<string, number>> = {
  CREATE_NAMESPACE: 45_000,
  DELETE_NAMESPACE: 20_000,
  REGISTER_INSTANCE: 2_000,
  DEREGISTER_INSTANCE: 2_000,
};

/** Puts an operation on its way and returns its id. */
export function submit(type: string, targets: Record<string, string>, scope: RegionScope): string {
  const { context } = scope;
  const id = `${context.random.hex(32)}-${context.random.hex(8)}`;
  const { date } = context;
  const status = operationTable.initial.target;
  discovery(scope).operations.set(id, { id, type, status, targets, createdAt: date, updatedAt: date });
  const subject = discoveryArn(`operation/${id}`, scope);
  const total = takes[type] ?? 2_000;
  context.schedule(total / 4, { type: 'servicediscovery.operation', subject, event: 'BEGIN' });
  context.schedule(total, { type: 'servicediscovery.operation', subject, event: 'DONE' });
  return id;
}

/** The effect `servicediscovery.operation`. A namespace is there once it has been made. */
export function operationEvent(effect: Effect, scope: RegionScope): void {
  const operation = discovery(scope).operations.get(effect.subject.split('/').at(-1)!);
  const next = operation && step(operationTable, operation.status, effect.event!);
  if (!next) return;
  operation.status = next.target;
  operation.updatedAt = scope.context.date;
  if (next.target !== 'SUCCESS') return;
  const namespace = operation.targets['NAMESPACE'] ?? '';
  if (operation.type === 'CREATE_NAMESPACE') delete discovery(scope).namespaces.get(namespace)?.pending;
  if (operation.type === 'DELETE_NAMESPACE') discovery(scope).namespaces.delete(namespace);
}

export function getOperation(
  input: Wire<GetOperationRequest>,
  scope: RegionScope,
): Wire<GetOperationResponse> {
  const operation = discovery(scope).operations.get(input.OperationId ?? '');
  if (!operation)
    throw new AwsError('OperationNotFound', `Operation not found. OperationId: ${input.OperationId}`);
  return {
    Operation: {
      Id: operation.id,
      Type: operation.type as 'CREATE_NAMESPACE',
      Status: operation.status as 'SUBMITTED',
      CreateDate: epochSeconds(operation.createdAt),
      UpdateDate: epochSeconds(operation.updatedAt),
      Targets: operation.targets,
    },
  };
}
