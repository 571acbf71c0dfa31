import type {
  DescribeNetworkInterfacesRequest,
  DescribeNetworkInterfacesResult,
  NetworkInterface as NetworkInterfaceShape,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import type { NeighbourScope } from '../scope.ts';
import type { NetworkInterface } from '../vpc.ts';
import { filtered } from './filters.ts';
import { asked } from './lookup.ts';

/** A network interface of the VPC and what has it. */
interface Listed {
  eni: NetworkInterface;
  description: string;
  type: 'interface' | 'nat_gateway' | 'vpc_endpoint';
  /** Of AWS's making: the account's own people cannot change it. */
  managedBy?: string;
  attachment: { id: string; deviceIndex: number; instanceId?: string; owner: string };
  /** ms since 1970. */
  attachedAt?: number;
}

/** Every network interface of the VPC: of tasks, machines, file systems, NAT gateways and endpoints. */
export function interfacesOf(scope: RegionScope): Listed[] {
  const { ecs, vpc, neighbours, region, accountId } = scope;
  const listed: Listed[] = [];
  for (const task of ecs.tasks.values()) {
    if (task.attachmentId === undefined || task.status === 'STOPPED') continue;
    listed.push({
      eni: task.networkInterface,
      description: `arn:aws:ecs:${region}:${accountId}:attachment/${task.attachmentId}`,
      type: 'interface',
      managedBy: accountId,
      attachment: { id: attachmentId(task.networkInterface), deviceIndex: 1, owner: 'amazon-aws' },
    });
  }
  for (const { networkInterface, instanceId, state, launchedAt } of neighbours.ec2.instances.values())
    if (state !== 'terminated')
      listed.push({
        eni: networkInterface,
        description: '',
        type: 'interface',
        attachment: {
          id: attachmentId(networkInterface),
          deviceIndex: 0,
          instanceId,
          owner: accountId,
        },
        attachedAt: launchedAt,
      });
  for (const { networkInterface, fileSystemId, id } of neighbours.storage.mountTargets.values())
    listed.push(
      managed(networkInterface, `EFS mount target for ${fileSystemId} (${id})`, 'interface', 'amazon-efs'),
    );
  for (const { networkInterface, natGatewayId, state } of vpc.natGateways)
    if (networkInterface && state !== 'deleted')
      listed.push(
        managed(networkInterface, `Interface for NAT Gateway ${natGatewayId}`, 'nat_gateway', 'amazon-aws'),
      );
  for (const { interfaces, vpcEndpointId } of vpc.endpoints)
    for (const eni of interfaces)
      listed.push(managed(eni, `VPC Endpoint Interface ${vpcEndpointId}`, 'vpc_endpoint', 'amazon-aws'));
  return listed;
}

function managed(eni: NetworkInterface, description: string, type: Listed['type'], owner: string): Listed {
  return {
    eni,
    description,
    type,
    managedBy: owner,
    attachment: { id: attachmentId(eni), deviceIndex: 1, owner },
  };
}

function attachmentId({ networkInterfaceId }: NetworkInterface): string {
  return `ela-attach-${networkInterfaceId.slice('eni-'.length)}`;
}

/** @throws AwsError InvalidNetworkInterfaceID.NotFound */
export function describeNetworkInterfaces(
  input: Wire<DescribeNetworkInterfacesRequest>,
  scope: NeighbourScope,
): Wire<DescribeNetworkInterfacesResult> {
  const named = asked(
    interfacesOf(scope),
    input.NetworkInterfaceIds,
    ({ eni }) => eni.networkInterfaceId,
    (id) =>
      new AwsError('InvalidNetworkInterfaceID.NotFound', `The networkInterface ID '${id}' does not exist`),
  );
  const found = filtered(named, input.Filters, {
    'addresses.private-ip-address': ({ eni }) => [eni.privateIpv4Address],
    'association.public-ip': ({ eni }) => (eni.publicIpv4Address ? [eni.publicIpv4Address] : []),
    'attachment.instance-id': ({ attachment }) => (attachment.instanceId ? [attachment.instanceId] : []),
    'availability-zone': ({ eni }) => [zoneOf(eni, scope)],
    description: ({ description }) => [description],
    'group-id': ({ eni }) => eni.securityGroupIds,
    'interface-type': ({ type }) => [type],
    'network-interface-id': ({ eni }) => [eni.networkInterfaceId],
    'private-ip-address': ({ eni }) => [eni.privateIpv4Address],
    'requester-managed': ({ managedBy }) => [String(managedBy !== undefined)],
    status: () => ['in-use'],
    'subnet-id': ({ eni }) => [eni.subnetId],
    'vpc-id': () => [scope.vpc.vpcId],
  });
  return { NetworkInterfaces: found.map((each) => shown(each, scope)) };
}

function zoneOf({ subnetId: id }: NetworkInterface, { vpc }: Pick<RegionScope, 'vpc'>): string {
  return vpc.subnets.find(({ subnetId }) => subnetId === id)?.availabilityZone ?? '';
}

/** A name that leads to a public address (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html). */
export function publicDnsName(address: string, region: string): string {
  const domain = region === 'us-east-1' ? 'compute-1' : `${region}.compute`;
  return `ec2-${address.replaceAll('.', '-')}.${domain}.amazonaws.com`;
}

/** A name that leads to a private address in the VPC. */
function privateDnsName(address: string, region: string): string {
  const domain = region === 'us-east-1' ? 'ec2' : `${region}.compute`;
  return `ip-${address.replaceAll('.', '-')}.${domain}.internal`;
}

function shown(
  { eni, description, type, managedBy, attachment, attachedAt }: Listed,
  scope: NeighbourScope,
): Wire<NetworkInterfaceShape> {
  const { vpc, accountId, region } = scope;
  const { publicIpv4Address: publicIp, privateIpv4Address: address } = eni;
  const association =
    publicIp === undefined
      ? {}
      : {
          Association: {
            IpOwnerId: 'amazon',
            PublicDnsName: publicDnsName(publicIp, region),
            PublicIp: publicIp,
          },
        };
  const dns = { PrivateDnsName: privateDnsName(address, region) };
  return {
    ...association,
    Attachment: {
      ...(attachedAt === undefined ? {} : { AttachTime: epochSeconds(attachedAt) }),
      AttachmentId: attachment.id,
      DeleteOnTermination: attachment.instanceId !== undefined,
      DeviceIndex: attachment.deviceIndex,
      ...(attachment.instanceId === undefined ? {} : { InstanceId: attachment.instanceId }),
      InstanceOwnerId: attachment.owner,
      Status: 'attached',
    },
    AvailabilityZone: zoneOf(eni, scope),
    Description: description,
    Groups: eni.securityGroupIds.map((GroupId) => ({
      GroupId,
      GroupName: vpc.securityGroups.find(({ groupId }) => groupId === GroupId)?.groupName ?? GroupId,
    })),
    InterfaceType: type as never,
    Ipv6Addresses: [],
    MacAddress: eni.macAddress,
    NetworkInterfaceId: eni.networkInterfaceId,
    OwnerId: accountId,
    ...dns,
    PrivateIpAddress: address,
    PrivateIpAddresses: [{ ...association, Primary: true, ...dns, PrivateIpAddress: address }],
    ...(managedBy === undefined ? {} : { RequesterId: managedBy }),
    RequesterManaged: managedBy !== undefined,
    SourceDestCheck: type !== 'nat_gateway',
    Status: 'in-use',
    SubnetId: eni.subnetId,
    TagSet: [],
    VpcId: vpc.vpcId,
  };
}
