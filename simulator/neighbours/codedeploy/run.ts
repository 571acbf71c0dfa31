import { AwsError } from '../../api/errors.ts';
import { clusterOf } from '../../ecs/scope.ts';
import { wake } from '../../ecs/services/looks.ts';
import type { Service, TaskSet } from '../../ecs/services/record.ts';
import { addTaskSet } from '../../ecs/services/task-set-operations.ts';
import { moveTaskSet } from '../../ecs/services/task-sets.ts';
import { templateOf } from '../../ecs/services/template.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { alarmState } from '../cloudwatch/alarms/alarm-state.ts';
import { AppSpecFault, readAppSpec } from './app-spec.ts';
import { groupOf, serviceOf } from './applications.ts';
import { routingOf, shareAfter } from './configs.ts';
import { isOver, move, moveEvent } from './moves.ts';
import { rollBack } from './roll-back.ts';
import type { AppSpec, CodeDeployment, DeploymentGroup, LifecycleEvent } from './state.ts';
import { listenerOf, route, targetGroupsOf } from './traffic.ts';

/** ms between two looks at a task set that is not steady, and at alarms. */
const look = 10_000;
/** ms that an event of its own takes; with a function, that and the function's run (unverified). */
const usual = { event: 1_000, function: 5_000 };
/** The time for a replacement task set to become healthy, as the error says. */
const patience = 60 * 60_000;

/** Why a deployment fails. */
interface Fault {
  code: string;
  message: string;
}

/** What a step works on. */
interface At {
  deployment: CodeDeployment;
  group: DeploymentGroup;
  service: Service;
  spec: AppSpec;
}

/** The effect `codedeploy.step`: takes a deployment (its ARN is the subject) as far as it gets now. */
export function stepEvent({ subject }: Effect, scope: RegionScope): void {
  const id = subject.slice(subject.lastIndexOf(':') + 1);
  const deployment = scope.neighbours.codeDeploy.deployments.get(id);
  if (!deployment || isOver(deployment)) return;
  const fault = advance(deployment, scope);
  if (!fault) return;
  deployment.error = fault;
  const event = fault.code === 'ALARM_ACTIVE' ? 'STOP' : 'FAIL';
  move(deployment, event, scope);
  rollBack(deployment, event === 'STOP' ? 'DEPLOYMENT_STOP_ON_ALARM' : 'DEPLOYMENT_FAILURE', scope);
}

/** Has a deployment go on in `ms`. */
export function goOn({ arn }: CodeDeployment, ms: number, { context }: Pick<RegionScope, 'context'>): void {
  context.schedule(Math.max(1, Math.round(ms)), { type: 'codedeploy.step', subject: arn });
}

function advance(deployment: CodeDeployment, scope: RegionScope): Fault | undefined {
  const found = lookAt(deployment, scope);
  if ('code' in found) return found;
  const { group } = found;
  if (deployment.status === 'Created') move(deployment, 'START', scope);
  const ring = ringing(group, scope);
  if (ring)
    return {
      code: 'ALARM_ACTIVE',
      message: `One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: <${ring}>`,
    };
  const wait = (ms: number) => void goOn(deployment, alarmsOf(group).length ? Math.min(ms, look) : ms, scope);
  for (const event of deployment.events) {
    if (event.status !== 'Pending' && event.status !== 'InProgress') continue;
    if (event.status === 'Pending') {
      const ready = event.name === 'BeforeAllowTraffic' ? readyWait(found, scope) : 0;
      if (ready === 'stop') return void stopUnrouted(deployment, scope);
      if (ready > 0) return wait(ready);
      moveEvent(deployment, event, 'START', scope);
    }
    const came = carryOut(event, found, scope);
    if (typeof came === 'object') {
      if (came.code === 'HOOK_EXECUTION_FAILURE') event.message = came.message;
      moveEvent(deployment, event, 'FAIL', scope);
      return came;
    }
    if (came > 0) return wait(came);
    moveEvent(deployment, event, 'SUCCEED', scope);
  }
  const left = terminate(found, scope);
  if (left > 0) return wait(left);
  group.lastSuccessful = deployment.id;
  move(deployment, 'SUCCEED', scope);
  return undefined;
}

