import type {
  CreateServiceRequest,
  CreateServiceResponse,
  DeleteServiceRequest,
  DeleteServiceResponse,
  DeploymentConfiguration,
  DescribeServicesRequest,
  DescribeServicesResponse,
  ListServicesRequest,
  ListServicesResponse,
  UpdateServiceRequest,
  UpdateServiceResponse,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import { pageToken, positionOf } from '../../api/pagination.ts';
import type { Wire } from '../../api/wire.ts';
import { step } from '../../kernel/machine.ts';
import { clusterOf, findTaskDefinition, type EcsScope } from '../scope.ts';
import { checkLaunch } from '../tasks/run.ts';
import { describeService } from './describe.ts';
import { rolloutTable, serviceTable } from './machines.ts';
import type { Deployment, Service, Template } from './record.ts';
import { wake } from './scheduler.ts';
import { activeService, findService, serviceArn } from './service.ts';

/** CreateService: a replica service on Fargate with rolling deployments. */
export function createService(
  input: Wire<CreateServiceRequest>,
  scope: EcsScope,
): Wire<CreateServiceResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const name = input.serviceName ?? '';
  if (!/^[a-zA-Z0-9_-]{1,255}$/.test(name))
    throw new AwsError(
      'InvalidParameterException',
      'Service name should be between 1 and 255 characters, with letters, numbers, hyphens and underscores.',
    );
  refuseWhatIsNotSimulated(input, 'CreateService');
  const existing = findService(name, cluster, scope);
  if (existing?.status === 'ACTIVE')
    throw new AwsError('InvalidParameterException', 'Creation of service was not idempotent.');
  if (existing?.status === 'DRAINING')
    throw new AwsError('InvalidParameterException', 'Unable to Start a service that is still Draining.');
  checkCount(input.desiredCount);
  const template = templateOf(input, scope);
  const service: Service = {
    arn: serviceArn(name, cluster.name, scope),
    name,
    cluster: cluster.name,
    status: serviceTable.initial.target,
    desiredCount: input.desiredCount ?? 1,
    deploymentConfiguration: configuration(input.deploymentConfiguration),
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    ...(input.propagateTags && input.propagateTags !== 'NONE' ? { propagateTags: input.propagateTags } : {}),
    createdAt: scope.context.date,
    createdBy: scope.principal,
    tags: input.tags ?? [],
    deployments: [],
    tasks: new Set(),
    events: [],
    steady: false,
    awaited: false,
    looksAgainAt: 0,
    failedStarts: 0,
    startsAgainAt: 0,
  };
  scope.ecs.services.set(service.arn, service);
  deploy(service, template, scope);
  return { service: describeService(service, scope, { tags: true }) };
}

/** UpdateService: a new task definition, network or `forceNewDeployment` rolls out; a new count only scales. */
export function updateService(
  input: Wire<UpdateServiceRequest>,
  scope: EcsScope,
): Wire<UpdateServiceResponse> {
  const service = activeService(input.service ?? '', clusterOf(input.cluster, scope), scope);
  refuseWhatIsNotSimulated(input, 'UpdateService');
  checkCount(input.desiredCount);
  const { taskDefinition, launchType, capacityProviderStrategy, platformVersion, networkConfiguration } =
    service.deployments[0]!;
  const rollsOut =
    input.forceNewDeployment === true ||
    input.taskDefinition !== undefined ||
    input.platformVersion !== undefined ||
    input.networkConfiguration !== undefined ||
    input.capacityProviderStrategy !== undefined;
  const before: Template = {
    taskDefinition,
    ...(launchType && !input.capacityProviderStrategy ? { launchType } : {}),
    ...(capacityProviderStrategy ? { capacityProviderStrategy } : {}),
    ...(platformVersion ? { platformVersion } : {}),
    ...(networkConfiguration ? { networkConfiguration } : {}),
  };
  const template = rollsOut ? templateOf({ ...before, ...defined(input) }, scope) : before;
  service.deploymentConfiguration = configuration(
    input.deploymentConfiguration,
    service.deploymentConfiguration,
  );
  service.desiredCount = input.desiredCount ?? service.desiredCount;
  service.enableExecuteCommand = input.enableExecuteCommand ?? service.enableExecuteCommand;
  const changed = input.forceNewDeployment === true || JSON.stringify(template) !== JSON.stringify(before);
  if (rollsOut && changed) deploy(service, template, scope);
  else wake(service, scope);
  return { service: describeService(service, scope) };
}

