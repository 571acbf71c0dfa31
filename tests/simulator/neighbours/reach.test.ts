import { describe, expect, test } from 'vitest';
import { canReach, reachableFrom } from '../../../simulator/neighbours/network/reach.ts';
import type { NetworkInterface, Vpc } from '../../../simulator/neighbours/vpc.ts';

const networkInterface = (more: Partial<NetworkInterface> = {}): NetworkInterface => ({
  networkInterfaceId: 'eni-1',
  macAddress: '0e:00:00:00:00:01',
  privateIpv4Address: '172.31.0.4',
  subnetId: 'subnet-private',
  securityGroupIds: ['sg-task'],
  ...more,
});
const all = { ruleId: 'sgr-1', protocol: '-1', cidr: '0.0.0.0/0' };
const network = (more: Partial<Vpc> = {}): Vpc => ({
  vpcId: 'vpc-1',
  cidrBlock: '172.31.0.0/16',
  isDefault: true,
  subnets: ['private', 'public'].map((name, index) => ({
    subnetId: `subnet-${name}`,
    availabilityZone: 'us-east-1a',
    cidrBlock: `172.31.${index * 16}.0/20`,
    mapPublicIpOnLaunch: false,
    availableIpAddressCount: 100,
    nextHost: 4,
    freed: [],
  })),
  securityGroups: [
    { groupId: 'sg-task', groupName: 'task', description: '', ingress: [], egress: [all] },
    {
      groupId: 'sg-web',
      groupName: 'web',
      description: '',
      ingress: [{ ruleId: 'sgr-1', protocol: 'tcp', fromPort: 80, toPort: 80, cidr: '0.0.0.0/0' }],
      egress: [all],
    },
    {
      groupId: 'sg-endpoint',
      groupName: 'endpoint',
      description: '',
      ingress: [{ ruleId: 'sgr-1', protocol: 'tcp', fromPort: 443, toPort: 443, groupId: 'sg-task' }],
      egress: [],
    },
    { groupId: 'sg-closed', groupName: 'closed', description: '', ingress: [], egress: [] },
  ],
  routeTables: [
    {
      routeTableId: 'rtb-main',
      main: true,
      subnetIds: [],
      routes: [{ destinationCidrBlock: '172.31.0.0/16', target: 'local' }],
    },
    {
      routeTableId: 'rtb-public',
      main: false,
      subnetIds: ['subnet-public'],
      routes: [
        { destinationCidrBlock: '172.31.0.0/16', target: 'local' },
        { destinationCidrBlock: '0.0.0.0/0', target: 'igw-1' },
      ],
    },
  ],
  internetGateways: [{ internetGatewayId: 'igw-1', attached: true }],
  natGateways: [],
  endpoints: [],
  ...more,
});
const withRoute = (target: string): Vpc => {
  const vpc = network();
  vpc.routeTables[0]!.routes.push({ destinationCidrBlock: '0.0.0.0/0', target });
  return vpc;
};
const endpoint = {
  vpcEndpointId: 'vpce-1',
  serviceName: 'com.amazonaws.us-east-1.ecr.api',
  type: 'Interface' as const,
  state: 'available',
  subnetIds: ['subnet-private'],
  securityGroupIds: ['sg-endpoint'],
  routeTableIds: [],
  createdAt: 0,
  privateDns: true,
  interfaces: [],
};
const nat = {
  natGatewayId: 'nat-1',
  subnetId: 'subnet-public',
  state: 'available',
  publicIp: '52.0.0.1',
  createdAt: 0,
};
const ecr = { service: 'ecr.api' };

describe('a task reaches an AWS service', () => {
  test.each<[string, boolean, Vpc, Partial<NetworkInterface>]>([
    ['not from a subnet without a way out', false, network(), {}],
    [
      'not over an internet gateway without a public address',
      false,
      network(),
      { subnetId: 'subnet-public' },
    ],
    [
      'over an internet gateway with a public address',
      true,
      network(),
      { subnetId: 'subnet-public', publicIpv4Address: '52.0.0.9' },
    ],
    ['over a NAT gateway in a public subnet', true, { ...withRoute('nat-1'), natGateways: [nat] }, {}],
    [
      'not over a NAT gateway that stands in a private subnet',
      false,
      { ...withRoute('nat-1'), natGateways: [{ ...nat, subnetId: 'subnet-private' }] },
      {},
    ],
    [
      'not over a NAT gateway that is not there yet',
      false,
      { ...withRoute('nat-1'), natGateways: [{ ...nat, state: 'pending' }] },
      {},
    ],
    ['over an interface endpoint', true, network({ endpoints: [endpoint] }), {}],
    [
      'not over an endpoint that does not let the task in',
      false,
      network({ endpoints: [{ ...endpoint, securityGroupIds: ['sg-closed'] }] }),
      {},
    ],
    [
      'not over an endpoint that the service’s usual name does not lead to',
      false,
      network({ endpoints: [{ ...endpoint, privateDns: false }] }),
      {},
    ],
    [
      'not over another service’s endpoint',
      false,
      network({ endpoints: [{ ...endpoint, serviceName: 'com.amazonaws.us-east-1.logs' }] }),
      {},
    ],
    [
      'not when its security group lets nothing out',
      false,
      network(),
      { subnetId: 'subnet-public', publicIpv4Address: '52.0.0.9', securityGroupIds: ['sg-closed'] },
    ],
  ])('%s', (_, expected, vpc, more) => {
    expect(canReach(vpc, networkInterface(more), ecr)).toBe(expected);
  });

  test('over a gateway endpoint in the subnet’s route table', () => {
    const gateway = {
      ...endpoint,
      type: 'Gateway' as const,
      serviceName: 'com.amazonaws.us-east-1.s3',
      routeTableIds: ['rtb-main'],
    };
    const vpc = network({ endpoints: [gateway] });
    expect(canReach(vpc, networkInterface(), { service: 's3' })).toBe(true);
    expect(canReach(vpc, networkInterface({ subnetId: 'subnet-public' }), { service: 's3' })).toBe(false);
  });
});

describe('a visitor reaches a task', () => {
  const open = { subnetId: 'subnet-public', publicIpv4Address: '52.0.0.9', securityGroupIds: ['sg-web'] };
  test.each<[string, boolean, Partial<NetworkInterface>, string, number]>([
    ['on a port that the security group opens', true, open, '198.51.100.7', 80],
    ['not on another port', false, open, '198.51.100.7', 8080],
    [
      'not behind a security group that lets nothing in',
      false,
      { ...open, securityGroupIds: ['sg-task'] },
      '198.51.100.7',
      80,
    ],
    ['not in a subnet without a way in', false, { ...open, subnetId: 'subnet-private' }, '198.51.100.7', 80],
    ['from inside the VPC in any subnet', true, { ...open, subnetId: 'subnet-private' }, '172.31.16.9', 80],
  ])('%s', (_, expected, more, address, port) => {
    expect(reachableFrom(network(), networkInterface(more), address, port)).toBe(expected);
  });
});
