import type {
  CreateServiceRequest,
  CreateServiceResponse,
  DeleteServiceRequest,
  DeleteServiceResponse,
  UpdateServiceRequest,
  UpdateServiceResponse,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { clusterOf, type EcsScope } from '../scope.ts';
import { checkClientToken } from '../tasks/client-token.ts';
import { configurationOf } from './configuration.ts';
import { deploy } from './deploy.ts';
import { describeService } from './describe.ts';
import { wake } from './looks.ts';
import { serviceTable } from './machines.ts';
import { begins, moveService } from './moves.ts';
import type { Service, Template } from './record.ts';
import { activeService, findService, serviceArn } from './service.ts';
import { addTaskSet } from './task-set-operations.ts';
import { moveStability, moveTaskSet } from './task-sets.ts';
import { templateMembers, templateOf, type TemplateInput } from './template.ts';

/** CreateService: a replica service with rolling deployments. */
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
  checkClientToken(input.clientToken);
  const existing = findService(name, cluster, scope);
  const request = JSON.stringify(input);
  // The same request again, by its token: the service that it has made.
  if (existing?.status === 'ACTIVE' && input.clientToken !== undefined && existing.request === request)
    return { service: describeService(existing, scope, { tags: true }) };
  if (existing?.status === 'ACTIVE')
    throw new AwsError('InvalidParameterException', 'Creation of service was not idempotent.');
  if (existing?.status === 'DRAINING')
    throw new AwsError('InvalidParameterException', 'Unable to Start a service that is still Draining.');
  checkCount(input.desiredCount);
  const controller = controllerOf(input);
  const schedulingStrategy = strategyOf(input);
  const configuration = configurationOf(
    schedulingStrategy === 'DAEMON'
      ? { maximumPercent: 100, minimumHealthyPercent: 0, ...input.deploymentConfiguration }
      : input.deploymentConfiguration,
  );
  // What an EXTERNAL service runs, its task sets say.
  const template = controller === 'EXTERNAL' ? undefined : templateOf(input, cluster, scope);
  if (template) checkShifts(template, configuration);
  if (template && schedulingStrategy === 'DAEMON') refuseFargate(template);
  const arn = serviceArn(name, cluster.name, scope);
  const service: Service = {
    arn,
    name,
    cluster: cluster.name,
    status: serviceTable.initial.target,
    desiredCount: schedulingStrategy === 'DAEMON' ? 0 : (input.desiredCount ?? 1),
    schedulingStrategy,
    controller,
    deploymentConfiguration: configuration,
    ...gracePeriod(input, template ?? { taskDefinition: '' }),
    // ENABLED unless the request says otherwise (API reference, CreateService).
    availabilityZoneRebalancing: input.availabilityZoneRebalancing ?? 'ENABLED',
    placementConstraints: input.placementConstraints ?? [],
    placementStrategy: input.placementStrategy ?? [],
    enableECSManagedTags: input.enableECSManagedTags ?? false,
    enableExecuteCommand: input.enableExecuteCommand ?? false,
    ...(input.propagateTags && input.propagateTags !== 'NONE' ? { propagateTags: input.propagateTags } : {}),
    ...(input.clientToken === undefined ? {} : { request }),
    createdAt: scope.context.date,
    createdBy: scope.principal,
    tags: input.tags ?? [],
    deployments: [],
    taskSets: [],
    revisions: [],
    history: [],
    tasks: new Set(),
    draining: new Set(),
    sick: new Set(),
    registering: [],
    events: [],
    steady: false,
    looksAt: 0,
    failedStarts: 0,
    startsAgainAt: 0,
  };
  scope.ecs.services.set(arn, service);
  begins(serviceTable, arn, scope);
  if (template && controller === 'ECS') deploy(service, template, scope);
  else if (template) {
    // CodeDeploy finds a first task set, which it replaces at its first deployment.
    const taskSet = addTaskSet(service, template, { scale: 100, tags: [], startedBy: 'CODE_DEPLOY' }, scope);
    moveTaskSet(taskSet, 'PROMOTE', scope);
  }
  return { service: describeService(service, scope, { tags: true }) };
}