export function deleteService(
  input: Wire<DeleteServiceRequest>,
  scope: EcsScope,
): Wire<DeleteServiceResponse> {
  const service = activeService(input.service ?? '', clusterOf(input.cluster, scope), scope);
  if (service.desiredCount > 0 && input.force !== true)
    throw new AwsError(
      'InvalidParameterException',
      'The service cannot be stopped while it is scaled above 0.',
    );
  service.desiredCount = 0;
  service.status = step(serviceTable, service.status, 'DELETE')!.target;
  wake(service, scope);
  return { service: describeService(service, scope) };
}

export function describeServices(
  input: Wire<DescribeServicesRequest>,
  scope: EcsScope,
): Wire<DescribeServicesResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const names = input.services ?? [];
  if (names.length === 0) throw new AwsError('InvalidParameterException', 'Services cannot be empty.');
  if (names.length > 10)
    throw new AwsError('InvalidParameterException', 'Services can have at most 10 items.');
  const services: Wire<DescribeServicesResponse>['services'] = [];
  const failures: Wire<DescribeServicesResponse>['failures'] = [];
  for (const name of names) {
    const service = findService(name, cluster, scope);
    if (service)
      services.push(describeService(service, scope, { tags: input.include?.includes('TAGS') ?? false }));
    else
      failures.push({
        arn: name.startsWith('arn:') ? name : serviceArn(name, cluster.name, scope),
        reason: 'MISSING',
      });
  }
  return { services, failures };
}

export function listServices(input: Wire<ListServicesRequest>, scope: EcsScope): Wire<ListServicesResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const start = positionOf(input.nextToken);
  const limit = input.maxResults ?? 10;
  if (limit < 1 || limit > 100)
    throw new AwsError('InvalidParameterException', 'maxResults should be between 1 and 100.');
  const arns = [...scope.ecs.services.values()]
    .filter((service) => service.cluster === cluster.name && service.status !== 'INACTIVE')
    .filter(
      ({ deployments }) => input.launchType === undefined || deployments[0]!.launchType === input.launchType,
    )
    .filter(() => input.schedulingStrategy !== 'DAEMON')
    .map(({ arn }) => arn);
  return {
    serviceArns: arns.slice(start, start + limit),
    ...(start + limit < arns.length ? { nextToken: pageToken(start + limit) } : {}),
  };
}

/** Makes a deployment the PRIMARY; those before it go on as ACTIVE until their tasks have stopped. */
function deploy(service: Service, template: Template, scope: EcsScope): void {
  const { context } = scope;
  const digits = [0, 1, 2].map(() => String(context.random.integer(1_000_000, 9_999_999))).join('');
  const id = `ecs-svc/${digits.slice(0, 19)}`;
  const deployment: Deployment = {
    ...template,
    id,
    status: 'PRIMARY',
    rolloutState: rolloutTable.initial.target,
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    running: 0,
    pending: 0,
    failedTasks: 0,
    proven: false,
    createdAt: context.date,
    updatedAt: context.date,
  };
  for (const before of service.deployments) before.status = 'ACTIVE';
  service.deployments = [deployment, ...service.deployments];
  service.steady = false;
  // A new deployment clears start throttling (developer guide, service throttle logic).
  service.failedStarts = 0;
  service.startsAgainAt = 0;
  wake(service, scope);
}

type TemplateInput = Pick<
  Wire<CreateServiceRequest>,
  'taskDefinition' | 'launchType' | 'capacityProviderStrategy' | 'platformVersion' | 'networkConfiguration'
>;

