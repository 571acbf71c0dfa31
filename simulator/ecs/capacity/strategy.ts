import type { CapacityProviderStrategyItem, RunTaskRequest } from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { shortName } from '../scope.ts';
import type { Cluster, TaskDefinition } from '../state.ts';
import type { Capacity, HostLaunchType } from './record.ts';

export type LaunchType = 'FARGATE' | HostLaunchType;

/** One of the ways in which a request's tasks may be launched, with how many of them go this way. */
export interface Way {
  launchType: LaunchType;
  /** The capacity provider's name; absent when a launch type was asked for. */
  provider?: string;
  base: number;
  weight: number;
}

export type Strategy = readonly Wire<CapacityProviderStrategyItem>[];

function refuse(message: string): never {
  throw new AwsError('InvalidParameterException', message);
}

const launchTypes: readonly string[] = ['EC2', 'FARGATE', 'EXTERNAL', 'MANAGED_INSTANCES'];

/**
 * Refuses what is no launch type at all, before anything else is looked at. Code and words as recorded (moto), from before
 * there were more launch types.
 * @param said the launch types that the message names
 * @throws AwsError with `code`
 */
export function checkLaunchType(
  launchType: string | undefined,
  code: 'ClientException' | 'InvalidParameterException',
  said: readonly string[],
): void {
  if (launchType !== undefined && !launchTypes.includes(launchType))
    throw new AwsError(code, `launch type should be one of [${said.join(',')}]`);
}

/**
 * The ways of a request: its launch type, or its capacity provider strategy, or the cluster's default strategy; EC2
 * without any (API reference, RunTask `launchType`).
 * @throws AwsError InvalidParameterException.
 */
export function waysOf(
  input: Pick<Wire<RunTaskRequest>, 'launchType' | 'capacityProviderStrategy'>,
  definition: TaskDefinition,
  cluster: Cluster,
  capacity: Capacity,
): Way[] {
  const asked = input.capacityProviderStrategy ?? [];
  if (input.launchType && asked.length)
    refuse(
      'Specifying both a launch type and capacity provider strategy is not supported. Remove one and try again.',
    );
  const strategy =
    asked.length || input.launchType ? asked : (cluster.defaultCapacityProviderStrategy as Strategy);
  const ways = strategy.length
    ? waysOfStrategy(strategy, cluster, capacity)
    : [{ launchType: input.launchType ?? ('EC2' as const), base: 0, weight: 1 }];
  for (const { launchType, provider } of ways) {
    if (!definition.compatibilities.includes(launchType)) {
      if (provider !== undefined && provider !== 'FARGATE' && provider !== 'FARGATE_SPOT')
        refuse('The selected task definition is not compatible with the selected compute strategy.');
      refuse(`Task definition does not support launch_type ${launchType}.`);
    }
    const { operatingSystemFamily } = definition.registered.runtimePlatform ?? {};
    // Fargate Spot runs Linux only (developer guide, Fargate capacity providers).
    if (provider === 'FARGATE_SPOT' && operatingSystemFamily?.startsWith('WINDOWS'))
      refuse('The selected task definition is not compatible with the selected compute strategy.');
  }
  return ways;
}

/**
 * Checks a capacity provider strategy and reads it.
 * @throws AwsError InvalidParameterException. The first text is AWS's; the others are our own (unverified).
 */
export function waysOfStrategy(
  strategy: Strategy,
  cluster: Pick<Cluster, 'capacityProviders'>,
  capacity: Capacity,
): Way[] {
  if (strategy.length > 20) refuse('A capacity provider strategy can contain at most 20 capacity providers.');
  const names = strategy.map(({ capacityProvider }) => shortName(capacityProvider ?? ''));
  if (names.some((name) => !cluster.capacityProviders.map(shortName).includes(name)))
    refuse(
      'The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster. Associate the capacity provider with the cluster and try again.',
    );
  const fargate = names.filter((name) => name === 'FARGATE' || name === 'FARGATE_SPOT').length;
  if (fargate > 0 && fargate < names.length)
    refuse(
      'A capacity provider strategy cannot contain both Fargate and Auto Scaling group capacity providers. Name providers of one kind.',
    );
  if (strategy.filter(({ base = 0 }) => base > 0).length > 1)
    refuse('Only one capacity provider in a capacity provider strategy can have a base defined.');
  const ways = strategy.map(({ base = 0, weight = strategy.length === 1 ? 1 : 0 }, index): Way => {
    const provider = names[index]!;
    const known = capacity.providers.get(provider);
    return { launchType: known ? known.launchType : 'FARGATE', provider, base, weight };
  });
  if (ways.every(({ weight }) => weight === 0))
    refuse(
      'At least one capacity provider in a capacity provider strategy must have a weight greater than 0.',
    );
  return ways;
}

/**
 * The way of the next task: the base first, then by weight
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-capacity-providers.html).
 * @param tally how many tasks each provider has already
 */
export function nextWay(ways: readonly Way[], tally: ReadonlyMap<string, number>): Way {
  if (ways.length === 1) return ways[0]!;
  const count = ({ provider = '' }: Way) => tally.get(provider) ?? 0;
  const based = ways.find((way) => count(way) < way.base);
  if (based) return based;
  const share = (way: Way) => (count(way) - way.base) / way.weight;
  return ways
    .filter(({ weight }) => weight > 0)
    .reduce((best, one) => (share(one) < share(best) ? one : best));
}
