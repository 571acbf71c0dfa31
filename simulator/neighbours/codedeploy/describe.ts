import type {
  DeploymentInfo,
  ECSTaskSet,
  GetDeploymentOutput,
  GetDeploymentTargetInput,
  GetDeploymentTargetOutput,
} from '@aws-sdk/client-codedeploy';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { TaskSet } from '../../ecs/services/record.ts';
import { computedDesiredCount } from '../../ecs/services/scale.ts';
import type { NeighbourScope } from '../scope.ts';
import { loadBalancing } from '../load-balancing/scope.ts';
import { groupOf, serviceOf } from './applications.ts';
import { checkTarget, deploymentOf } from './deployments.ts';
import type { CodeDeployment } from './state.ts';

const time = (member: string, at: number | undefined) =>
  at === undefined ? {} : { [member]: epochSeconds(at) };

/** How one target stands. */
function targetStatus({
  status,
}: CodeDeployment): 'Pending' | 'InProgress' | 'Succeeded' | 'Failed' | 'Skipped' | 'Ready' {
  if (status === 'Created') return 'Pending';
  return status === 'Stopped' ? 'Skipped' : (status as 'InProgress');
}

/** @throws AwsError DeploymentDoesNotExistException */
export function getDeployment(
  input: { deploymentId?: string },
  scope: NeighbourScope,
): Wire<GetDeploymentOutput> {
  const deployment = deploymentOf(input.deploymentId, scope);
  const { application, group: name, description, rollback, error, content } = deployment;
  const group = groupOf({ applicationName: application, deploymentGroupName: name }, scope);
  const overview = { Pending: 0, InProgress: 0, Succeeded: 0, Failed: 0, Skipped: 0, Ready: 0 };
  overview[targetStatus(deployment)] = 1;
  return {
    deploymentInfo: {
      applicationName: application,
      deploymentGroupName: name,
      deploymentConfigName: deployment.config,
      deploymentId: deployment.id,
      revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
      status: deployment.status as 'Created',
      ...(error ? { errorInformation: error as NonNullable<DeploymentInfo['errorInformation']> } : {}),
      createTime: epochSeconds(deployment.createdAt),
      ...time('startTime', deployment.startedAt),
      ...time('completeTime', deployment.completedAt),
      deploymentOverview: overview,
      ...(description === undefined ? {} : { description }),
      creator: deployment.creator as 'user',
      ignoreApplicationStopFailures: false,
      ...(group.input.autoRollbackConfiguration
        ? { autoRollbackConfiguration: group.input.autoRollbackConfiguration }
        : {}),
      updateOutdatedInstancesOnly: false,
      ...(rollback ? { rollbackInfo: rollback } : {}),
      deploymentStyle: group.input.deploymentStyle!,
      instanceTerminationWaitTimeStarted: deployment.terminatesSince !== undefined,
      blueGreenDeploymentConfiguration: group.input.blueGreenDeploymentConfiguration!,
      loadBalancerInfo: group.input.loadBalancerInfo!,
      fileExistsBehavior: 'DISALLOW',
      deploymentStatusMessages: [],
      computePlatform: 'ECS',
    },
  };
}

/** The life-cycle events of a deployment, and its two task sets. @throws AwsError DeploymentTargetDoesNotExistException */
export function getDeploymentTarget(
  input: Wire<GetDeploymentTargetInput>,
  scope: NeighbourScope,
): Wire<GetDeploymentTargetOutput> {
  const deployment = deploymentOf(input.deploymentId, scope);
  const targetId = checkTarget(input, deployment, scope);
  const named = { applicationName: deployment.application, deploymentGroupName: deployment.group };
  const service = serviceOf(groupOf(named, scope), scope);
  const taskSets = service?.taskSets ?? [];
  const shown = (id: string | undefined, label: 'Blue' | 'Green', weight: number): Wire<ECSTaskSet>[] => {
    const taskSet = taskSets.find((each) => each.id === id);
    return taskSet && service ? [taskSetInfo(taskSet, label, weight)] : [];
  };
  const taskSetInfo = (taskSet: TaskSet, label: 'Blue' | 'Green', weight: number): Wire<ECSTaskSet> => {
    const arn = taskSet.loadBalancers?.[0]?.targetGroupArn ?? '';
    const name = loadBalancing(scope).targetGroups.get(arn)?.name;
    return {
      // AWS's own spelling.
      identifer: taskSet.id,
      desiredCount: computedDesiredCount(taskSet, service!),
      pendingCount: taskSet.pending,
      runningCount: taskSet.running,
      status: taskSet.status,
      trafficWeight: weight,
      ...(name === undefined ? {} : { targetGroup: { name } }),
      taskSetLabel: label,
    };
  };
  return {
    deploymentTarget: {
      deploymentTargetType: 'ECSTarget',
      ecsTarget: {
        deploymentId: deployment.id,
        targetId,
        ...(service ? { targetArn: service.arn } : {}),
        lastUpdatedAt: epochSeconds(deployment.completedAt ?? deployment.since),
        lifecycleEvents: deployment.events.map(({ name, status, startedAt, endedAt, message }) => ({
          lifecycleEventName: name,
          ...(message === undefined
            ? {}
            : { diagnostics: { errorCode: 'ScriptFailed' as const, scriptName: '', message, logTail: '' } }),
          ...time('startTime', startedAt),
          ...time('endTime', endedAt),
          status: status as 'Pending',
        })),
        status: targetStatus(deployment),
        taskSetsInfo: [
          ...shown(deployment.blue, 'Blue', 100 - deployment.weight),
          ...shown(deployment.green, 'Green', deployment.weight),
        ],
      },
    },
  };
}