/** @throws AwsError InvalidParameterException for a grace period of a service that no load balancer checks */
function gracePeriod(
  {
    healthCheckGracePeriodSeconds: seconds,
  }: Pick<Wire<CreateServiceRequest>, 'healthCheckGracePeriodSeconds'>,
  { loadBalancers = [] }: Template,
): Pick<Service, 'healthCheckGracePeriodSeconds'> {
  if (loadBalancers.length === 0) {
    if (seconds === undefined) return {};
    throw new AwsError(
      'InvalidParameterException',
      'Health check grace period is only valid for services configured to use load balancers',
    );
  }
  if (seconds !== undefined && (seconds < 0 || seconds > 2_147_483_647))
    throw new AwsError(
      'InvalidParameterException',
      'Health check grace period must be between 0 and 2147483647 seconds.',
    );
  return { healthCheckGracePeriodSeconds: seconds ?? 0 };
}

/** UpdateService: whatever a revision is made of, or `forceNewDeployment`, rolls out; the rest only changes the service. */
export function updateService(
  input: Wire<UpdateServiceRequest>,
  scope: EcsScope,
): Wire<UpdateServiceResponse> {
  const service = activeService(input.service ?? '', clusterOf(input.cluster, scope), scope);
  refuseWhatIsNotSimulated(input, 'UpdateService');
  checkCount(input.desiredCount);
  if (service.controller !== 'ECS') return updateOthersService(input, service, scope);
  const before = templateIn(service.deployments[0]!);
  const asked = templateIn(input as Partial<Template>);
  const rollsOut = input.forceNewDeployment === true || Object.keys(asked).length > 0;
  // A strategy takes the place of the launch type, and the other way round (API reference, UpdateService).
  const { launchType, ...others } = before;
  const base = input.capacityProviderStrategy === undefined ? before : others;
  void launchType;
  const template = rollsOut
    ? templateOf({ ...base, ...asked } as TemplateInput, clusterOf(input.cluster, scope), scope)
    : (before as Template);
  const configuration = configurationOf(input.deploymentConfiguration, service.deploymentConfiguration);
  checkShifts(template, configuration);
  const grace = input.healthCheckGracePeriodSeconds === undefined ? {} : gracePeriod(input, template);
  service.deploymentConfiguration = configuration;
  service.desiredCount = input.desiredCount ?? service.desiredCount;
  Object.assign(service, grace);
  for (const member of settings) if (input[member] !== undefined) service[member] = input[member] as never;
  if (input.propagateTags === 'NONE') delete service.propagateTags;
  else if (input.propagateTags !== undefined) service.propagateTags = input.propagateTags;
  const changed = input.forceNewDeployment === true || JSON.stringify(template) !== JSON.stringify(before);
  if (rollsOut && changed) deploy(service, template, scope);
  else wake(service, scope);
  return { service: describeService(service, scope) };
}

/** UpdateService of a service that CodeDeploy or somebody else deploys: what its tasks are made of is theirs to say. */
function updateOthersService(
  input: Wire<UpdateServiceRequest>,
  service: Service,
  scope: EcsScope,
): Wire<UpdateServiceResponse> {
  const { controller } = service;
  const how = controller === 'CODE_DEPLOY' ? ' Use AWS CodeDeploy to trigger a new deployment.' : '';
  const refuse = (what: string) => {
    throw new AwsError(
      'InvalidParameterException',
      `${what} on services with ${controller === 'EXTERNAL' ? 'an' : 'a'} ${controller} deployment controller.${how}`,
    );
  };
  if (input.taskDefinition !== undefined) refuse('Unable to update task definition');
  if (input.forceNewDeployment === true) refuse('Cannot force a new deployment');
  if (input.networkConfiguration !== undefined) refuse('Unable to update network parameters');
  if (input.loadBalancers !== undefined) refuse('Unable to update load balancers');
  const grace =
    input.healthCheckGracePeriodSeconds === undefined
      ? {}
      : { healthCheckGracePeriodSeconds: input.healthCheckGracePeriodSeconds };
  service.deploymentConfiguration = configurationOf(
    input.deploymentConfiguration,
    service.deploymentConfiguration,
  );
  service.desiredCount = input.desiredCount ?? service.desiredCount;
  Object.assign(service, grace);
  for (const each of service.taskSets) moveStability(each, 'MOVED', scope);
  wake(service, scope);
  return { service: describeService(service, scope) };
}

