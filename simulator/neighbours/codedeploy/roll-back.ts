import { wake } from '../../ecs/services/looks.ts';
import { moveTaskSet } from '../../ecs/services/task-sets.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { groupOf, serviceOf } from './applications.ts';
import { deploymentRecord } from './deployment-record.ts';
import { begin, isOver, move } from './moves.ts';
import type { CodeDeployment } from './state.ts';
import { listenerOf, route } from './traffic.ts';

type Cause = 'DEPLOYMENT_FAILURE' | 'DEPLOYMENT_STOP_ON_ALARM' | 'DEPLOYMENT_STOP_ON_REQUEST';

/** ms from a failure to the roll-back, and for the roll-back itself (unverified). */
const takes = { start: 2_000, end: 15_000 };

/**
 * A deployment has failed or been stopped: where its group says so, or the one who stopped it, a deployment of
 * CodeDeploy's own gives the traffic back to the original task set and deletes the replacement
 * (https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html).
 */
export function rollBack(failed: CodeDeployment, cause: Cause, scope: RegionScope, asked = false): void {
  const named = { applicationName: failed.application, deploymentGroupName: failed.group };
  const group = scope.neighbours.codeDeploy.applications.get(failed.application)?.groups.get(failed.group);
  const { enabled, events } = group?.input.autoRollbackConfiguration ?? {};
  if (!group || !(asked || (enabled && events?.includes(cause)))) return;
  const back = deploymentRecord(
    { ...named, content: failed.content, config: failed.config, creator: 'codeDeployRollback', events: [] },
    scope,
  );
  failed.rollback = {
    rollbackDeploymentId: back.id,
    rollbackMessage: `Deployment ${failed.id} is being rolled back by deployment ${back.id}.`,
  };
  back.rollback = {
    rollbackTriggeringDeploymentId: failed.id,
    rollbackMessage: `Deployment ${back.id} rolls back deployment ${failed.id}.`,
  };
  group.lastAttempted = back.id;
  begin(back, scope);
  scope.context.schedule(takes.start, { type: 'codedeploy.rollBack', subject: back.arn, event: 'START' });
}

/** The effect `codedeploy.rollBack`: a roll-back begins, or is over. */
export function rollBackEvent({ subject, event }: Effect, scope: RegionScope): void {
  const { deployments } = scope.neighbours.codeDeploy;
  const back = deployments.get(subject.slice(subject.lastIndexOf(':') + 1));
  const failed = deployments.get(back?.rollback?.rollbackTriggeringDeploymentId ?? '');
  if (!back || !failed || isOver(back)) return;
  move(back, event!, scope);
  if (event !== 'START') return;
  giveBack(failed, scope);
  scope.context.schedule(takes.end, { type: 'codedeploy.rollBack', subject, event: 'SUCCEED' });
}

/** Traffic and the name of primary go back to the original task set; the replacement is deleted. */
function giveBack(failed: CodeDeployment, scope: RegionScope): void {
  if (failed.green === undefined) return;
  const group = groupOf({ applicationName: failed.application, deploymentGroupName: failed.group }, scope);
  const service = serviceOf(group, scope);
  if (failed.weight > 0) route(listenerOf(group, 'prodTrafficRoute'), failed, 0, scope);
  route(listenerOf(group, 'testTrafficRoute'), failed, 0, scope);
  failed.weight = 0;
  for (const taskSet of service?.taskSets ?? []) {
    if (taskSet.id === failed.green) {
      moveTaskSet(taskSet, 'DEMOTE', scope);
      moveTaskSet(taskSet, 'DELETE', scope);
    } else if (taskSet.id === failed.blue) moveTaskSet(taskSet, 'PROMOTE', scope);
  }
  if (service) wake(service, scope);
}
