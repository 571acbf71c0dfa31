import { step, type Table } from '../../kernel/machine.ts';
import type { RegionScope } from '../../region.ts';
import { codeDeploymentTable, lifecycleEventTable } from './machines.ts';
import type { CodeDeployment, LifecycleEvent } from './state.ts';

function notice(table: Table, subject: string, from: string, to: string, event: string, scope: RegionScope) {
  const { context } = scope;
  context.notice({ kind: 'status', at: context.now, machine: table.id, subject, from, to, event });
}

/** Whether a deployment has come to its end. */
export function isOver({ status }: Pick<CodeDeployment, 'status'>): boolean {
  return Object.keys(codeDeploymentTable.states[status]!).length === 0;
}

/** Tells of a new deployment and its events. */
export function begin(deployment: CodeDeployment, scope: RegionScope): void {
  notice(codeDeploymentTable, deployment.arn, '', deployment.status, '', scope);
}

/** Gives `event` to a deployment's machine; what it does not take is passed over. */
export function move(deployment: CodeDeployment, event: string, scope: RegionScope): void {
  const next = step(codeDeploymentTable, deployment.status, event);
  if (!next) return;
  notice(codeDeploymentTable, deployment.arn, deployment.status, next.target, event, scope);
  deployment.status = next.target;
  const { date } = scope.context;
  if (event === 'START') deployment.startedAt = date;
  if (!isOver(deployment)) return;
  deployment.completedAt = date;
  for (const each of deployment.events) moveEvent(deployment, each, 'SKIP', scope);
}

/** Gives `event` to the machine of a life-cycle event; what it does not take is passed over. */
export function moveEvent(
  deployment: CodeDeployment,
  each: LifecycleEvent,
  event: string,
  scope: RegionScope,
): void {
  const next = step(lifecycleEventTable, each.status, event);
  if (!next) return;
  notice(lifecycleEventTable, `${deployment.arn}/${each.name}`, each.status, next.target, event, scope);
  each.status = next.target;
  const { date } = scope.context;
  if (event === 'START') {
    each.startedAt = date;
    deployment.since = date;
  } else each.endedAt = date;
}
