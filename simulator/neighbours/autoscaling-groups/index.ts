import { AwsError } from '../../api/errors.ts';
import type { Service } from '../../api/service.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import type { NeighbourScope } from '../scope.ts';
import { balance, leave } from './balance.ts';
import {
  createAutoScalingGroup,
  deleteAutoScalingGroup,
  describeAutoScalingGroups,
  describeAutoScalingInstances,
  describeScalingActivities,
  setDesiredCapacity,
  updateAutoScalingGroup,
} from './operations.ts';

/** Amazon EC2 Auto Scaling: groups of instances that are kept at a desired number. */
export const autoScalingGroupsService: Service<NeighbourScope> = {
  name: 'autoscaling',
  operations: {
    CreateAutoScalingGroup: createAutoScalingGroup,
    DeleteAutoScalingGroup: deleteAutoScalingGroup,
    DescribeAutoScalingGroups: describeAutoScalingGroups,
    DescribeAutoScalingInstances: describeAutoScalingInstances,
    DescribeScalingActivities: describeScalingActivities,
    SetDesiredCapacity: setDesiredCapacity,
    UpdateAutoScalingGroup: updateAutoScalingGroup,
  },
  missing: (member) =>
    new AwsError(
      'ValidationError',
      `1 validation error detected: Value null at '${member[0]!.toLowerCase()}${member.slice(1)}' failed to satisfy constraint: Member must not be null`,
    ),
};

export const autoScalingGroupsReactions: Readonly<
  Record<string, (effect: Effect, scope: RegionScope) => void>
> = {
  'autoscaling.group': balance,
  'autoscaling.leave': leave,
};
