import { AwsError } from '../../api/errors.ts';
import type { Service } from '../../api/service.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import type { NeighbourScope } from '../scope.ts';
import {
  describeInstances,
  runInstances,
  startInstances,
  stopInstances,
  terminateInstances,
} from './instances.ts';
import { createLaunchTemplate, deleteLaunchTemplate, describeLaunchTemplates } from './launch-templates.ts';
import {
  describeAvailabilityZones,
  describeInternetGateways,
  describeRouteTables,
  describeSecurityGroups,
  describeSubnets,
  describeVpcs,
} from './network.ts';
import { booted, forget, instanceEvent } from './life.ts';

/** Amazon EC2: machines, and the network that is in `vpc.ts`. */
export const ec2Service: Service<NeighbourScope> = {
  name: 'ec2',
  operations: {
    CreateLaunchTemplate: createLaunchTemplate,
    DeleteLaunchTemplate: deleteLaunchTemplate,
    DescribeInstances: describeInstances,
    DescribeLaunchTemplates: describeLaunchTemplates,
    DescribeAvailabilityZones: describeAvailabilityZones,
    DescribeInternetGateways: describeInternetGateways,
    DescribeRouteTables: describeRouteTables,
    DescribeSecurityGroups: describeSecurityGroups,
    DescribeSubnets: describeSubnets,
    DescribeVpcs: describeVpcs,
    RunInstances: runInstances,
    StartInstances: startInstances,
    StopInstances: stopInstances,
    TerminateInstances: terminateInstances,
  },
  missing: (member) => new AwsError('MissingParameter', `The request must contain the parameter ${member}`),
};

export const ec2Reactions: Readonly<Record<string, (effect: Effect, scope: RegionScope) => void>> = {
  'ec2.booted': booted,
  'ec2.forget': forget,
  'ec2.instance': instanceEvent,
};
