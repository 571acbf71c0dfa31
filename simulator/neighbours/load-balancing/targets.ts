import type {
  DeregisterTargetsInput,
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  RegisterTargetsInput,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { targetKey } from './checks.ts';
import { notRegistered } from './reasons.ts';
import { deregister, register } from './registration.ts';
import { targetGroupOf, type LoadBalancingScope } from './scope.ts';
import type { Target, TargetGroup } from './state.ts';

export function registerTargets(
  input: Wire<RegisterTargetsInput>,
  scope: LoadBalancingScope,
): Record<string, never> {
  const group = targetGroupOf(input.TargetGroupArn, scope);
  const targets = input.Targets ?? [];
  for (const { Id = '' } of targets) checkId(Id, group);
  for (const { Id = '', Port, AvailabilityZone } of targets) {
    const behind = [...scope.ecs.tasks.values()].find(
      ({ networkInterface, desiredStatus }) =>
        desiredStatus === 'RUNNING' && networkInterface?.privateIpv4Address === Id,
    );
    register(
      group,
      {
        id: Id,
        port: Port ?? group.port,
        ...(AvailabilityZone === undefined ? {} : { availabilityZone: AvailabilityZone }),
        ...(behind ? { task: behind.arn } : {}),
      },
      scope,
    );
  }
  return {};
}

/** @throws AwsError InvalidTarget, ValidationError */
function checkId(id: string, { targetType }: TargetGroup): void {
  if (targetType === 'ip' && !/^\d{1,3}(\.\d{1,3}){3}$/.test(id))
    throw new AwsError('ValidationError', `The IP address '${id}' is not a valid IPv4 address`);
  if (targetType === 'instance' && !/^i-[0-9a-f]{8,17}$/.test(id))
    throw new AwsError('ValidationError', `Instance ID '${id}' is not valid`);
}

export function deregisterTargets(
  input: Wire<DeregisterTargetsInput>,
  scope: LoadBalancingScope,
): Record<string, never> {
  const group = targetGroupOf(input.TargetGroupArn, scope);
  for (const { Id, Port } of input.Targets ?? [])
    for (const target of matching(group, Id, Port)) deregister(group, target, scope);
  return {};
}

/** The targets with this id: at a port, or, where none is named, at every one. */
function matching(group: TargetGroup, id: string | undefined, port: number | undefined): Target[] {
  return [...group.targets.values()].filter(
    (target) => target.id === id && (port === undefined || target.port === port),
  );
}

export function describeTargetHealth(
  input: Wire<DescribeTargetHealthInput>,
  scope: LoadBalancingScope,
): Wire<DescribeTargetHealthOutput> {
  const group = targetGroupOf(input.TargetGroupArn, scope);
  if (!input.Targets?.length)
    return { TargetHealthDescriptions: [...group.targets.values()].map((target) => describe(group, target)) };
  return {
    TargetHealthDescriptions: input.Targets.map(({ Id = '', Port = group.port }) => {
      const target = group.targets.get(targetKey({ id: Id, port: Port }));
      if (target) return describe(group, target);
      const { reason, description } = notRegistered;
      return {
        Target: { Id, Port },
        TargetHealth: { State: 'unused', Reason: reason as 'Target.NotRegistered', Description: description },
      };
    }),
  };
}

function describe({ healthCheck }: TargetGroup, target: Target): Wire<TargetHealthDescription> {
  return {
    Target: {
      Id: target.id,
      Port: target.port,
      ...(target.availabilityZone === undefined ? {} : { AvailabilityZone: target.availabilityZone }),
    },
    HealthCheckPort: healthCheck.port === 'traffic-port' ? String(target.port) : healthCheck.port,
    TargetHealth: {
      State: target.status as 'healthy',
      ...(target.reason === undefined ? {} : { Reason: target.reason as 'Target.Timeout' }),
      ...(target.description === undefined ? {} : { Description: target.description }),
    },
  };
}
