import type { DeploymentLifecycleHook } from '@aws-sdk/client-ecs';
import type { Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import { lookIn } from './looks.ts';
import type { HookRun, Service, ServiceDeployment } from './record.ts';

/** ms until a function that is still at it is asked again (developer guide, life-cycle hooks: 30 seconds). */
const askedAgainAfter = 30_000;

/** ms for which a hook may go on when nothing says how long: 24 hours. */
const patience = 86_400_000;

/** Begins the hooks of a stage. */
export function beginHooks(record: ServiceDeployment, stage: string, { context }: RegionScope): void {
  for (const hook of record.configuration.lifecycleHooks ?? []) {
    if (!hook.lifecycleStages?.includes(stage as 'PRE_SCALE_UP')) continue;
    const { timeoutInMinutes, action } = hook.timeoutConfiguration ?? {};
    const run: HookRun = {
      id: context.random.uuid(),
      stage,
      targetType: hook.targetType ?? 'AWS_LAMBDA',
      ...(hook.hookTargetArn === undefined ? {} : { target: hook.hookTargetArn }),
      status: hook.targetType === 'PAUSE' ? 'AWAITING_ACTION' : 'IN_PROGRESS',
      expiresAt: context.date + (timeoutInMinutes === undefined ? patience : timeoutInMinutes * 60_000),
      timeoutAction: action ?? 'ROLLBACK',
      answer: answerOf(hook),
    };
    record.hooks.push(run);
  }
}

/**
 * What the hook's function returns. Drydock runs no functions: each succeeds, unless `hookDetails` says
 * `{"hookStatus": "FAILED"}` or `{"hookStatus": "IN_PROGRESS"}`, as the function of a lesson is to answer.
 */
function answerOf({ hookDetails }: Wire<DeploymentLifecycleHook>): string {
  const { hookStatus } = (hookDetails ?? {}) as { hookStatus?: unknown };
  return hookStatus === 'FAILED' || hookStatus === 'IN_PROGRESS' ? hookStatus : 'SUCCEEDED';
}

/** How the hooks of a stage stand: `waiting`, `passed`, or why the deployment goes back. */
export function hooksOf(
  service: Service,
  record: ServiceDeployment,
  stage: string,
  scope: RegionScope,
): 'waiting' | 'passed' | { failed: string } {
  const { date } = scope.context;
  let waiting = false;
  for (const run of record.hooks) {
    if (run.stage !== stage) continue;
    if (run.status === 'IN_PROGRESS' && run.answer !== 'IN_PROGRESS') run.status = run.answer;
    if ((run.status === 'IN_PROGRESS' || run.status === 'AWAITING_ACTION') && run.expiresAt <= date) {
      run.status = 'TIMED_OUT';
      if (run.timeoutAction === 'CONTINUE') continue;
    }
    if (run.status === 'FAILED' || (run.status === 'TIMED_OUT' && run.timeoutAction === 'ROLLBACK'))
      return {
        failed: `Service deployment rolled back because ${stage} lifecycle hook(s) failed. Lifecycle hook target ${run.target ?? run.id} returned ${run.status} status.`,
      };
    if (run.status !== 'IN_PROGRESS' && run.status !== 'AWAITING_ACTION') continue;
    waiting = true;
    const wait = run.expiresAt - date;
    lookIn(service, run.status === 'IN_PROGRESS' ? Math.min(askedAgainAfter, wait) : wait, scope);
  }
  return waiting ? 'waiting' : 'passed';
}