/** @throws AwsError for what RunTask would refuse too. */
function templateOf(input: TemplateInput, scope: EcsScope): Template {
  const definition = findTaskDefinition(input.taskDefinition ?? '', scope);
  if (!definition) throw new AwsError('ClientException', 'TaskDefinition not found.');
  if (definition.status !== 'ACTIVE') throw new AwsError('ClientException', 'TaskDefinition is inactive');
  checkLaunch({ ...input, taskDefinition: definition.arn }, definition, scope);
  return {
    taskDefinition: definition.arn,
    ...(input.launchType === 'FARGATE' ? { launchType: 'FARGATE' as const } : {}),
    ...(input.capacityProviderStrategy?.length
      ? { capacityProviderStrategy: input.capacityProviderStrategy }
      : {}),
    ...(input.platformVersion ? { platformVersion: input.platformVersion } : {}),
    ...(input.networkConfiguration ? { networkConfiguration: input.networkConfiguration } : {}),
  };
}

function defined(input: Wire<UpdateServiceRequest>): TemplateInput {
  const { taskDefinition, capacityProviderStrategy, platformVersion, networkConfiguration } = input;
  return {
    ...(taskDefinition === undefined ? {} : { taskDefinition }),
    ...(capacityProviderStrategy === undefined ? {} : { capacityProviderStrategy }),
    ...(platformVersion === undefined ? {} : { platformVersion }),
    ...(networkConfiguration === undefined ? {} : { networkConfiguration }),
  };
}

const defaults: Wire<DeploymentConfiguration> = {
  deploymentCircuitBreaker: { enable: false, rollback: false },
  maximumPercent: 200,
  minimumHealthyPercent: 100,
};

/** @throws AwsError InvalidParameterException for percentages with which no task could ever be replaced. */
function configuration(
  given: Wire<DeploymentConfiguration> = {},
  before = defaults,
): Wire<DeploymentConfiguration> {
  const all = { ...before, ...given };
  if ((all.maximumPercent ?? 200) < 100 || (all.minimumHealthyPercent ?? 100) < 0)
    throw new AwsError(
      'InvalidParameterException',
      'maximumPercent must be at least 100 and minimumHealthyPercent at least 0.',
    );
  if ((all.maximumPercent ?? 200) <= 100 && (all.minimumHealthyPercent ?? 100) >= 100)
    throw new AwsError(
      'InvalidParameterException',
      'Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.',
    );
  return all;
}

function checkCount(desiredCount: number | undefined): void {
  if (desiredCount === undefined) return;
  if (desiredCount < 0)
    throw new AwsError('InvalidParameterException', 'Desired count cannot be less than 0.');
  if (desiredCount > 5_000)
    throw new AwsError('InvalidParameterException', 'Desired count cannot be greater than 5000.');
}

/** What a request asks for beyond this simulator is refused, so that nobody takes silence for success. */
function refuseWhatIsNotSimulated(
  input: Wire<CreateServiceRequest> | Wire<UpdateServiceRequest>,
  operation: string,
): void {
  const { deploymentConfiguration: roll = {} } = input;
  const asked: [string, boolean][] = [
    ['loadBalancers', (input.loadBalancers?.length ?? 0) > 0],
    ['serviceRegistries', (input.serviceRegistries?.length ?? 0) > 0],
    ['serviceConnectConfiguration', input.serviceConnectConfiguration?.enabled === true],
    ['volumeConfigurations', (input.volumeConfigurations?.length ?? 0) > 0],
    ['vpcLatticeConfigurations', (input.vpcLatticeConfigurations?.length ?? 0) > 0],
    [
      'deploymentController',
      input.deploymentController !== undefined && input.deploymentController.type !== 'ECS',
    ],
    ['schedulingStrategy DAEMON', 'schedulingStrategy' in input && input.schedulingStrategy === 'DAEMON'],
    ['deployment strategies but ROLLING', (roll.strategy ?? 'ROLLING') !== 'ROLLING'],
    ['deployment alarms', roll.alarms?.enable === true],
  ];
  const [name] = asked.find(([, wanted]) => wanted) ?? [];
  if (name)
    throw new AwsError(
      'NotSimulatedException',
      `Drydock does not simulate ${name} in ${operation}: leave it out.`,
    );
}
