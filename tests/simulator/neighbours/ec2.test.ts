import { expect, test } from 'vitest';
import { hands, subnetsOf } from '../cloud.ts';

test('the default VPC can be described, and asked for in parts', () => {
  const one = hands();
  const { Subnets } = one.ask('ec2', 'DescribeSubnets', {
    Filters: [{ Name: 'availability-zone', Values: ['us-east-1a', 'us-east-1c'] }],
  });
  expect(Subnets.map(({ SubnetId }: { SubnetId: string }) => SubnetId)).toEqual([
    subnetsOf(one)[0],
    subnetsOf(one)[2],
  ]);
  expect(Subnets[0]).toMatchObject({ CidrBlock: '172.31.0.0/20', AvailableIpAddressCount: 4091 });
  const { SecurityGroups } = one.ask('ec2', 'DescribeSecurityGroups', {
    Filters: [{ Name: 'group-name', Values: ['def*'] }],
  });
  expect(SecurityGroups[0]).toMatchObject({
    GroupName: 'default',
    IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
  });
  const [table] = one.ask('ec2', 'DescribeRouteTables').RouteTables;
  const [gateway] = one.ask('ec2', 'DescribeInternetGateways').InternetGateways;
  expect(table.Routes[1]).toEqual({
    DestinationCidrBlock: '0.0.0.0/0',
    Origin: 'CreateRoute',
    State: 'active',
    GatewayId: gateway.InternetGatewayId,
  });
  expect(one.ask('ec2', 'DescribeVpcs').Vpcs[0]).toMatchObject({
    CidrBlock: '172.31.0.0/16',
    IsDefault: true,
  });
  expect(one.ask('ec2', 'DescribeAvailabilityZones').AvailabilityZones).toHaveLength(3);
});

test('what is not there is refused in words of AWS', () => {
  const one = hands();
  expect(one.refusal('ec2', 'DescribeSubnets', { SubnetIds: ['subnet-0'] })).toMatchObject({
    code: 'InvalidSubnetID.NotFound',
    message: "The subnet ID 'subnet-0' does not exist",
  });
  expect(
    one.refusal('ec2', 'DescribeSubnets', { Filters: [{ Name: 'colour', Values: ['red'] }] }),
  ).toMatchObject({
    code: 'InvalidParameterValue',
    message: "The filter 'colour' is invalid",
  });
});
