import { AwsError } from '../../api/errors.ts';
import type { Service } from '../../api/service.ts';
import { checkActivity } from './activity.ts';
import { deleteScalingPolicy, describeScalingPolicies, putScalingPolicy } from './policies.ts';
import { alarmRang } from './scale.ts';
import {
  deleteScheduledAction,
  describeScheduledActions,
  putScheduledAction,
  scheduledDue,
} from './scheduled.ts';
import {
  deregisterScalableTarget,
  describeScalableTargets,
  describeScalingActivities,
  registerScalableTarget,
  type ScalingScope,
} from './targets.ts';

/** Application Auto Scaling for ECS services. */
export const autoScalingService: Service<ScalingScope> = {
  name: 'application-autoscaling',
  operations: {
    DeleteScalingPolicy: deleteScalingPolicy,
    DeleteScheduledAction: deleteScheduledAction,
    DeregisterScalableTarget: deregisterScalableTarget,
    DescribeScalableTargets: describeScalableTargets,
    DescribeScalingActivities: describeScalingActivities,
    DescribeScalingPolicies: describeScalingPolicies,
    DescribeScheduledActions: describeScheduledActions,
    PutScalingPolicy: putScalingPolicy,
    PutScheduledAction: putScheduledAction,
    RegisterScalableTarget: registerScalableTarget,
  },
  missing: (member) =>
    new AwsError(
      'ValidationException',
      `1 validation error detected: Value at '${member[0]!.toLowerCase()}${member.slice(1)}' failed to satisfy constraint: Member must not be null`,
    ),
};

export const autoScalingReactions = {
  'scaling.alarm': alarmRang,
  'scaling.check': checkActivity,
  'scaling.scheduled': scheduledDue,
};
