import type { RunTaskRequest } from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import type { Subnet } from '../../neighbours/vpc.ts';
import type { RegionScope } from '../../region.ts';
import type { TaskDefinition } from '../state.ts';

/** Where tasks get network interfaces of their own. */
export interface Network {
  subnets: Subnet[];
  securityGroupIds: string[];
  assignPublicIp: boolean;
}

/**
 * The network that a request asks for; undefined for a definition whose tasks use their host's.
 * @throws AwsError InvalidParameterException for a network configuration that the definition or the VPC does not allow.
 */
export function networkOf(
  { networkConfiguration }: Pick<Wire<RunTaskRequest>, 'networkConfiguration'>,
  definition: TaskDefinition,
  { vpc }: Pick<RegionScope, 'vpc'>,
): Network | undefined {
  const network = networkConfiguration?.awsvpcConfiguration;
  if (definition.registered.networkMode !== 'awsvpc') {
    if (network)
      throw new AwsError(
        'InvalidParameterException',
        'Network Configuration is not valid for the given networkMode of this task definition.',
      );
    return undefined;
  }
  if (!network)
    throw new AwsError(
      'InvalidParameterException',
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    );
  const ids = network.subnets ?? [];
  if (ids.length === 0) throw new AwsError('InvalidParameterException', 'subnets can not be empty.');
  if (ids.length > 16) throw new AwsError('InvalidParameterException', 'subnets can have at most 16 items.');
  const subnets = ids.map((id) => {
    const subnet = vpc.subnets.find(({ subnetId }) => subnetId === id);
    if (!subnet) {
      throw new AwsError(
        'InvalidParameterException',
        `Error retrieving subnet information for [${ids.join(', ')}]: The subnet ID '${id}' does not exist (ErrorCode: InvalidSubnetID.NotFound)`,
      );
    }
    return subnet;
  });
  for (const id of network.securityGroups ?? []) {
    if (!vpc.securityGroups.some(({ groupId }) => groupId === id)) {
      throw new AwsError(
        'InvalidParameterException',
        `Error retrieving security group information for [${network.securityGroups!.join(', ')}]: The security group '${id}' does not exist (ErrorCode: InvalidGroup.NotFound)`,
      );
    }
  }
  // Without groups of its own an interface gets the VPC's `default` (API reference, AwsVpcConfiguration).
  const securityGroupIds = network.securityGroups?.length
    ? network.securityGroups
    : vpc.securityGroups.filter(({ groupName }) => groupName === 'default').map(({ groupId }) => groupId);
  return { subnets, securityGroupIds, assignPublicIp: network.assignPublicIp === 'ENABLED' };
}

/** The subnet with the most free addresses. */
export function roomiest(subnets: readonly Subnet[]): Subnet {
  return subnets.reduce((best, one) =>
    one.availableIpAddressCount > best.availableIpAddressCount ? one : best,
  );
}

/** What EC2 says when a subnet has no address left. */
export function noAddress({ subnetId }: Subnet, { assignPublicIp }: Pick<Network, 'assignPublicIp'>): string {
  return `Unexpected EC2 error while attempting to Create Network Interface with public IP assignment ${assignPublicIp ? 'enabled' : 'disabled'} in subnet '${subnetId}': InsufficientFreeAddressesInSubnet`;
}
