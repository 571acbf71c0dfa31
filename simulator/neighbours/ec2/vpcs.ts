import type {
  DescribeAvailabilityZonesRequest,
  DescribeAvailabilityZonesResult,
  DescribeVpcsRequest,
  DescribeVpcsResult,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import type { NeighbourScope } from '../scope.ts';
import { filtered } from './filters.ts';
import { asked } from './lookup.ts';
import { shownTags, tagsOf } from './tags.ts';

/** @throws AwsError InvalidVpcID.NotFound */
export function describeVpcs(
  input: Wire<DescribeVpcsRequest>,
  scope: NeighbourScope,
): Wire<DescribeVpcsResult> {
  const { accountId } = scope;
  const named = asked(
    [scope.vpc],
    input.VpcIds,
    ({ vpcId }) => vpcId,
    (id) => new AwsError('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`),
  );
  const found = filtered(named, input.Filters, {
    'cidr-block': ({ cidrBlock }) => [cidrBlock],
    'is-default': ({ isDefault }) => [String(isDefault)],
    // The older name of the same filter, which tutorials use.
    isDefault: ({ isDefault }) => [String(isDefault)],
    state: () => ['available'],
    tag: ({ vpcId }) => tagsOf(vpcId, scope),
    'vpc-id': ({ vpcId }) => [vpcId],
  });
  return {
    Vpcs: found.map(({ vpcId, cidrBlock, isDefault }) => ({
      OwnerId: accountId,
      InstanceTenancy: 'default' as const,
      IsDefault: isDefault,
      ...shownTags(vpcId, scope),
      VpcId: vpcId,
      State: 'available' as const,
      CidrBlock: cidrBlock,
    })),
  };
}

export function describeAvailabilityZones(
  input: Wire<DescribeAvailabilityZonesRequest>,
  { vpc, region }: NeighbourScope,
): Wire<DescribeAvailabilityZonesResult> {
  const all = [...new Set(vpc.subnets.map(({ availabilityZone }) => availabilityZone))];
  const named = all.filter((zone) => !input.ZoneNames?.length || input.ZoneNames.includes(zone));
  const found = filtered(named, input.Filters, {
    'region-name': () => [region],
    state: () => ['available'],
    'zone-name': (zone) => [zone],
    'zone-type': () => ['availability-zone'],
  });
  return {
    AvailabilityZones: found.map((ZoneName) => ({
      OptInStatus: 'opt-in-not-required' as const,
      RegionName: region,
      ZoneName,
      ZoneType: 'availability-zone',
      State: 'available' as const,
    })),
  };
}
