import type { RunTaskRequest } from '@aws-sdk/client-ecs';
import type { EcsParameters } from '@aws-sdk/client-eventbridge';
import type { Wire } from '../../api/wire.ts';

/** ECS keeps 36 characters of the name of what started a task (observed: `events-rule/prd-recommend-batch-even`). */
const startedByLength = 36;

/**
 * The RunTask call of a target: what its EcsParameters say, and its input, where it has one, as overrides
 * (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html).
 */
export function runTaskInput(
  cluster: string,
  parameters: Wire<EcsParameters>,
  startedBy: string,
  overrides: string | undefined,
): Wire<RunTaskRequest> {
  const {
    TaskDefinitionArn,
    TaskCount,
    LaunchType,
    NetworkConfiguration,
    PlatformVersion,
    Group,
    CapacityProviderStrategy,
    EnableECSManagedTags,
    EnableExecuteCommand,
    PlacementConstraints,
    PlacementStrategy,
    PropagateTags,
    ReferenceId,
    Tags,
  } = parameters;
  const vpc = NetworkConfiguration?.awsvpcConfiguration;
  return {
    cluster,
    taskDefinition: TaskDefinitionArn,
    count: TaskCount ?? 1,
    startedBy: startedBy.slice(0, startedByLength),
    ...(LaunchType === undefined ? {} : { launchType: LaunchType }),
    ...(vpc
      ? {
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: vpc.Subnets,
              ...(vpc.SecurityGroups ? { securityGroups: vpc.SecurityGroups } : {}),
              ...(vpc.AssignPublicIp ? { assignPublicIp: vpc.AssignPublicIp } : {}),
            },
          },
        }
      : {}),
    ...(PlatformVersion === undefined ? {} : { platformVersion: PlatformVersion }),
    ...(Group === undefined ? {} : { group: Group }),
    ...(CapacityProviderStrategy === undefined ? {} : { capacityProviderStrategy: CapacityProviderStrategy }),
    ...(EnableECSManagedTags === undefined ? {} : { enableECSManagedTags: EnableECSManagedTags }),
    ...(EnableExecuteCommand === undefined ? {} : { enableExecuteCommand: EnableExecuteCommand }),
    ...(PlacementConstraints === undefined ? {} : { placementConstraints: PlacementConstraints }),
    ...(PlacementStrategy === undefined ? {} : { placementStrategy: PlacementStrategy }),
    ...(PropagateTags === undefined ? {} : { propagateTags: PropagateTags }),
    ...(ReferenceId === undefined ? {} : { referenceId: ReferenceId }),
    ...(Tags === undefined ? {} : { tags: Tags.map(({ Key, Value }) => ({ key: Key!, value: Value! })) }),
    ...overridesOf(overrides),
  };
}

/** An input that is no JSON object changes nothing. */
function overridesOf(text: string | undefined): Pick<Wire<RunTaskRequest>, 'overrides'> {
  try {
    const overrides: unknown = JSON.parse(text ?? 'null');
    return typeof overrides === 'object' && overrides !== null && !Array.isArray(overrides)
      ? { overrides }
      : {};
  } catch {
    return {};
  }
}
