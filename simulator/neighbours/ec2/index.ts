import { AwsError } from '../../api/errors.ts';
import type { Operation, Service } from '../../api/service.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import type { NeighbourScope } from '../scope.ts';
import {
  createVpcEndpoint,
  deleteVpcEndpoints,
  describeVpcEndpoints,
  describeVpcEndpointServices,
  modifyVpcEndpoint,
} from './endpoints.ts';
import {
  allocateAddress,
  attachInternetGateway,
  createInternetGateway,
  deleteInternetGateway,
  describeAddresses,
  describeInternetGateways,
  detachInternetGateway,
  releaseAddress,
} from './gateways.ts';
import {
  describeInstances,
  runInstances,
  startInstances,
  stopInstances,
  terminateInstances,
} from './instances.ts';
import { describeNetworkInterfaces } from './interfaces.ts';
import { createLaunchTemplate, deleteLaunchTemplate, describeLaunchTemplates } from './launch-templates.ts';
import { booted, forget, instanceEvent } from './life.ts';
import { createSnapshot, deleteSnapshot, describeSnapshots } from './snapshots.ts';
import { deleteVolume, describeVolumes } from './volumes.ts';
import { createNatGateway, deleteNatGateway, describeNatGateways } from './nat-gateways.ts';
import { forgetNetwork, networkEvent } from './network-life.ts';
import {
  associateRouteTable,
  createRoute,
  createRouteTable,
  deleteRoute,
  deleteRouteTable,
  describeRouteTables,
  disassociateRouteTable,
  replaceRoute,
} from './route-tables.ts';
import { createSecurityGroup, deleteSecurityGroup, describeSecurityGroups } from './security-groups.ts';
import { authorize, describeSecurityGroupRules, revoke } from './security-rules.ts';
import { createSubnet, deleteSubnet, describeSubnets, modifySubnetAttribute } from './subnets.ts';
import { createTags, deleteTags, describeTags } from './tags.ts';
import { describeAvailabilityZones, describeVpcs } from './vpcs.ts';

const operations: Readonly<Record<string, Operation<NeighbourScope>>> = {
  AllocateAddress: allocateAddress,
  AssociateRouteTable: associateRouteTable,
  AttachInternetGateway: attachInternetGateway,
  AuthorizeSecurityGroupEgress: authorize('egress'),
  AuthorizeSecurityGroupIngress: authorize('ingress'),
  CreateInternetGateway: createInternetGateway,
  CreateLaunchTemplate: createLaunchTemplate,
  CreateNatGateway: createNatGateway,
  CreateRoute: createRoute,
  CreateRouteTable: createRouteTable,
  CreateSecurityGroup: createSecurityGroup,
  CreateSnapshot: createSnapshot,
  CreateSubnet: createSubnet,
  CreateTags: createTags,
  CreateVpcEndpoint: createVpcEndpoint,
  DeleteInternetGateway: deleteInternetGateway,
  DeleteLaunchTemplate: deleteLaunchTemplate,
  DeleteNatGateway: deleteNatGateway,
  DeleteRoute: deleteRoute,
  DeleteRouteTable: deleteRouteTable,
  DeleteSecurityGroup: deleteSecurityGroup,
  DeleteSnapshot: deleteSnapshot,
  DeleteSubnet: deleteSubnet,
  DeleteTags: deleteTags,
  DeleteVolume: deleteVolume,
  DeleteVpcEndpoints: deleteVpcEndpoints,
  DescribeAddresses: describeAddresses,
  DescribeAvailabilityZones: describeAvailabilityZones,
  DescribeInstances: describeInstances,
  DescribeInternetGateways: describeInternetGateways,
  DescribeLaunchTemplates: describeLaunchTemplates,
  DescribeNatGateways: describeNatGateways,
  DescribeNetworkInterfaces: describeNetworkInterfaces,
  DescribeRouteTables: describeRouteTables,
  DescribeSecurityGroupRules: describeSecurityGroupRules,
  DescribeSecurityGroups: describeSecurityGroups,
  DescribeSnapshots: describeSnapshots,
  DescribeSubnets: describeSubnets,
  DescribeTags: describeTags,
  DescribeVolumes: describeVolumes,
  DescribeVpcEndpoints: describeVpcEndpoints,
  DescribeVpcEndpointServices: describeVpcEndpointServices,
  DescribeVpcs: describeVpcs,
  DetachInternetGateway: detachInternetGateway,
  DisassociateRouteTable: disassociateRouteTable,
  ModifySubnetAttribute: modifySubnetAttribute,
  ModifyVpcEndpoint: modifyVpcEndpoint,
  ReleaseAddress: releaseAddress,
  ReplaceRoute: replaceRoute,
  RevokeSecurityGroupEgress: revoke('egress'),
  RevokeSecurityGroupIngress: revoke('ingress'),
  RunInstances: runInstances,
  StartInstances: startInstances,
  StopInstances: stopInstances,
  TerminateInstances: terminateInstances,
};

/** Amazon EC2: machines, and the network that is in `vpc.ts`. */
export const ec2Service: Service<NeighbourScope> = {
  name: 'ec2',
  operations: Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [name, orDry(operation)]),
  ),
  missing: (member) =>
    new AwsError(
      'MissingParameter',
      `The request must contain the parameter ${member[0]!.toLowerCase()}${member.slice(1)}`,
    ),
};

/** With `DryRun` an operation that is allowed does nothing. @throws AwsError DryRunOperation */
function orDry(operation: Operation<NeighbourScope>): Operation<NeighbourScope> {
  return (input: never, scope) => {
    if ((input as { DryRun?: boolean }).DryRun === true)
      throw new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.');
    return operation(input, scope);
  };
}

export const ec2Reactions: Readonly<Record<string, (effect: Effect, scope: RegionScope) => void>> = {
  'ec2.booted': booted,
  'ec2.forget': forget,
  'ec2.forgetNetwork': forgetNetwork,
  'ec2.instance': instanceEvent,
  'ec2.network': networkEvent,
};
