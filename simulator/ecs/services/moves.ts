import { step, type Table } from '../../kernel/machine.ts';
import type { RegionScope } from '../../region.ts';
import { rolloutTable, serviceDeploymentTable, serviceTable } from './machines.ts';
import type { Deployment, Service, ServiceDeployment } from './record.ts';

type Noticing = Pick<RegionScope, 'context'>;

/** Tells those who watch that a machine has moved. */
export function noticeMove(
  table: Table,
  subject: string,
  from: string,
  to: string,
  event: string,
  { context }: Noticing,
): void {
  context.notice({ kind: 'status', at: context.now, machine: table.id, subject, from, to, event });
}

/** Gives `event` to the service's machine. */
export function moveService(service: Service, event: string, scope: Noticing): void {
  const next = step(serviceTable, service.status, event);
  if (!next) return;
  noticeMove(serviceTable, service.arn, service.status, next.target, event, scope);
  service.status = next.target;
}

/** Gives `event` to the deployment's machine, and says why. */
export function moveRollout(
  service: Service,
  deployment: Deployment,
  event: string,
  reason: string,
  scope: Noticing,
): void {
  const next = step(rolloutTable, deployment.rolloutState, event);
  if (next) {
    noticeMove(
      rolloutTable,
      `${service.arn}#${deployment.id}`,
      deployment.rolloutState,
      next.target,
      event,
      scope,
    );
    deployment.rolloutState = next.target;
  }
  deployment.rolloutStateReason = reason;
  deployment.updatedAt = scope.context.date;
}

/** Gives `event` to the service deployment's machine; what it does not take is passed over. */
export function moveServiceDeployment(
  record: ServiceDeployment | undefined,
  event: string,
  scope: Noticing,
  statusReason?: string,
): void {
  const next = record && step(serviceDeploymentTable, record.status, event);
  if (!next) return;
  noticeMove(serviceDeploymentTable, record.arn, record.status, next.target, event, scope);
  const { date } = scope.context;
  record.status = next.target;
  record.updatedAt = date;
  if (statusReason !== undefined) record.statusReason = statusReason;
  if (event === 'START') record.startedAt = date;
  if (next.target === 'STOPPED') record.stoppedAt = date;
  if (Object.keys(serviceDeploymentTable.states[next.target]!).length === 0) record.finishedAt = date;
}

/** The first status of each, for those who watch. */
export function begins(table: Table, subject: string, scope: Noticing): string {
  noticeMove(table, subject, '', table.initial.target, '', scope);
  return table.initial.target;
}
