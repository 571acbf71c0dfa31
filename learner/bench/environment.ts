import { defaultAccountId } from '../../simulator/index.ts';
import type { Standing } from './standing.ts';

/**
 * Variables that a bench's shell starts with: the parts of the account that a command line needs and that another
 * service would have to be asked for (the default VPC's subnets and security group).
 */
export function environmentOf({ world, region }: Pick<Standing, 'world' | 'region'>): Record<string, string> {
  const vpc = world.state.regions.get(region)?.vpc;
  const [a, b] = vpc?.subnets ?? [];
  return {
    ACCOUNT_ID: defaultAccountId,
    REGISTRY: `${defaultAccountId}.dkr.ecr.${region}.amazonaws.com`,
    ...(a && b ? { SUBNET_A: a.subnetId, SUBNET_B: b.subnetId } : {}),
    ...(vpc?.securityGroups[0] ? { SECURITY_GROUP: vpc.securityGroups[0].groupId } : {}),
  };
}
