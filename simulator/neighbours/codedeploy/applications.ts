import type {
  CreateApplicationInput,
  CreateApplicationOutput,
  CreateDeploymentGroupInput,
  CreateDeploymentGroupOutput,
  DeploymentGroupInfo,
  GetApplicationOutput,
  GetDeploymentGroupInput,
  GetDeploymentGroupOutput,
  UpdateDeploymentGroupInput,
} from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import { shortName } from '../../ecs/scope.ts';
import type { Service } from '../../ecs/services/record.ts';
import type { RegionScope } from '../../region.ts';
import type { NeighbourScope } from '../scope.ts';
import { routingOf, usualConfig } from './configs.ts';
import type { Application, CodeDeployment, DeploymentGroup } from './state.ts';

type Named = { applicationName?: string | undefined };
type Scope = Pick<RegionScope, 'neighbours'>;

/** @throws AwsError ApplicationDoesNotExistException */
export function applicationOf({ applicationName: name = '' }: Named, { neighbours }: Scope): Application {
  const found = neighbours.codeDeploy.applications.get(name);
  if (found) return found;
  throw new AwsError('ApplicationDoesNotExistException', `No application found for name: ${name}`);
}

/** @throws AwsError ApplicationDoesNotExistException, DeploymentGroupDoesNotExistException */
export function groupOf(
  input: Named & { deploymentGroupName?: string | undefined },
  scope: Scope,
): DeploymentGroup {
  const name = input.deploymentGroupName ?? '';
  const found = applicationOf(input, scope).groups.get(name);
  if (found) return found;
  throw new AwsError('DeploymentGroupDoesNotExistException', `No Deployment Group found for name: ${name}`);
}

/** @throws AwsError ApplicationAlreadyExistsException, InvalidComputePlatformException */
export function createApplication(
  input: Wire<CreateApplicationInput>,
  { neighbours: { codeDeploy }, context }: NeighbourScope,
): Wire<CreateApplicationOutput> {
  const name = input.applicationName ?? '';
  if (input.computePlatform !== 'ECS')
    throw new AwsError(
      'InvalidComputePlatformException',
      'Drydock deploys to Amazon ECS only: give --compute-platform ECS.',
    );
  if (codeDeploy.applications.has(name))
    throw new AwsError('ApplicationAlreadyExistsException', `Application already exists: ${name}`);
  const id = context.random.uuid();
  codeDeploy.applications.set(name, { id, name, createdAt: context.date, groups: new Map() });
  return { applicationId: id };
}

export function getApplication(input: Named, scope: NeighbourScope): Wire<GetApplicationOutput> {
  const { id, name, createdAt } = applicationOf(input, scope);
  return {
    application: {
      applicationId: id,
      applicationName: name,
      createTime: epochSeconds(createdAt),
      linkedToGitHub: false,
      computePlatform: 'ECS',
    },
  };
}

export function listApplications(_: unknown, { neighbours: { codeDeploy } }: NeighbourScope) {
  return { applications: [...codeDeploy.applications.keys()] };
}

/** What is not there is deleted as well. */
export function deleteApplication(
  { applicationName: name = '' }: Named,
  { neighbours: { codeDeploy } }: NeighbourScope,
): void {
  codeDeploy.applications.delete(name);
}

/** The service that a group deploys to. */
export function serviceOf(
  { input }: DeploymentGroup,
  { ecs }: Pick<RegionScope, 'ecs'>,
): Service | undefined {
  const [at] = input.ecsServices ?? [];
  const cluster = shortName(at?.clusterName ?? '');
  const name = shortName(at?.serviceName ?? '');
  for (const service of ecs.services.values())
    if (service.name === name && shortName(service.cluster) === cluster) return service;
  return undefined;
}

/**
 * What a group for Amazon ECS needs (https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-create-ecs.html).
 * The words are ours but for the last.
 * @throws AwsError
 */