/** All that a deployment needs, or what is missing of it. */
function lookAt(deployment: CodeDeployment, scope: RegionScope): At | Fault {
  const named = { applicationName: deployment.application, deploymentGroupName: deployment.group };
  try {
    const group = groupOf(named, scope);
    const service = serviceOf(group, scope);
    if (!service || service.status !== 'ACTIVE')
      return {
        code: 'INVALID_ECS_SERVICE',
        message: 'The ECS service of the deployment group is not there, or is not active.',
      };
    const role = scope.assume(group.input.serviceRoleArn ?? '', 'codedeploy.amazonaws.com', deployment.id);
    if ('refused' in role)
      return {
        code: 'IAM_ROLE_MISSING',
        message: `CodeDeploy cannot assume the service role ${group.input.serviceRoleArn}: ${role.refused}.`,
      };
    const cluster = service.cluster;
    const input = { cluster, service: service.arn };
    const call = { service: 'ecs', operation: 'CreateTaskSet', input, principal: role.principal };
    if (scope.forbids(call))
      return {
        code: 'IAM_ROLE_PERMISSIONS',
        message: `The IAM role ${group.input.serviceRoleArn} does not give you permission to perform operations in the following AWS service: AmazonECS. Contact your AWS administrator if you need help. If you are an AWS administrator, you can grant permissions to your users or groups by creating IAM policies.`,
      };
    return { deployment, group, service, spec: readAppSpec(deployment.content) };
  } catch (error) {
    if (error instanceof AppSpecFault) return { code: 'INVALID_REVISION', message: error.message };
    if (error instanceof AwsError) return { code: 'DEPLOYMENT_GROUP_MISSING', message: error.message };
    throw error;
  }
}

function alarmsOf({ input: { alarmConfiguration: alarms } }: DeploymentGroup): string[] {
  return alarms?.enabled ? (alarms.alarms ?? []).map(({ name }) => name ?? '') : [];
}

function ringing(group: DeploymentGroup, scope: RegionScope): string | undefined {
  return alarmsOf(group).find((name) => alarmState(name, scope) === 'ALARM');
}

/** ms that an event must go on; 0 when it is over; or why it failed. */
function carryOut(event: LifecycleEvent, at: At, scope: RegionScope): number | Fault {
  const { deployment, group, spec } = at;
  const passed = scope.context.date - deployment.since;
  switch (event.name) {
    case 'Install':
      return install(at, passed, scope);
    case 'AllowTestTraffic':
      if (passed === 0) route(listenerOf(group, 'testTrafficRoute'), deployment, 100, scope);
      return usual.event - passed;
    case 'AllowTraffic':
      return allowTraffic(at, passed, scope);
    default: {
      const name = spec.hooks[event.name];
      const wait = (name === undefined ? usual.event : usual.function) - passed;
      if (wait > 0 || name === undefined) return wait;
      // Drydock runs no functions: each says that all is well, but for those whose name says that they fail.
      return /fail/i.test(name)
        ? {
            code: 'HOOK_EXECUTION_FAILURE',
            message: `The ${event.name} hook ${name} reported the status Failed.`,
          }
        : 0;
    }
  }
}

const taskSetOf = ({ taskSets }: Service, id: string | undefined): TaskSet | undefined =>
  taskSets.find((each) => each.id === id);

function install(at: At, passed: number, scope: RegionScope): number | Fault {
  const { deployment, service } = at;
  if (deployment.green === undefined) {
    const fault = addGreen(at, scope);
    if (fault) return fault;
  }
  const green = taskSetOf(service, deployment.green);
  if (green?.stability === 'STEADY_STATE') return 0;
  if (passed >= patience)
    return {
      code: 'TIMEOUT',
      message:
        'The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.',
    };
  // Time alone may make it healthy.
  wake(service, scope);
  return look;
}

