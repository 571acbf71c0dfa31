import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attachInterface, releaseInterface } from '../../../simulator/neighbours/vpc.ts';
import { createRandom } from '../../../simulator/kernel/random.ts';
import { layerOf, push } from '../ecr/pushing.ts';
import { hands, runOne, webDefinition, type Hands } from '../cloud.ts';

const region = (one: Hands) => one.cloud.state.regions.get('us-east-1')!;
const ec2 = (one: Hands, operation: string, input: object = {}) => one.ask('ec2', operation, input);

/** A subnet without a way out: a route table of its own has only the VPC's route. */
function privateSubnet(one: Hands): { SubnetId: string; RouteTableId: string } {
  const { VpcId } = ec2(one, 'DescribeVpcs').Vpcs[0];
  const { SubnetId } = ec2(one, 'CreateSubnet', {
    VpcId,
    CidrBlock: '172.31.64.0/24',
    AvailabilityZone: 'us-east-1b',
    TagSpecifications: [{ ResourceType: 'subnet', Tags: [{ Key: 'Name', Value: 'private' }] }],
  }).Subnet;
  const { RouteTableId } = ec2(one, 'CreateRouteTable', { VpcId }).RouteTable;
  ec2(one, 'AssociateRouteTable', { RouteTableId, SubnetId });
  return { SubnetId, RouteTableId };
}

/** Where a task in a subnet, without a public address, has come to after three minutes. */
function outcome(one: Hands, SubnetId: string, definition: object = webDefinition): string {
  const arn = runOne(one, definition, {
    networkConfiguration: { awsvpcConfiguration: { subnets: [SubnetId], assignPublicIp: 'DISABLED' } },
  });
  one.wind(180_000);
  const [task] = one.ask('ecs', 'DescribeTasks', { cluster: 'harbour', tasks: [arn] }).tasks;
  return task.stoppedReason ?? task.lastStatus;
}

describe('a task in a private subnet', () => {
  test('cannot pull its image, until a NAT gateway in a public subnet leads out', () => {
    const one = hands();
    const { SubnetId, RouteTableId } = privateSubnet(one);
    expect(outcome(one, SubnetId)).toContain('i/o timeout');
    const publicSubnet = ec2(one, 'DescribeSubnets', {
      Filters: [{ Name: 'default-for-az', Values: ['true'] }],
    }).Subnets[0].SubnetId;
    const { AllocationId, PublicIp } = ec2(one, 'AllocateAddress', { Domain: 'vpc' });
    const { NatGateway } = ec2(one, 'CreateNatGateway', { SubnetId: publicSubnet, AllocationId });
    expect(NatGateway).toMatchObject({ State: 'pending', NatGatewayAddresses: [{ PublicIp }] });
    ec2(one, 'CreateRoute', {
      RouteTableId,
      DestinationCidrBlock: '0.0.0.0/0',
      NatGatewayId: NatGateway.NatGatewayId,
    });
    one.wind(150_000);
    const { NatGatewayId } = NatGateway;
    expect(ec2(one, 'DescribeNatGateways', { NatGatewayIds: [NatGatewayId] }).NatGateways[0].State).toBe(
      'available',
    );
    expect(outcome(one, SubnetId)).toBe('RUNNING');
    // The route stays when the gateway goes, and leads nowhere.
    ec2(one, 'DeleteNatGateway', { NatGatewayId });
    one.wind(120_000);
    expect(ec2(one, 'DescribeRouteTables', { RouteTableIds: [RouteTableId] }).RouteTables[0].Routes).toEqual([
      {
        DestinationCidrBlock: '172.31.0.0/16',
        GatewayId: 'local',
        Origin: 'CreateRouteTable',
        State: 'active',
      },
      { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId, Origin: 'CreateRoute', State: 'blackhole' },
    ]);
    expect(outcome(one, SubnetId)).toContain('i/o timeout');
    ec2(one, 'ReleaseAddress', { AllocationId });
    one.wind(3_600_000);
    expect(ec2(one, 'DescribeNatGateways').NatGateways).toEqual([]);
  });

  test('pulls from ECR over endpoints for its two names, and the bucket of its layers', () => {
    const one = hands();
    const { SubnetId, RouteTableId } = privateSubnet(one);
    const { VpcId } = ec2(one, 'DescribeVpcs').Vpcs[0];
    one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
    const config = { architecture: 'amd64', os: 'linux', config: { Cmd: ['sleep', 'infinity'] } };
    push(one, layerOf({ '/etc/web.conf': 'ready' }), { tag: 'v1', config: JSON.stringify(config) });
    const image = '123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v1';
    const definition = {
      ...webDefinition,
      containerDefinitions: [{ ...webDefinition.containerDefinitions[0], image }],
    };
    const GroupId = ec2(one, 'CreateSecurityGroup', { GroupName: 'endpoints', Description: 'e' }).GroupId;
    for (const service of ['ecr.api', 'ecr.dkr'])
      ec2(one, 'CreateVpcEndpoint', {
        VpcId,
        VpcEndpointType: 'Interface',
        ServiceName: `com.amazonaws.us-east-1.${service}`,
        SubnetIds: [SubnetId],
        SecurityGroupIds: [GroupId],
      });
    ec2(one, 'CreateVpcEndpoint', {
      VpcId,
      ServiceName: 'com.amazonaws.us-east-1.s3',
      RouteTableIds: [RouteTableId],
    });
    one.wind(120_000);
    expect(
      ec2(one, 'DescribeVpcEndpoints').VpcEndpoints.map(({ State, VpcEndpointType }: any) => [
        VpcEndpointType,
        State,
      ]),
    ).toEqual([
      ['Interface', 'available'],
      ['Interface', 'available'],
      ['Gateway', 'available'],
    ]);
    // The endpoints' security group lets nobody in yet: the mistake that everybody makes once.
    expect(outcome(one, SubnetId, definition)).toContain('i/o timeout');
    ec2(one, 'AuthorizeSecurityGroupIngress', {
      GroupId,
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
      CidrIp: '172.31.0.0/16',
    });
    expect(outcome(one, SubnetId, definition)).toBe('RUNNING');
    expect(
      ec2(one, 'DescribeNetworkInterfaces', {
        Filters: [{ Name: 'interface-type', Values: ['vpc_endpoint'] }],
      }).NetworkInterfaces,
    ).toHaveLength(2);
  });
});