/** @throws AwsError InvalidParameterException for a controller that is none, or that the rest of the request does not fit */
function controllerOf(input: Wire<CreateServiceRequest>): Service['controller'] {
  const { type = 'ECS' } = input.deploymentController ?? {};
  if (type !== 'ECS' && type !== 'CODE_DEPLOY' && type !== 'EXTERNAL')
    throw new AwsError('InvalidParameterException', `Invalid deployment controller type: ${String(type)}.`);
  const strategy = input.deploymentConfiguration?.strategy ?? 'ROLLING';
  if (type !== 'ECS' && strategy !== 'ROLLING')
    throw new AwsError(
      'InvalidParameterException',
      `The deployment strategy ${strategy} can only be used with the ECS deployment controller.`,
    );
  if (type === 'CODE_DEPLOY' && !input.loadBalancers?.length)
    throw new AwsError(
      'InvalidParameterException',
      'At least one load balancer is required for services with a CODE_DEPLOY deployment controller.',
    );
  if (type === 'EXTERNAL' && input.taskDefinition !== undefined)
    throw new AwsError(
      'InvalidParameterException',
      'A task definition cannot be specified for services with an EXTERNAL deployment controller.',
    );
  return type;
}

/** The refusals' texts are worded after the developer guide and unverified. @throws AwsError InvalidParameterException */
function strategyOf(input: Wire<CreateServiceRequest>): Service['schedulingStrategy'] {
  const { schedulingStrategy = 'REPLICA' } = input;
  if (schedulingStrategy !== 'REPLICA' && schedulingStrategy !== 'DAEMON')
    throw new AwsError(
      'InvalidParameterException',
      `Invalid scheduling strategy: ${String(schedulingStrategy)}.`,
    );
  if (schedulingStrategy === 'REPLICA') return schedulingStrategy;
  const wrong =
    input.desiredCount !== undefined
      ? 'The daemon scheduling strategy does not support a desired count. Remove the desired count value and try again.'
      : input.placementStrategy?.length
        ? 'The daemon scheduling strategy does not support placement strategies.'
        : (input.deploymentController?.type ?? 'ECS') !== 'ECS'
          ? 'The daemon scheduling strategy is only supported with the ECS deployment controller.'
          : undefined;
  if (wrong) throw new AwsError('InvalidParameterException', wrong);
  return schedulingStrategy;
}

function refuseFargate({ launchType, capacityProviderStrategy: providers = [] }: Template): void {
  if (
    launchType === 'FARGATE' ||
    providers.some(({ capacityProvider }) => capacityProvider?.startsWith('FARGATE'))
  )
    throw new AwsError(
      'InvalidParameterException',
      'The daemon scheduling strategy is not supported for tasks that use the Fargate launch type.',
    );
}

/** Traffic can be shifted only where both target groups and the rule are named. @throws AwsError InvalidParameterException */
function checkShifts(
  { loadBalancers = [] }: Template,
  { strategy = 'ROLLING' }: Service['deploymentConfiguration'],
): void {
  if (strategy === 'ROLLING') return;
  for (const { advancedConfiguration: advanced } of loadBalancers)
    if (!advanced?.alternateTargetGroupArn || !advanced.productionListenerRule || !advanced.roleArn)
      throw new AwsError(
        'InvalidParameterException',
        `advancedConfiguration with alternateTargetGroupArn, productionListenerRule and roleArn is required for load balancers with the ${strategy} deployment strategy.`,
      );
}

/** What UpdateService changes without a new deployment. */
const settings = [
  'availabilityZoneRebalancing',
  'enableECSManagedTags',
  'enableExecuteCommand',
  'placementConstraints',
  'placementStrategy',
] as const;

/** The members of a template that are there, in one order. */
function templateIn(from: Partial<Template>): Partial<Template> {
  return Object.fromEntries(
    templateMembers.flatMap((member) => (from[member] === undefined ? [] : [[member, from[member]]])),
  );
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
  moveService(service, 'DELETE', scope);
  wake(service, scope);
  return { service: describeService(service, scope) };
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
  const asked: [string, boolean][] = [
    ['vpcLatticeConfigurations', (input.vpcLatticeConfigurations?.length ?? 0) > 0],
  ];
  const [name] = asked.find(([, wanted]) => wanted) ?? [];
  if (name)
    throw new AwsError(
      'NotSimulatedException',
      `Drydock does not simulate ${name} in ${operation}: leave it out.`,
    );
}
