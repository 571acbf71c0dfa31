import type {
  ContinueDeploymentInput,
  CreateDeploymentInput,
  CreateDeploymentOutput,
  GetDeploymentTargetInput,
  ListDeploymentsInput,
  StopDeploymentInput,
  StopDeploymentOutput,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import type { NeighbourScope } from '../scope.ts';
import { groupOf } from './applications.ts';
import { routingOf, usualConfig } from './configs.ts';
import { deploymentRecord } from './deployment-record.ts';
import { begin, isOver, move } from './moves.ts';
import { rollBack } from './roll-back.ts';
import { goOn } from './run.ts';
import type { CodeDeployment, DeploymentGroup } from './state.ts';
import { listenerOf } from './traffic.ts';

/** @throws AwsError DeploymentDoesNotExistException */
export function deploymentOf(id: string | undefined, { neighbours }: NeighbourScope): CodeDeployment {
  const found = neighbours.codeDeploy.deployments.get(id ?? '');
  if (found) return found;
  throw new AwsError('DeploymentDoesNotExistException', `The deployment ${id} could not be found`);
}

/**
 * The events of a deployment to Amazon ECS; those of test traffic only where there is a test listener
 * (https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html).
 */
function eventsOf(group: DeploymentGroup): string[] {
  const test = listenerOf(group, 'testTrafficRoute') !== undefined;
  return [
    'BeforeInstall',
    'Install',
    'AfterInstall',
    ...(test ? ['AllowTestTraffic', 'AfterAllowTestTraffic'] : []),
    'BeforeAllowTraffic',
    'AllowTraffic',
    'AfterAllowTraffic',
  ];
}

/**
 * Only the group is looked at now; what is wrong with the AppSpec file or the service makes the deployment fail.
 * @throws AwsError RevisionRequiredException, InvalidRevisionException, DeploymentLimitExceededException, and as `groupOf`
 */
export function createDeployment(
  input: Wire<CreateDeploymentInput>,
  scope: NeighbourScope,
): Wire<CreateDeploymentOutput> {
  const group = groupOf(input, scope);
  const { revision } = input;
  if (!revision) throw new AwsError('RevisionRequiredException', 'Revision is required');
  const content = revision.appSpecContent?.content ?? revision.string?.content;
  if (content === undefined)
    throw new AwsError(
      'InvalidRevisionException',
      'Drydock takes an AppSpec file as content: give a revision of the type AppSpecContent.',
    );
  const config = input.deploymentConfigName ?? group.input.deploymentConfigName ?? usualConfig;
  routingOf(config);
  const name = input.deploymentGroupName ?? '';
  const active = [...scope.neighbours.codeDeploy.deployments.values()].find(
    (each) => each.application === input.applicationName && each.group === name && !isOver(each),
  );
  if (active)
    throw new AwsError(
      'DeploymentLimitExceededException',
      `The Deployment Group '${name}' already has an active Deployment '${active.id}'`,
    );
  const deployment = deploymentRecord(
    {
      applicationName: input.applicationName ?? '',
      deploymentGroupName: name,
      content,
      config,
      creator: 'user',
      events: eventsOf(group),
      description: input.description,
    },
    scope,
  );
  group.lastAttempted = deployment.id;
  begin(deployment, scope);
  goOn(deployment, 2_000, scope);
  return { deploymentId: deployment.id };
}

/** @throws AwsError DeploymentDoesNotExistException, DeploymentAlreadyCompletedException */
export function stopDeployment(
  input: Wire<StopDeploymentInput>,
  scope: NeighbourScope,
): Wire<StopDeploymentOutput> {
  const deployment = deploymentOf(input.deploymentId, scope);
  if (isOver(deployment))
    throw new AwsError(
      'DeploymentAlreadyCompletedException',
      `The deployment ${deployment.id} is already completed.`,
    );
  deployment.error = {
    code: 'MANUAL_STOP',
    message: `The deployment ${deployment.id} was stopped by a user.`,
  };
  move(deployment, 'STOP', scope);
  rollBack(deployment, 'DEPLOYMENT_STOP_ON_REQUEST', scope, input.autoRollbackEnabled === true);
  return {
    status: 'Succeeded',
    statusMessage: 'No more commands will be scheduled for execution in the deployment',
  };
}

/**
 * Ends a wait: for the traffic (READY_WAIT, the usual one) or for the end of the original task set (TERMINATION_WAIT).
 * @throws AwsError DeploymentDoesNotExistException, DeploymentAlreadyCompletedException, DeploymentIsNotInReadyStateException
 */
export function continueDeployment(input: Wire<ContinueDeploymentInput>, scope: NeighbourScope): void {
  const deployment = deploymentOf(input.deploymentId, scope);
  const wait = input.deploymentWaitType ?? 'READY_WAIT';
  if (isOver(deployment))
    throw new AwsError(
      'DeploymentAlreadyCompletedException',
      `The deployment ${deployment.id} is already completed.`,
    );
  const waits =
    wait === 'READY_WAIT' ? deployment.status === 'Ready' : deployment.terminatesSince !== undefined;
  if (!waits)
    throw new AwsError(
      'DeploymentIsNotInReadyStateException',
      `The deployment ${deployment.id} is not waiting for ${wait}.`,
    );
  deployment.waived.push(wait);
  goOn(deployment, 1, scope);
}

/** Newest first. @throws AwsError as `groupOf`, when one is named */
export function listDeployments(
  input: Wire<ListDeploymentsInput>,
  scope: NeighbourScope,
): { deployments: string[] } {
  if (input.deploymentGroupName !== undefined) groupOf(input, scope);
  const { applicationName, deploymentGroupName, includeOnlyStatuses: statuses } = input;
  const found = [...scope.neighbours.codeDeploy.deployments.values()].filter(
    ({ application, group, status }) =>
      (applicationName === undefined || application === applicationName) &&
      (deploymentGroupName === undefined || group === deploymentGroupName) &&
      (!statuses?.length || statuses.includes(status as 'Created')),
  );
  return { deployments: found.map(({ id }) => id).toReversed() };
}

/** A deployment to Amazon ECS has one target: the service, `cluster:service`. */
export function listDeploymentTargets(
  input: { deploymentId?: string },
  scope: NeighbourScope,
): { targetIds: string[] } {
  return { targetIds: [targetIdOf(deploymentOf(input.deploymentId, scope), scope)] };
}

export function targetIdOf({ application, group }: CodeDeployment, scope: NeighbourScope): string {
  const named = { applicationName: application, deploymentGroupName: group };
  const [at] = groupOf(named, scope).input.ecsServices ?? [];
  return `${at?.clusterName}:${at?.serviceName}`;
}

/** @throws AwsError DeploymentTargetDoesNotExistException */
export function checkTarget(
  { targetId }: Wire<GetDeploymentTargetInput>,
  deployment: CodeDeployment,
  scope: NeighbourScope,
): string {
  const id = targetIdOf(deployment, scope);
  if (targetId === id) return id;
  throw new AwsError(
    'DeploymentTargetDoesNotExistException',
    `The deployment ${deployment.id} has no target ${targetId}; its target is ${id}.`,
  );
}