function addGreen({ deployment, group, service, spec }: At, scope: RegionScope): Fault | undefined {
  const blue = service.taskSets.find(({ status }) => status === 'PRIMARY');
  const pair = targetGroupsOf(group, scope);
  const used = blue?.loadBalancers?.[0]?.targetGroupArn;
  const free = pair.find((arn) => arn !== used);
  if (pair.length < 2 || !blue || used === undefined || free === undefined)
    return {
      code: 'ELASTIC_LOAD_BALANCING_INVALID',
      message: 'The target groups of the deployment group are not both there.',
    };
  // What an earlier deployment left behind goes first.
  for (const each of service.taskSets) if (each !== blue) moveTaskSet(each, 'DELETE', scope);
  const { containerName, containerPort, networkConfiguration: vpc } = spec;
  try {
    const template = templateOf(
      {
        ...blue,
        taskDefinition: spec.taskDefinition,
        ...(spec.platformVersion === undefined ? {} : { platformVersion: spec.platformVersion }),
        ...(vpc ? { networkConfiguration: { awsvpcConfiguration: vpc } } : {}),
        ...(spec.capacityProviderStrategy
          ? { capacityProviderStrategy: spec.capacityProviderStrategy, launchType: undefined }
          : {}),
        // The replacement's target group need not be behind a load balancer yet.
        loadBalancers: [{ targetGroupArn: used, containerName, containerPort }],
      } as Parameters<typeof templateOf>[0],
      clusterOf(service.cluster, scope),
      { ...scope, principal: '' },
    );
    const fields = { scale: 100, tags: [], startedBy: 'CODE_DEPLOY', externalId: deployment.id };
    const loadBalancers = [{ targetGroupArn: free, containerName, containerPort }];
    const green = addTaskSet(service, { ...template, loadBalancers }, fields, scope);
    Object.assign(deployment, {
      blue: blue.id,
      green: green.id,
      blueTargetGroup: used,
      greenTargetGroup: free,
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { code, message } = error;
    return {
      code: 'ECS_UPDATE_ERROR',
      message: `The ECS service cannot be updated due to an unexpected error: ${message} (Service: AmazonECS; Status Code: 400; Error Code: ${code}).`,
    };
  }
}

/** ms to wait before traffic may go over, or that nobody has let it in time. */
function readyWait({ deployment, group }: At, scope: RegionScope): number | 'stop' {
  const { actionOnTimeout, waitTimeInMinutes = 0 } =
    group.input.blueGreenDeploymentConfiguration?.deploymentReadyOption ?? {};
  if (actionOnTimeout !== 'STOP_DEPLOYMENT') return 0;
  if (deployment.waived.includes('READY_WAIT')) {
    move(deployment, 'CONTINUE', scope);
    return 0;
  }
  if (deployment.status === 'InProgress') {
    move(deployment, 'READY', scope);
    deployment.since = scope.context.date;
  }
  const left = deployment.since + waitTimeInMinutes * 60_000 - scope.context.date;
  return left > 0 ? left : 'stop';
}

/** Nobody has let the traffic over in time. */
function stopUnrouted(deployment: CodeDeployment, scope: RegionScope): void {
  move(deployment, 'STOP', scope);
  rollBack(deployment, 'DEPLOYMENT_STOP_ON_REQUEST', scope);
}

function allowTraffic({ deployment, group, service }: At, passed: number, scope: RegionScope): number {
  const { percent, wait } = shareAfter(routingOf(deployment.config), passed);
  if (percent !== deployment.weight) {
    deployment.weight = percent;
    route(listenerOf(group, 'prodTrafficRoute'), deployment, percent, scope);
  }
  if (wait > 0) return wait;
  const [blue, green] = [taskSetOf(service, deployment.blue), taskSetOf(service, deployment.green)];
  if (blue) moveTaskSet(blue, 'DEMOTE', scope);
  if (green) moveTaskSet(green, 'PROMOTE', scope);
  return 0;
}

/** ms until the original task set has gone; 0 when it has, or is to stay. */
function terminate({ deployment, group, service }: At, scope: RegionScope): number {
  const { action = 'TERMINATE', terminationWaitTimeInMinutes: minutes = 60 } =
    group.input.blueGreenDeploymentConfiguration?.terminateBlueInstancesOnDeploymentSuccess ?? {};
  if (action === 'KEEP_ALIVE') return 0;
  deployment.terminatesSince ??= scope.context.date;
  const left = deployment.terminatesSince + minutes * 60_000 - scope.context.date;
  if (left > 0 && !deployment.waived.includes('TERMINATION_WAIT')) return left;
  const blue = taskSetOf(service, deployment.blue);
  if (!blue) return 0;
  moveTaskSet(blue, 'DELETE', scope);
  wake(service, scope);
  return look;
}
