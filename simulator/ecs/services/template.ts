import type { CreateServiceRequest, LoadBalancer } from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { loadBalancing, usersOf } from '../../neighbours/load-balancing/scope.ts';
import { checkLaunchType } from '../capacity/strategy.ts';
import { findTaskDefinition, type EcsScope } from '../scope.ts';
import type { Cluster, TaskDefinition } from '../state.ts';
import { planLaunch } from '../tasks/launch.ts';
import { checkRegistries, connectOf } from './discovery.ts';
import type { Template } from './record.ts';

/** The members of CreateService, UpdateService and CreateTaskSet that a revision is made of. */
export const templateMembers = [
  'taskDefinition',
  'launchType',
  'capacityProviderStrategy',
  'platformVersion',
  'networkConfiguration',
  'loadBalancers',
  'serviceRegistries',
  'serviceConnectConfiguration',
  'volumeConfigurations',
] as const;

export type TemplateInput = Pick<Wire<CreateServiceRequest>, (typeof templateMembers)[number]>;

function refuse(message: string): never {
  throw new AwsError('InvalidParameterException', message);
}

/** Without a launch type or a strategy of its own a service takes the cluster's default strategy, or EC2 (API reference, CreateService). */
function withDefaultStrategy(input: TemplateInput, cluster: Cluster): TemplateInput {
  const strategy = cluster.defaultCapacityProviderStrategy as TemplateInput['capacityProviderStrategy'];
  if (input.launchType || input.capacityProviderStrategy?.length) return input;
  return strategy?.length
    ? { ...input, capacityProviderStrategy: strategy }
    : { ...input, launchType: 'EC2' };
}

/** What a request makes a revision of. @throws AwsError for what RunTask would refuse too, and for wrong load balancers */
export function templateOf(asked: TemplateInput, cluster: Cluster, scope: EcsScope): Template {
  // ECS's own words; another code than RunTask's.
  checkLaunchType(asked.launchType, 'ClientException', ['EC2', 'FARGATE']);
  const input = withDefaultStrategy(asked, cluster);
  const definition = findTaskDefinition(input.taskDefinition ?? '', scope);
  if (!definition) throw new AwsError('ClientException', 'TaskDefinition not found.');
  if (definition.status !== 'ACTIVE') throw new AwsError('ClientException', 'TaskDefinition is inactive');
  planLaunch(input, definition, cluster, scope);
  checkLoadBalancers(input.loadBalancers ?? [], definition, scope);
  checkRegistries(input.serviceRegistries ?? [], definition, scope);
  const connect = connectOf(input.serviceConnectConfiguration, definition, cluster, scope);
  const given = templateMembers.flatMap((member) => {
    const value = input[member];
    return value === undefined || (Array.isArray(value) && value.length === 0)
      ? []
      : [[member, value] as const];
  });
  return {
    ...Object.fromEntries(given),
    ...(connect ? { serviceConnectConfiguration: connect } : {}),
    taskDefinition: definition.arn,
  };
}

/** Service quota: target groups per service. */
const mostTargetGroups = 5;

/** @throws AwsError InvalidParameterException, with AWS's words */
function checkLoadBalancers(
  loadBalancers: readonly Wire<LoadBalancer>[],
  { registered: { containerDefinitions = [], networkMode } }: TaskDefinition,
  scope: EcsScope,
): void {
  if (loadBalancers.length > mostTargetGroups)
    refuse(`load balancers can have at most ${mostTargetGroups} items.`);
  for (const { targetGroupArn, loadBalancerName, containerName, containerPort } of loadBalancers) {
    if (loadBalancerName !== undefined)
      throw new AwsError(
        'NotSimulatedException',
        'Drydock does not simulate Classic Load Balancers: name a target group.',
      );
    if (targetGroupArn === undefined) refuse('targetGroupArn can not be blank.');
    const group = loadBalancing(scope).targetGroups.get(targetGroupArn);
    if (!group) refuse(`The specified target group does not exist: ${targetGroupArn}`);
    if (usersOf(group.arn, scope).length === 0)
      refuse(`The target group with targetGroupArn ${group.arn} does not have an associated load balancer.`);
    if (networkMode === 'awsvpc' && group.targetType !== 'ip')
      refuse(
        `The provided target group ${group.arn} has target type ${group.targetType}, which is incompatible with the awsvpc network mode specified in the task definition.`,
      );
    const container = containerDefinitions.find(({ name }) => name === containerName);
    if (!container) refuse(`The container ${containerName} does not exist in the task definition.`);
    if (!container.portMappings?.some((mapping) => mapping.containerPort === containerPort))
      refuse(`The container ${containerName} did not have a container port ${containerPort} defined.`);
  }
}
