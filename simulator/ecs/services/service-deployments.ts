import type {
  ContinueServiceDeploymentRequest,
  ContinueServiceDeploymentResponse,
  DeploymentLifecycleHookDetail,
  DescribeServiceDeploymentsRequest,
  DescribeServiceDeploymentsResponse,
  DescribeServiceRevisionsRequest,
  DescribeServiceRevisionsResponse,
  ListServiceDeploymentsRequest,
  ListServiceDeploymentsResponse,
  ServiceDeployment as ServiceDeploymentShape,
  ServiceRevision as ServiceRevisionShape,
  ServiceRevisionSummary,
  StopServiceDeploymentRequest,
  StopServiceDeploymentResponse,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import { pageToken, positionOf } from '../../api/pagination.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import { clusterOf, findTaskDefinition, type EcsScope } from '../scope.ts';
import { failDeployment, stoppedByUser } from './breaker.ts';
import { clusterArn, shownTemplate } from './describe.ts';
import { breakerThreshold } from './limits.ts';
import { lookIn } from './looks.ts';
import { moveRollout, moveServiceDeployment } from './moves.ts';
import type { HookRun, Service, ServiceDeployment, ServiceRevision } from './record.ts';
import { findService } from './service.ts';
import { trafficBack } from './shifting.ts';

/** The service of a service deployment's or a revision's ARN. */
function serviceIn(arn: string, { ecs }: EcsScope): Service | undefined {
  const service = arn.slice(0, arn.lastIndexOf('/')).replace(/:service-(deployment|revision)\//, ':service/');
  return ecs.services.get(service);
}

export function listServiceDeployments(
  input: Wire<ListServiceDeploymentsRequest>,
  scope: EcsScope,
): Wire<ListServiceDeploymentsResponse> {
  const service = findService(input.service ?? '', clusterOf(input.cluster, scope), scope);
  if (!service) throw new AwsError('ServiceNotFoundException', 'Service not found.');
  const start = positionOf(input.nextToken);
  const limit = input.maxResults ?? 20;
  if (limit < 1 || limit > 100)
    throw new AwsError('InvalidParameterException', 'maxResults should be between 1 and 100.');
  const { before = Infinity, after = -Infinity } = input.createdAt ?? {};
  const found = service.history
    .filter(({ status }) => !input.status?.length || input.status.includes(status as 'PENDING'))
    .filter(({ createdAt }) => createdAt / 1000 < before && createdAt / 1000 > after);
  return {
    serviceDeployments: found.slice(start, start + limit).map((record) => ({
      serviceDeploymentArn: record.arn,
      serviceArn: service.arn,
      clusterArn: clusterArn(service, scope),
      ...times(record),
      targetServiceRevisionArn: record.target,
      status: record.status as 'PENDING',
      ...(record.statusReason === undefined ? {} : { statusReason: record.statusReason }),
    })),
    ...(start + limit < found.length ? { nextToken: pageToken(start + limit) } : {}),
  };
}

export function describeServiceDeployments(
  input: Wire<DescribeServiceDeploymentsRequest>,
  scope: EcsScope,
): Wire<DescribeServiceDeploymentsResponse> {
  return found(
    input.serviceDeploymentArns,
    'serviceDeploymentArns',
    (arn) => {
      const service = serviceIn(arn, scope);
      const record = service?.history.find((each) => each.arn === arn);
      return service && record && describe(record, service, scope);
    },
    (serviceDeployments, failures) => ({ serviceDeployments, failures }),
  );
}

export function describeServiceRevisions(
  input: Wire<DescribeServiceRevisionsRequest>,
  scope: EcsScope,
): Wire<DescribeServiceRevisionsResponse> {
  return found(
    input.serviceRevisionArns,
    'serviceRevisionArns',
    (arn) => {
      const service = serviceIn(arn, scope);
      const revision = service?.revisions.find((each) => each.arn === arn);
      return service && revision && describeRevision(revision, service, scope);
    },
    (serviceRevisions, failures) => ({ serviceRevisions, failures }),
  );
}

/** Up to 20 things by ARN, and a failure MISSING for each that is not there. */
function found<Shape, Answer>(
  arns: readonly string[] = [],
  member: string,
  find: (arn: string) => Shape | undefined,
  answer: (shapes: Shape[], failures: { arn: string; reason: string }[]) => Answer,
): Answer {
  if (arns.length === 0) throw new AwsError('InvalidParameterException', `${member} can not be empty.`);
  if (arns.length > 20)
    throw new AwsError('InvalidParameterException', `${member} can have at most 20 items.`);
  const shapes: Shape[] = [];
  const failures: { arn: string; reason: string }[] = [];
  for (const arn of arns) {
    const shape = find(arn);
    if (shape) shapes.push(shape);
    else failures.push({ arn, reason: 'MISSING' });
  }
  return answer(shapes, failures);
}

/** StopServiceDeployment: back to the last proven revision, or just no further. */
export function stopServiceDeployment(
  input: Wire<StopServiceDeploymentRequest>,
  scope: EcsScope,
): Wire<StopServiceDeploymentResponse> {
  const arn = input.serviceDeploymentArn ?? '';
  const service = serviceIn(arn, scope);
  const record = service?.history.find((each) => each.arn === arn);
  if (!service || !record)
    throw new AwsError('ServiceDeploymentNotFoundException', 'Service deployment not found.');
  if (!['PENDING', 'IN_PROGRESS'].includes(record.status))
    throw new AwsError(
      'ConflictException',
      `The service deployment is in the status ${record.status} and can not be stopped.`,
    );
  if (input.stopType === 'ABORT') {
    moveServiceDeployment(record, 'STOP', scope);
    moveServiceDeployment(record, 'STOPPED', scope, 'Service deployment stopped by a user.');
    moveRollout(service, service.deployments[0]!, 'TRIPPED', stoppedByUser.rollout, scope);
  } else {
    trafficBack(service, service.deployments[0]!, scope);
    failDeployment(service, stoppedByUser, true, scope);
  }
  return { serviceDeploymentArn: arn };
}

function times(record: ServiceDeployment) {
  const stamps = (['createdAt', 'startedAt', 'finishedAt', 'stoppedAt'] as const).flatMap((name) =>
    record[name] === undefined ? [] : [[name, epochSeconds(record[name])] as const],
  );
  return Object.fromEntries(stamps) as { createdAt: number };
}

function summary(arn: string, { deployments, desiredCount }: Service): Wire<ServiceRevisionSummary> {
  const deployment = deployments.find(({ revision }) => revision === arn);
  return {
    arn,
    requestedTaskCount: deployment?.status === 'PRIMARY' ? desiredCount : 0,
    runningTaskCount: deployment?.running ?? 0,
    pendingTaskCount: deployment?.pending ?? 0,
  };
}

function describeHook(run: HookRun): Wire<DeploymentLifecycleHookDetail> {
  return {
    hookId: run.id,
    targetType: run.targetType,
    ...(run.target === undefined ? {} : { targetArn: run.target }),
    status: run.status as 'SUCCEEDED',
    expiresAt: epochSeconds(run.expiresAt),
    timeoutAction: run.timeoutAction,
  };
}

/** How much traffic was asked for, where traffic goes from one revision to another. */
function weights(
  { productionTraffic, testTraffic }: ServiceDeployment,
  share: (percent: number) => number,
): Partial<Wire<ServiceRevisionSummary>> {
  return {
    ...(testTraffic === undefined ? {} : { requestedTestTrafficWeight: share(testTraffic) }),
    ...(productionTraffic === undefined
      ? {}
      : { requestedProductionTrafficWeight: share(productionTraffic) }),
  };
}

/** ContinueServiceDeployment: somebody has decided on a hook that pauses the deployment. */
export function continueServiceDeployment(
  input: Wire<ContinueServiceDeploymentRequest>,
  scope: EcsScope,
): Wire<ContinueServiceDeploymentResponse> {
  const arn = input.serviceDeploymentArn ?? '';
  const service = serviceIn(arn, scope);
  const record = service?.history.find((each) => each.arn === arn);
  if (!service || !record)
    throw new AwsError('ServiceDeploymentNotFoundException', 'Service deployment not found.');
  const hook = record.hooks.find(({ id }) => id === input.hookId);
  if (!hook) throw new AwsError('InvalidParameterException', 'Lifecycle hook not found.');
  if (hook.status !== 'AWAITING_ACTION')
    throw new AwsError(
      'ConflictException',
      `The lifecycle hook is in the status ${hook.status} and does not wait.`,
    );
  hook.status = input.action === 'ROLLBACK' ? 'FAILED' : 'SUCCEEDED';
  lookIn(service, 1_000, scope);
  return { serviceDeploymentArn: arn };
}

function describe(
  record: ServiceDeployment,
  service: Service,
  scope: EcsScope,
): Wire<ServiceDeploymentShape> {
  const { deploymentCircuitBreaker: breaker, alarms } = record.configuration;
  const ended = record.finishedAt !== undefined;
  const failing = service.deployments.find(({ id }) => id === record.deployment);
  const monitor = (triggered: boolean) =>
    triggered ? ('TRIGGERED' as const) : ended ? ('MONITORING_COMPLETE' as const) : ('MONITORING' as const);
  const threshold = breakerThreshold(record.desiredCount, breaker);
  const failures = ended || record.rollback ? record.failures : (failing?.failedTasks ?? record.failures);
  return {
    serviceDeploymentArn: record.arn,
    serviceArn: service.arn,
    clusterArn: clusterArn(service, scope),
    ...times(record),
    updatedAt: epochSeconds(record.updatedAt),
    sourceServiceRevisions: record.sources.map((arn) => ({
      ...summary(arn, service),
      ...weights(record, (percent) => 100 - percent),
    })),
    targetServiceRevision: { ...summary(record.target, service), ...weights(record, (percent) => percent) },
    status: record.status as 'PENDING',
    ...(record.statusReason === undefined ? {} : { statusReason: record.statusReason }),
    ...(record.stage === undefined ? {} : { lifecycleStage: record.stage as 'SCALE_UP' }),
    ...(record.hooks.length ? { lifecycleHookDetails: record.hooks.map(describeHook) } : {}),
    deploymentConfiguration: record.configuration,
    ...(record.rollback
      ? {
          rollback: {
            reason: record.rollback.reason,
            startedAt: epochSeconds(record.rollback.startedAt),
            serviceRevisionArn: record.rollback.revision,
          },
        }
      : {}),
    deploymentCircuitBreaker: {
      status: breaker?.enable === true ? monitor(failures >= threshold) : 'DISABLED',
      failureCount: failures,
      threshold,
    },
    ...(alarms?.enable === true
      ? {
          alarms: {
            status: monitor(record.triggeredAlarms.length > 0),
            alarmNames: alarms.alarmNames,
            triggeredAlarmNames: record.triggeredAlarms,
          },
        }
      : {}),
  };
}

function describeRevision(
  revision: ServiceRevision,
  service: Service,
  scope: EcsScope,
): Wire<ServiceRevisionShape> {
  const containers =
    findTaskDefinition(revision.taskDefinition, scope)?.registered.containerDefinitions ?? [];
  return {
    serviceRevisionArn: revision.arn,
    serviceArn: service.arn,
    clusterArn: clusterArn(service, scope),
    ...shownTemplate(revision),
    loadBalancers: revision.loadBalancers ?? [],
    serviceRegistries: revision.serviceRegistries ?? [],
    containerImages: containers.map(({ name, image }) => ({ containerName: name, image })),
    guardDutyEnabled: false,
    ...(revision.serviceConnectConfiguration
      ? { serviceConnectConfiguration: revision.serviceConnectConfiguration }
      : {}),
    ...(revision.volumeConfigurations ? { volumeConfigurations: revision.volumeConfigurations } : {}),
    createdAt: epochSeconds(revision.createdAt),
  };
}
