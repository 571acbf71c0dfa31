import type { Standing } from './standing.ts';

/**
 * Variables that a bench's shell starts with: the parts of the account that a command line needs and that another
 * service would have to be asked for (a subnet of the default VPC and its security group).
 */
export function environmentOf({ world, region }: Pick<Standing, 'world' | 'region'>): Record<string, string> {
  const vpc = world.state.regions.get(region)?.vpc;
  const [subnet] = vpc?.subnets ?? [];
  const [group] = vpc?.securityGroups ?? [];
  return {
    ...(subnet ? { SUBNET: subnet.subnetId } : {}),
    ...(group ? { SECURITY_GROUP: group.groupId } : {}),
  };
}
