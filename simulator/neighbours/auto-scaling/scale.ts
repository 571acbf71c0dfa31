import type { StepScalingPolicyConfiguration } from '@aws-sdk/client-application-auto-scaling';
import type { Wire } from '../../api/wire.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { idOf } from '../cloudwatch/metrics.ts';
import { byPeriod, seriesOf, statistics } from '../cloudwatch/series.ts';
import { minuteOf, type Alarm } from '../cloudwatch/state.ts';
import { serviceOf, setDesired } from './activity.ts';
import type { Policy } from './state.ts';

/** Seconds of a cooldown that a policy for ECS does not set (user guide, target tracking and step scaling). */
const usualCooldown = 300;

/**
 * The effect `scaling.alarm`: an alarm rings, or still rings, for the policy whose ARN is the subject; `event` is the
 * alarm's name.
 */
export function alarmRang({ subject, event = '' }: Effect, scope: RegionScope): void {
  const { autoScaling, cloudwatch } = scope.neighbours;
  const policy = autoScaling.policies.get(subject);
  const alarm = cloudwatch.alarms.get(event);
  const target = autoScaling.targets.get(policy?.resourceId ?? '');
  const service = target && serviceOf(target.resourceId, scope);
  if (!policy || !alarm || !target || !service) return;
  const value = latest(alarm, scope);
  if (value === undefined) return;
  const current = service.desiredCount;
  const wanted =
    policy.type === 'StepScaling'
      ? stepped(policy.input.StepScalingPolicyConfiguration ?? {}, current, value - alarm.input.Threshold!)
      : tracked(policy, current, value);
  const desired = Math.min(target.maxCapacity, Math.max(target.minCapacity, wanted));
  if (desired === current) return;
  const out = desired > current;
  const { DynamicScalingOutSuspended, DynamicScalingInSuspended } = target.suspended;
  if (out ? DynamicScalingOutSuspended : DynamicScalingInSuspended) return;
  if (isCooling(policy, out, scope.context.date)) return;
  // "Application Auto Scaling turns off scale-in processes while Amazon ECS deployments are in progress" (developer
  // guide, target tracking).
  if (!out && service.deployments[0]?.rolloutState === 'IN_PROGRESS') return;
  if (out) policy.scaledOutAt = scope.context.date;
  else policy.scaledInAt = scope.context.date;
  setDesired(
    target,
    desired,
    `monitor alarm ${alarm.name} in state ${alarm.state} triggered policy ${policy.name}`,
    scope,
  );
}

/** The metric's value in the last period that the alarm looks at. */
function latest({ input }: Alarm, scope: RegionScope): number | undefined {
  const period = (input.Period ?? 60) * 1000;
  const to = minuteOf(scope.context.date);
  const from = to - 3 * period;
  const point = byPeriod(seriesOf(idOf(input), from, to, scope), from, period).at(-1);
  return point && statistics[input.Statistic ?? 'Average']!(point);
}

/**
 * The count at which the metric would stand at its target, if it goes down as tasks are added
 * (https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html).
 */
function tracked({ input }: Policy, current: number, value: number): number {
  const { TargetValue = 1, DisableScaleIn } = input.TargetTrackingScalingPolicyConfiguration ?? {};
  const wanted = Math.ceil((current * value) / TargetValue);
  return DisableScaleIn ? Math.max(current, wanted) : wanted;
}

/**
 * The count after the step that a breach falls into
 * (https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html).
 * @param breach how far the metric lies above its threshold; below, when negative
 */
export function stepped(
  { AdjustmentType, StepAdjustments = [], MinAdjustmentMagnitude = 1 }: Wire<StepScalingPolicyConfiguration>,
  current: number,
  breach: number,
): number {
  const found = StepAdjustments.find(
    ({ MetricIntervalLowerBound: low = -Infinity, MetricIntervalUpperBound: high = Infinity }) =>
      // A bound belongs to the step that lies further from the threshold.
      breach >= 0 ? breach >= low && breach < high : breach > low && breach <= high,
  );
  if (!found) return current;
  const { ScalingAdjustment = 0 } = found;
  if (AdjustmentType === 'ExactCapacity') return ScalingAdjustment;
  if (AdjustmentType !== 'PercentChangeInCapacity') return current + ScalingAdjustment;
  const change = (current * ScalingAdjustment) / 100;
  // Between 0 and 1 counts as 1; beyond, the fraction is dropped.
  const whole = Math.abs(change) < 1 ? Math.sign(change) : Math.trunc(change);
  return current + Math.sign(whole) * Math.max(Math.abs(whole), MinAdjustmentMagnitude);
}

function isCooling({ type, input, scaledInAt, scaledOutAt }: Policy, out: boolean, date: number): boolean {
  const { ScaleOutCooldown, ScaleInCooldown } = input.TargetTrackingScalingPolicyConfiguration ?? {};
  const { Cooldown } = input.StepScalingPolicyConfiguration ?? {};
  const lasts = (cooldown: number | undefined) => (cooldown ?? usualCooldown) * 1000;
  const outLasts = lasts(type === 'StepScaling' ? Cooldown : ScaleOutCooldown);
  const inLasts = lasts(type === 'StepScaling' ? Cooldown : ScaleInCooldown);
  if (out) return date < scaledOutAt + outLasts;
  return date < scaledInAt + inLasts || date < scaledOutAt + outLasts;
}