test.each<[string, object, string, string]>([
  [
    'CreateSubnet',
    { CidrBlock: '172.31.0.0/24' },
    'InvalidSubnet.Conflict',
    "The CIDR '172.31.0.0/24' conflicts with another subnet",
  ],
  ['CreateSubnet', { CidrBlock: '10.0.0.0/24' }, 'InvalidSubnet.Range', "The CIDR '10.0.0.0/24' is invalid."],
  [
    'CreateSubnet',
    { CidrBlock: 'ten' },
    'InvalidParameterValue',
    'Value (ten) for parameter cidrBlock is invalid. This is not a valid CIDR block.',
  ],
  [
    'CreateVpcEndpoint',
    { ServiceName: 'com.amazonaws.us-east-1.tea' },
    'InvalidServiceName',
    "The Vpc Endpoint Service 'com.amazonaws.us-east-1.tea' does not exist",
  ],
  [
    'DeleteRouteTable',
    { RouteTableId: 'rtb-0' },
    'InvalidRouteTableID.NotFound',
    "The routeTable ID 'rtb-0' does not exist",
  ],
  [
    'DeleteNatGateway',
    { NatGatewayId: 'nat-0' },
    'NatGatewayNotFound',
    'The Nat Gateway nat-0 was not found',
  ],
  ['DescribeVpcs', { VpcIds: ['vpc-0'] }, 'InvalidVpcID.NotFound', "The vpc ID 'vpc-0' does not exist"],
])('%s %j is refused', (operation, input, code, message) => {
  const one = hands();
  const { vpcId: VpcId } = region(one).vpc;
  const vpc = operation.startsWith('Create') ? { VpcId } : {};
  expect(one.refusal('ec2', operation, { ...vpc, ...input })).toMatchObject({ code, message });
});

test('a subnet goes when nothing is in it, and its tags with it', () => {
  const one = hands();
  const { SubnetId, RouteTableId } = privateSubnet(one);
  runOne(one, webDefinition, {
    networkConfiguration: { awsvpcConfiguration: { subnets: [SubnetId] } },
  });
  expect(one.refusal('ec2', 'DeleteSubnet', { SubnetId })).toMatchObject({
    code: 'DependencyViolation',
    message: `The subnet '${SubnetId}' has dependencies and cannot be deleted.`,
  });
  expect(one.refusal('ec2', 'DeleteRouteTable', { RouteTableId }).code).toBe('DependencyViolation');
  one.wind(600_000);
  expect(ec2(one, 'DescribeTags').Tags).toEqual([
    { Key: 'Name', Value: 'private', ResourceId: SubnetId, ResourceType: 'subnet' },
  ]);
  ec2(one, 'DeleteSubnet', { SubnetId });
  ec2(one, 'DeleteRouteTable', { RouteTableId });
  expect(ec2(one, 'DescribeTags').Tags).toEqual([]);
});

test('no two interfaces of a subnet have the same address, however often addresses come and go', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 120 }), (steps) => {
      const { vpc } = region(hands());
      const subnet = { ...vpc.subnets[0]!, cidrBlock: '172.31.0.16/28', availableIpAddressCount: 11 };
      vpc.subnets = [subnet];
      const random = createRandom({ seed: 'addresses' });
      const context = { random } as Parameters<typeof attachInterface>[1];
      const held: NonNullable<ReturnType<typeof attachInterface>>[] = [];
      for (const attach of steps) {
        if (attach) {
          const eni = attachInterface(subnet, context);
          expect(eni === undefined).toBe(held.length === 11);
          if (eni) held.push(eni);
        } else if (held.length > 0) releaseInterface(vpc, held.shift()!);
        const addresses = held.map(({ privateIpv4Address }) => privateIpv4Address);
        expect(new Set(addresses).size).toBe(held.length);
        for (const address of addresses) expect(address).toMatch(/^172\.31\.0\.(2\d|30)$/);
      }
    }),
    { numRuns: 50 },
  );
});
