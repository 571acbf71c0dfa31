import type {
  DescribeTargetGroupAttributesInput,
  DescribeTargetGroupAttributesOutput,
  ModifyTargetGroupAttributesInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { targetGroupOf, type LoadBalancingScope } from './scope.ts';
import type { TargetGroup } from './state.ts';

/** What a new target group's attributes are (API reference, TargetGroupAttribute). */
export function defaultAttributes(protocol: string): Record<string, string> {
  if (protocol === 'HTTP' || protocol === 'HTTPS')
    return {
      'deregistration_delay.timeout_seconds': '300',
      'stickiness.enabled': 'false',
      'stickiness.type': 'lb_cookie',
      'stickiness.lb_cookie.duration_seconds': '86400',
      'slow_start.duration_seconds': '0',
      'load_balancing.algorithm.type': 'round_robin',
      'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
    };
  return {
    'deregistration_delay.timeout_seconds': '300',
    'deregistration_delay.connection_termination.enabled': 'false',
    'preserve_client_ip.enabled': 'false',
    'proxy_protocol_v2.enabled': 'false',
    'stickiness.enabled': 'false',
    'stickiness.type': 'source_ip',
    'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
  };
}

/** ms for which a deregistered target drains. */
export function deregistrationDelay({ attributes }: TargetGroup): number {
  return Number(attributes['deregistration_delay.timeout_seconds'] ?? 300) * 1000;
}

export function describeTargetGroupAttributes(
  input: Wire<DescribeTargetGroupAttributesInput>,
  scope: LoadBalancingScope,
): Wire<DescribeTargetGroupAttributesOutput> {
  const { attributes } = targetGroupOf(input.TargetGroupArn, scope);
  return { Attributes: Object.entries(attributes).map(([Key, Value]) => ({ Key, Value })) };
}

/** ModifyTargetGroupAttributes: only attributes that a group of this kind has. */
export function modifyTargetGroupAttributes(
  input: Wire<ModifyTargetGroupAttributesInput>,
  scope: LoadBalancingScope,
): Wire<DescribeTargetGroupAttributesOutput> {
  const group = targetGroupOf(input.TargetGroupArn, scope);
  for (const { Key = '', Value = '' } of input.Attributes ?? []) {
    if (!Object.hasOwn(group.attributes, Key))
      throw new AwsError('ValidationError', `Target group attribute key '${Key}' is not recognized`);
    const seconds = Number(Value);
    if (
      Key === 'deregistration_delay.timeout_seconds' &&
      !(Number.isInteger(seconds) && seconds >= 0 && seconds <= 3600)
    )
      throw new AwsError('ValidationError', `'${Key}' value '${Value}' must be between '0-3600' inclusive`);
  }
  for (const { Key = '', Value = '' } of input.Attributes ?? []) group.attributes[Key] = Value;
  return describeTargetGroupAttributes(input, scope);
}
