import type {
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
  DeleteTargetGroupInput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  ModifyTargetGroupInput,
  TargetGroup as TargetGroupShape,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../api/errors.ts';
import { invalid } from '../../api/invalid.ts';
import type { Wire } from '../../api/wire.ts';
import { defaultAttributes } from './attributes.ts';
import { replanAll } from './checks.ts';
import { checkHealthCheck, healthCheckOf } from './health-check.ts';
import { checkName } from './names.ts';
import { marked } from './pages.ts';
import {
  elbArn,
  loadBalancerOf,
  loadBalancing,
  targetGroupOf,
  usersOf,
  type LoadBalancingScope,
} from './scope.ts';
import type { TargetGroup } from './state.ts';

const protocols = ['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP'];
const targetTypes = ['instance', 'ip', 'lambda', 'alb'];

export function createTargetGroup(
  input: Wire<CreateTargetGroupInput>,
  scope: LoadBalancingScope,
): Wire<CreateTargetGroupOutput> {
  const name = input.Name ?? '';
  checkName('target group', name);
  const targetType = input.TargetType ?? 'instance';
  if (!targetTypes.includes(targetType))
    throw invalid(
      'TargetType',
      targetType,
      `Member must satisfy enum value set: [${targetTypes.join(', ')}]`,
    );
  if (targetType === 'lambda' || targetType === 'alb')
    throw new AwsError(
      'NotSimulatedException',
      `Drydock does not simulate target groups of type ${targetType}: tasks register as ip or instance.`,
    );
  if (input.Protocol === undefined) throw new AwsError('ValidationError', 'A protocol must be specified');
  if (!protocols.includes(input.Protocol))
    throw invalid(
      'Protocol',
      input.Protocol,
      `Member must satisfy enum value set: [${protocols.join(', ')}]`,
    );
  if (input.Port === undefined) throw new AwsError('ValidationError', 'A port must be specified');
  if (input.Port < 1 || input.Port > 65_535)
    throw new AwsError('ValidationError', `Port '${input.Port}' must be between 1 and 65535`);
  if (input.VpcId === undefined) throw new AwsError('ValidationError', 'A VPC ID must be specified');
  if (input.VpcId !== scope.vpc.vpcId)
    throw new AwsError('ValidationError', `The VPC ID '${input.VpcId}' is not found`);
  const healthCheck = healthCheckOf(input);
  checkHealthCheck(healthCheck);
  const existing = [...loadBalancing(scope).targetGroups.values()].find((each) => each.name === name);
  if (existing) {
    const same =
      existing.protocol === input.Protocol &&
      existing.port === input.Port &&
      existing.targetType === targetType &&
      JSON.stringify(existing.healthCheck) === JSON.stringify(healthCheck);
    if (same) return { TargetGroups: [describe(existing, scope)] };
    throw new AwsError(
      'DuplicateTargetGroupName',
      `A target group with the same name '${name}' exists, but with different settings`,
    );
  }
  const application = input.Protocol === 'HTTP' || input.Protocol === 'HTTPS';
  const group: TargetGroup = {
    arn: elbArn(`targetgroup/${name}/${scope.context.random.hex(16)}`, scope),
    name,
    protocol: input.Protocol,
    ...(application ? { protocolVersion: input.ProtocolVersion ?? 'HTTP1' } : {}),
    port: input.Port,
    targetType: targetType as 'ip',
    vpcId: input.VpcId,
    healthCheck,
    attributes: defaultAttributes(input.Protocol),
    targets: new Map(),
    tags: input.Tags ?? [],
  };
  loadBalancing(scope).targetGroups.set(group.arn, group);
  return { TargetGroups: [describe(group, scope)] };
}

export function describeTargetGroups(
  input: Wire<DescribeTargetGroupsInput>,
  scope: LoadBalancingScope,
): Wire<DescribeTargetGroupsOutput> {
  const all = [...loadBalancing(scope).targetGroups.values()];
  if (input.LoadBalancerArn !== undefined) loadBalancerOf(input.LoadBalancerArn, scope);
  for (const name of input.Names ?? [])
    if (!all.some((each) => each.name === name))
      throw new AwsError('TargetGroupNotFound', 'One or more target groups not found');
  const found = input.TargetGroupArns?.length
    ? input.TargetGroupArns.map((arn) => targetGroupOf(arn, scope))
    : all
        .filter(({ name }) => !input.Names?.length || input.Names.includes(name))
        .filter(
          ({ arn }) =>
            input.LoadBalancerArn === undefined || usersOf(arn, scope).includes(input.LoadBalancerArn),
        );
  const { items, next } = marked(found, input);
  return { TargetGroups: items.map((each) => describe(each, scope)), ...next };
}

/** ModifyTargetGroup: the health check; its targets are checked anew. */
export function modifyTargetGroup(
  input: Wire<ModifyTargetGroupInput>,
  scope: LoadBalancingScope,
): Wire<CreateTargetGroupOutput> {
  const group = targetGroupOf(input.TargetGroupArn, scope);
  const healthCheck = healthCheckOf({ Protocol: group.protocol as 'HTTP', ...input }, group.healthCheck);
  checkHealthCheck(healthCheck);
  group.healthCheck = healthCheck;
  replanAll(group, scope);
  return { TargetGroups: [describe(group, scope)] };
}

export function deleteTargetGroup(
  { TargetGroupArn: arn = '' }: Wire<DeleteTargetGroupInput>,
  scope: LoadBalancingScope,
): Record<string, never> {
  if (usersOf(arn, scope).length > 0)
    throw new AwsError('ResourceInUse', `Target group '${arn}' is currently in use by a listener or a rule`);
  loadBalancing(scope).targetGroups.delete(arn);
  return {};
}

function describe(group: TargetGroup, scope: LoadBalancingScope): Wire<TargetGroupShape> {
  const { healthCheck: check } = group;
  return {
    TargetGroupArn: group.arn,
    TargetGroupName: group.name,
    Protocol: group.protocol as 'HTTP',
    Port: group.port,
    VpcId: group.vpcId,
    HealthCheckProtocol: check.protocol as 'HTTP',
    HealthCheckPort: check.port,
    HealthCheckEnabled: check.enabled,
    HealthCheckIntervalSeconds: check.interval,
    HealthCheckTimeoutSeconds: check.timeout,
    HealthyThresholdCount: check.healthyThreshold,
    UnhealthyThresholdCount: check.unhealthyThreshold,
    ...(check.path === undefined ? {} : { HealthCheckPath: check.path }),
    ...(check.matcher === undefined ? {} : { Matcher: { HttpCode: check.matcher } }),
    LoadBalancerArns: usersOf(group.arn, scope),
    TargetType: group.targetType,
    ...(group.protocolVersion === undefined ? {} : { ProtocolVersion: group.protocolVersion }),
    IpAddressType: 'ipv4',
  };
}