function check(group: DeploymentGroup, scope: NeighbourScope): void {
  const { input } = group;
  const refuse = (code: string, message: string): never => {
    throw new AwsError(code, message);
  };
  routingOf(input.deploymentConfigName ?? usualConfig);
  const { deploymentType, deploymentOption } = input.deploymentStyle ?? {};
  if (deploymentType !== 'BLUE_GREEN' || deploymentOption !== 'WITH_TRAFFIC_CONTROL')
    refuse(
      'InvalidDeploymentStyleException',
      'A deployment group for Amazon ECS needs the deployment type BLUE_GREEN with the option WITH_TRAFFIC_CONTROL.',
    );
  const blueGreen = input.blueGreenDeploymentConfiguration;
  if (!blueGreen?.deploymentReadyOption || !blueGreen.terminateBlueInstancesOnDeploymentSuccess)
    refuse(
      'InvalidBlueGreenDeploymentConfigurationException',
      'A deployment group for Amazon ECS needs deploymentReadyOption and terminateBlueInstancesOnDeploymentSuccess.',
    );
  const pairs = input.loadBalancerInfo?.targetGroupPairInfoList ?? [];
  const [pair] = pairs;
  if (pairs.length !== 1 || pair?.targetGroups?.length !== 2 || !pair.prodTrafficRoute?.listenerArns?.length)
    refuse(
      'InvalidTargetGroupPairException',
      'A deployment group for Amazon ECS needs one pair of target groups and the listener of its production traffic.',
    );
  const service = serviceOf(group, scope);
  if (input.ecsServices?.length !== 1 || !service)
    refuse('InvalidECSServiceException', 'The Amazon ECS service of the deployment group cannot be found.');
  if (service?.controller !== 'CODE_DEPLOY')
    refuse(
      'InvalidECSServiceException',
      "Deployment group's ECS service must be configured for a CODE_DEPLOY deployment controller.",
    );
}

export function createDeploymentGroup(
  input: Wire<CreateDeploymentGroupInput>,
  scope: NeighbourScope,
): Wire<CreateDeploymentGroupOutput> {
  const application = applicationOf(input, scope);
  const name = input.deploymentGroupName ?? '';
  if (application.groups.has(name))
    throw new AwsError('DeploymentGroupAlreadyExistsException', `Deployment Group already exists: ${name}`);
  const group: DeploymentGroup = { id: '', input };
  check(group, scope);
  group.id = scope.context.random.uuid();
  application.groups.set(name, group);
  return { deploymentGroupId: group.id };
}

export function updateDeploymentGroup(
  { currentDeploymentGroupName, newDeploymentGroupName, ...input }: Wire<UpdateDeploymentGroupInput>,
  scope: NeighbourScope,
): object {
  const application = applicationOf(input, scope);
  const old = currentDeploymentGroupName ?? '';
  const group = groupOf({ ...input, deploymentGroupName: old }, scope);
  const name = newDeploymentGroupName ?? old;
  const after = { ...group, input: { ...group.input, ...input, deploymentGroupName: name } };
  check(after as DeploymentGroup, scope);
  application.groups.delete(old);
  application.groups.set(name, after as DeploymentGroup);
  return { hooksNotCleanedUp: [] };
}

export function deleteDeploymentGroup(
  input: Wire<GetDeploymentGroupInput>,
  scope: NeighbourScope,
): { hooksNotCleanedUp: never[] } {
  applicationOf(input, scope).groups.delete(input.deploymentGroupName ?? '');
  return { hooksNotCleanedUp: [] };
}

export function listDeploymentGroups(input: Named, scope: NeighbourScope) {
  const { name, groups } = applicationOf(input, scope);
  return { applicationName: name, deploymentGroups: [...groups.keys()] };
}

export function getDeploymentGroup(
  input: Wire<GetDeploymentGroupInput>,
  scope: NeighbourScope,
): Wire<GetDeploymentGroupOutput> {
  const { id, input: given, lastAttempted, lastSuccessful } = groupOf(input, scope);
  const { deployments } = scope.neighbours.codeDeploy;
  return {
    deploymentGroupInfo: {
      applicationName: given.applicationName,
      deploymentGroupId: id,
      deploymentGroupName: given.deploymentGroupName,
      deploymentConfigName: given.deploymentConfigName ?? usualConfig,
      serviceRoleArn: given.serviceRoleArn,
      triggerConfigurations: given.triggerConfigurations ?? [],
      ...(given.alarmConfiguration ? { alarmConfiguration: given.alarmConfiguration } : {}),
      ...(given.autoRollbackConfiguration
        ? { autoRollbackConfiguration: given.autoRollbackConfiguration }
        : {}),
      deploymentStyle: given.deploymentStyle,
      blueGreenDeploymentConfiguration: given.blueGreenDeploymentConfiguration,
      loadBalancerInfo: given.loadBalancerInfo,
      ...last('lastSuccessfulDeployment', deployments.get(lastSuccessful ?? '')),
      ...last('lastAttemptedDeployment', deployments.get(lastAttempted ?? '')),
      computePlatform: 'ECS',
      ecsServices: given.ecsServices,
    } as Wire<DeploymentGroupInfo>,
  };
}

function last(member: string, deployment: CodeDeployment | undefined): object {
  if (!deployment) return {};
  const { id, status, completedAt, createdAt } = deployment;
  return {
    [member]: {
      deploymentId: id,
      status,
      ...(completedAt === undefined ? {} : { endTime: epochSeconds(completedAt) }),
      createTime: epochSeconds(createdAt),
    },
  };
}
