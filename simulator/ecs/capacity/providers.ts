import type {
  CapacityProvider as ProviderShape,
  CreateCapacityProviderRequest,
  CreateCapacityProviderResponse,
  DeleteCapacityProviderRequest,
  DeleteCapacityProviderResponse,
  DescribeCapacityProvidersRequest,
  DescribeCapacityProvidersResponse,
  ManagedScaling,
  UpdateCapacityProviderRequest,
  UpdateCapacityProviderResponse,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import { pageOf } from '../../api/pagination.ts';
import type { Wire } from '../../api/wire.ts';
import { step } from '../../kernel/machine.ts';
import type { RegionScope } from '../../region.ts';
import { shortName, type EcsScope } from '../scope.ts';
import { providerTable } from './provider-machine.ts';
import type { Capacity, CapacityProvider } from './record.ts';
import { noticeStep } from './reserve.ts';
import { waysOfStrategy, type Strategy } from './strategy.ts';

/** The two that every account has. */
export const fargateProviders = ['FARGATE', 'FARGATE_SPOT'] as const;

/** Managed scaling as it is unless told otherwise (API reference, ManagedScaling). */
const defaults = {
  status: 'DISABLED',
  targetCapacity: 100,
  minimumScalingStepSize: 1,
  maximumScalingStepSize: 10_000,
  instanceWarmupPeriod: 300,
} as const;

function refuse(message: string): never {
  throw new AwsError('InvalidParameterException', message);
}

/** CreateCapacityProvider: over an Auto Scaling group, or with instances that ECS manages. */
export function createCapacityProvider(
  input: Wire<CreateCapacityProviderRequest>,
  scope: EcsScope,
): Wire<CreateCapacityProviderResponse> {
  const name = input.name ?? '';
  if (!/^[\w-]{1,255}$/.test(name) || /^(aws|ecs|fargate)/i.test(name))
    refuse(
      'The specified capacity provider name is invalid. Up to 255 characters are allowed, including letters (upper and lowercase), numbers, underscores (_), and hyphens (-). The name can\'t be prefixed with "aws", "ecs", or "fargate". Specify a valid name and try again.',
    );
  const { providers } = scope.ecs.capacity;
  if (providers.get(name)?.status === 'ACTIVE')
    refuse(
      `A capacity provider with the name ${name} already exists. Specify a different name and try again.`,
    );
  const { autoScalingGroupProvider: group, managedInstancesProvider: managed } = input;
  if (!group === !managed)
    refuse('Specify either autoScalingGroupProvider or managedInstancesProvider and try again.');
  if (managed && !input.cluster)
    refuse('A capacity provider of managed instances needs a cluster. Specify cluster and try again.');
  const groupArn = group && groupNamed(group.autoScalingGroupArn ?? '', scope);
  const provider: CapacityProvider = {
    name,
    arn: `arn:aws:ecs:${scope.region}:${scope.accountId}:capacity-provider/${name}`,
    launchType: managed ? 'MANAGED_INSTANCES' : 'EC2',
    status: providerTable.initial.target,
    scales: managed !== undefined,
    ...(managed ? { managed: { cluster: shortName(input.cluster!), configuration: managed as never } } : {}),
    looksAt: 0,
    tags: input.tags ?? [],
  };
  if (group && groupArn !== undefined) {
    const scaling = scalingOf(group.managedScaling);
    const protection = group.managedTerminationProtection ?? 'DISABLED';
    checkProtection(protection, scaling, groupArn, scope);
    provider.group = {
      arn: groupArn,
      scaling,
      managedTerminationProtection: protection,
      managedDraining: group.managedDraining ?? 'ENABLED',
    };
    provider.scales = scaling.status === 'ENABLED';
  }
  providers.set(name, provider);
  noticeStep(providerTable.id, provider.arn, '', provider.status, '', scope.context);
  return { capacityProvider: describe(provider, { tags: true }) };
}

/** The Auto Scaling group's ARN; its name will do. */
function groupNamed(nameOrArn: string, { neighbours }: RegionScope): string {
  const group = neighbours.autoScalingGroups.groups.get(shortName(nameOrArn));
  if (!group)
    refuse(
      `The specified Auto Scaling group ARN does not match any Auto Scaling group in this Region. Verify it and try again.`,
    );
  return group.arn;
}

function scalingOf(
  given: Wire<ManagedScaling> = {},
  before: Required<Wire<ManagedScaling>> = { ...defaults },
) {
  const scaling = { ...before, ...given };
  if (scaling.targetCapacity < 1 || scaling.targetCapacity > 100)
    refuse('targetCapacity must be between 1 and 100.');
  if (scaling.minimumScalingStepSize < 1 || scaling.maximumScalingStepSize > 10_000)
    refuse('Scaling step sizes must be between 1 and 10000.');
  if (scaling.minimumScalingStepSize > scaling.maximumScalingStepSize)
    refuse('minimumScalingStepSize must not be greater than maximumScalingStepSize.');
  return scaling;
}

/** Texts of AWS (developer guide, managed termination protection). */
function checkProtection(
  protection: string,
  scaling: Wire<ManagedScaling>,
  group: string,
  scope: RegionScope,
): void {
  if (protection !== 'ENABLED') return;
  if (scaling.status !== 'ENABLED')
    refuse(
      'The managed termination protection setting for the capacity provider is invalid. To enable managed termination protection for a capacity provider, managed scaling must also be enabled.',
    );
  if (!scope.neighbours.autoScalingGroups.groups.get(shortName(group))?.protects)
    refuse(
      'The managed termination protection setting for the capacity provider is invalid. To enable managed termination protection for a capacity provider, the Auto Scaling group must have instance protection from scale in enabled.',
    );
}

export function updateCapacityProvider(
  input: Wire<UpdateCapacityProviderRequest>,
  scope: EcsScope,
): Wire<UpdateCapacityProviderResponse> {
  const provider = providerOf(input.name, scope);
  const { autoScalingGroupProvider: change } = input;
  if (change && provider.group) {
    const scaling = scalingOf(change.managedScaling, provider.group.scaling);
    const protection = change.managedTerminationProtection ?? provider.group.managedTerminationProtection;
    checkProtection(protection, scaling, provider.group.arn, scope);
    provider.group = {
      ...provider.group,
      scaling,
      managedTerminationProtection: protection,
      managedDraining: change.managedDraining ?? provider.group.managedDraining,
    };
    provider.scales = scaling.status === 'ENABLED';
  }
  if (input.managedInstancesProvider && provider.managed)
    provider.managed.configuration = {
      ...provider.managed.configuration,
      ...input.managedInstancesProvider,
    } as never;
  return { capacityProvider: { ...describe(provider), updateStatus: 'UPDATE_COMPLETE' } };
}

export function deleteCapacityProvider(
  input: Wire<DeleteCapacityProviderRequest>,
  scope: EcsScope,
): Wire<DeleteCapacityProviderResponse> {
  const name = shortName(input.capacityProvider ?? '');
  if (fargateProviders.includes(name as 'FARGATE'))
    refuse('The specified capacity provider is reserved and cannot be deleted.');
  const provider = providerOf(name, scope);
  for (const cluster of scope.ecs.clusters.values())
    if (cluster.status === 'ACTIVE' && cluster.capacityProviders.map(shortName).includes(name))
      throw new AwsError(
        'ResourceInUseException',
        'The specified capacity provider is in use and cannot be removed.',
      );
  const next = step(providerTable, provider.status, 'DELETE')!;
  noticeStep(providerTable.id, provider.arn, provider.status, next.target, 'DELETE', scope.context);
  provider.status = next.target;
  provider.scales = false;
  return { capacityProvider: { ...describe(provider), updateStatus: 'DELETE_COMPLETE' } };
}

export function describeCapacityProviders(
  input: Wire<DescribeCapacityProvidersRequest>,
  scope: EcsScope,
): Wire<DescribeCapacityProvidersResponse> {
  const tags = input.include?.includes('TAGS') ?? false;
  const own = scope.ecs.capacity.providers;
  const shape = (name: string): Wire<ProviderShape> | undefined => {
    if (fargateProviders.includes(name as 'FARGATE'))
      return {
        capacityProviderArn: `arn:aws:ecs:${scope.region}:${scope.accountId}:capacity-provider/${name}`,
        name,
        status: 'ACTIVE',
        tags: [],
      };
    const provider = own.get(name);
    return provider && describe(provider, { tags });
  };
  const asked = input.capacityProviders?.map(shortName) ?? [...fargateProviders, ...own.keys()];
  const found = asked.flatMap((name) => shape(name) ?? []);
  const { items, next } = pageOf(found, input);
  return {
    capacityProviders: items,
    failures: asked
      .filter((name) => !shape(name))
      .map((name) => ({
        arn: `arn:aws:ecs:${scope.region}:${scope.accountId}:capacity-provider/${name}`,
        reason: 'MISSING',
      })),
    ...next,
  };
}

function providerOf(name: string | undefined, scope: EcsScope): CapacityProvider {
  const found = scope.ecs.capacity.providers.get(shortName(name ?? ''));
  if (found?.status === 'ACTIVE') return found;
  return refuse('The specified capacity provider does not exist. Specify a valid name or ARN and try again.');
}

function describe(provider: CapacityProvider, { tags = false } = {}): Wire<ProviderShape> {
  const { group, managed } = provider;
  return {
    capacityProviderArn: provider.arn,
    name: provider.name,
    status: provider.status as ProviderShape['status'],
    type: managed ? 'MANAGED_INSTANCES' : 'EC2_AUTOSCALING',
    ...(group
      ? {
          autoScalingGroupProvider: {
            autoScalingGroupArn: group.arn,
            managedScaling: group.scaling,
            managedTerminationProtection: group.managedTerminationProtection,
            managedDraining: group.managedDraining,
          },
        }
      : {}),
    ...(managed
      ? {
          cluster: managed.cluster,
          managedInstancesProvider: managed.configuration as ProviderShape['managedInstancesProvider'],
        }
      : {}),
    tags: tags ? (provider.tags as never) : [],
  };
}

/**
 * Checks the capacity providers of a cluster and its default strategy.
 * @throws AwsError InvalidParameterException
 */
export function checkProviders(
  capacityProviders: readonly string[],
  strategy: Strategy | undefined,
  capacity: Capacity,
): void {
  if (capacityProviders.length > 20)
    throw new AwsError('InvalidParameterException', 'A cluster can have at most 20 capacity providers.');
  for (const each of capacityProviders) {
    const name = shortName(each);
    if (fargateProviders.includes(name as 'FARGATE') || capacity.providers.get(name)?.status === 'ACTIVE')
      continue;
    throw new AwsError(
      'InvalidParameterException',
      'The specified capacity provider does not exist. Specify a valid name or ARN and try again.',
    );
  }
  if (strategy?.length) waysOfStrategy(strategy, { capacityProviders: [...capacityProviders] }, capacity);
}
