import type {
  AuthorizeSecurityGroupEgressRequest,
  AuthorizeSecurityGroupIngressRequest,
  AuthorizeSecurityGroupIngressResult,
  DescribeSecurityGroupRulesRequest,
  DescribeSecurityGroupRulesResult,
  IpPermission,
  RevokeSecurityGroupEgressRequest,
  RevokeSecurityGroupIngressRequest,
  RevokeSecurityGroupIngressResult,
  SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import type { NeighbourScope } from '../scope.ts';
import type { SecurityGroup, SecurityRule } from '../vpc.ts';
import { filtered } from './filters.ts';
import { groupOf } from './lookup.ts';
import { askedRules, peerOf, sameRule, type NewRule } from './permissions.ts';
import { shownTags, tagNew } from './tags.ts';

type Direction = 'ingress' | 'egress';
type AuthorizeInput = Wire<AuthorizeSecurityGroupIngressRequest & AuthorizeSecurityGroupEgressRequest>;
type RevokeInput = Wire<RevokeSecurityGroupIngressRequest & RevokeSecurityGroupEgressRequest>;

/** How many rules a group may have in each direction (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html). */
const mostRules = 60;

/**
 * AuthorizeSecurityGroupIngress and -Egress.
 * @throws AwsError InvalidPermission.Duplicate, RulesPerSecurityGroupLimitExceeded, InvalidParameterValue, and as `groupNamed`.
 */
export const authorize =
  (direction: Direction) =>
  (input: AuthorizeInput, scope: NeighbourScope): Wire<AuthorizeSecurityGroupIngressResult> => {
    const group = groupNamed(input, scope);
    const wanted = askedRules(input, scope);
    for (const [index, rule] of wanted.entries()) {
      const there = [...group[direction], ...wanted.slice(0, index)].some((one) => sameRule(one, rule));
      if (there)
        throw new AwsError(
          'InvalidPermission.Duplicate',
          `the specified rule "${inWords(rule)}" already exists`,
        );
    }
    if (group[direction].length + wanted.length > mostRules)
      throw new AwsError(
        'RulesPerSecurityGroupLimitExceeded',
        'The maximum number of rules per security group has been reached.',
      );
    const added = wanted.map((rule) => ({ ruleId: `sgr-0${scope.context.random.hex(16)}`, ...rule }));
    group[direction].push(...added);
    for (const { ruleId } of added) tagNew(ruleId, 'security-group-rule', input.TagSpecifications, scope);
    rulesChanged(group, scope);
    return { Return: true, SecurityGroupRules: added.map((rule) => shown(group, rule, direction, scope)) };
  };

/** `peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW`. */
function inWords(rule: NewRule): string {
  const protocol = rule.protocol === '-1' ? 'ALL' : rule.protocol.toUpperCase();
  const ports = rule.fromPort === undefined ? '' : `, from port: ${rule.fromPort}, to port: ${rule.toPort}`;
  return `peer: ${peerOf(rule)}, ${protocol}${ports}, ALLOW`;
}

/**
 * RevokeSecurityGroupIngress and -Egress. Rules that are not there are no error in the default VPC: they come back as
 * unknown (EC2 API reference).
 * @throws AwsError InvalidSecurityGroupRuleId.NotFound, and as `groupNamed`.
 */
export const revoke =
  (direction: Direction) =>
  (input: RevokeInput, scope: NeighbourScope): Wire<RevokeSecurityGroupIngressResult> => {
    const group = groupNamed(input, scope);
    const ids = input.SecurityGroupRuleIds ?? [];
    const missing = ids.find((id) => !group[direction].some(({ ruleId }) => ruleId === id));
    if (missing !== undefined)
      throw new AwsError(
        'InvalidSecurityGroupRuleId.NotFound',
        `The security group rule ID '${missing}' does not exist`,
      );
    const wanted = ids.length ? [] : askedRules(input, scope);
    const goes = (rule: SecurityRule) =>
      ids.includes(rule.ruleId) || wanted.some((one) => sameRule(one, rule));
    const unknown = wanted.filter((rule) => !group[direction].some((one) => sameRule(one, rule)));
    const revoked = group[direction].filter(goes);
    group[direction] = group[direction].filter((rule) => !goes(rule));
    for (const { ruleId } of revoked) scope.neighbours.ec2.tags.delete(ruleId);
    rulesChanged(group, scope);
    return {
      Return: true,
      RevokedSecurityGroupRules: revoked.map((rule) => ({
        SecurityGroupRuleId: rule.ruleId,
        GroupId: group.groupId,
        IsEgress: direction === 'egress',
        ...shownTraffic(rule),
        ...shownPeer(rule),
      })),
      ...(unknown.length ? { UnknownIpPermissions: unknown.map((rule) => permission([rule], scope)) } : {}),
    };
  };

export function describeSecurityGroupRules(
  input: Wire<DescribeSecurityGroupRulesRequest>,
  scope: NeighbourScope,
): Wire<DescribeSecurityGroupRulesResult> {
  const all = scope.vpc.securityGroups.flatMap((group) =>
    (['egress', 'ingress'] as const).flatMap((direction) =>
      group[direction].map((rule) => ({ group, rule, direction })),
    ),
  );
  const ids = input.SecurityGroupRuleIds;
  const found = filtered(
    all.filter(({ rule }) => !ids?.length || ids.includes(rule.ruleId)),
    input.Filters,
    {
      'group-id': ({ group }) => [group.groupId],
      'security-group-rule-id': ({ rule }) => [rule.ruleId],
    },
  );
  return {
    SecurityGroupRules: found.map(({ group, rule, direction }) => shown(group, rule, direction, scope)),
  };
}

/** @throws AwsError MissingParameter, InvalidGroup.NotFound, InvalidGroupId.Malformed */
function groupNamed(
  { GroupId: id, GroupName: name }: { GroupId?: string | undefined; GroupName?: string | undefined },
  scope: NeighbourScope,
): SecurityGroup {
  if (id !== undefined) return groupOf(id, scope);
  if (name === undefined)
    throw new AwsError('MissingParameter', 'The request must contain the parameter groupName or groupId');
  const found = scope.vpc.securityGroups.find(({ groupName }) => groupName === name);
  if (found) return found;
  throw new AwsError(
    'InvalidGroup.NotFound',
    `The security group '${name}' does not exist in default VPC '${scope.vpc.vpcId}'`,
  );
}

/** What tasks behind load balancers answer to health checks may have changed. */
function rulesChanged({ groupId }: SecurityGroup, { ecs, context, neighbours }: NeighbourScope): void {
  if (neighbours.loadBalancing.targetGroups.size === 0) return;
  for (const { arn, status, networkInterface } of ecs.tasks.values())
    if (status !== 'STOPPED' && networkInterface.securityGroupIds.includes(groupId))
      context.schedule(0, { type: 'elbv2.recheck', subject: arn });
}

/** Rules of the same ports as one `IpPermission`, as DescribeSecurityGroups groups them. */
export function permissions(
  rules: readonly SecurityRule[],
  scope: Pick<NeighbourScope, 'accountId'>,
): Wire<IpPermission>[] {
  const together = new Map<string, SecurityRule[]>();
  for (const rule of rules) {
    const key = `${rule.protocol} ${rule.fromPort} ${rule.toPort}`;
    const known = together.get(key);
    if (known) known.push(rule);
    else together.set(key, [rule]);
  }
  return [...together.values()].map((each) => permission(each, scope));
}

function permission(
  rules: readonly NewRule[],
  { accountId }: Pick<NeighbourScope, 'accountId'>,
): Wire<IpPermission> {
  const about = ({ description }: NewRule) => (description === undefined ? {} : { Description: description });
  return {
    IpProtocol: rules[0]!.protocol,
    ...(rules[0]!.fromPort === undefined
      ? {}
      : { FromPort: rules[0]!.fromPort, ToPort: rules[0]!.toPort ?? rules[0]!.fromPort }),
    UserIdGroupPairs: rules.flatMap((rule) =>
      rule.groupId === undefined ? [] : [{ ...about(rule), UserId: accountId, GroupId: rule.groupId }],
    ),
    IpRanges: rules.flatMap((rule) =>
      rule.cidr === undefined ? [] : [{ ...about(rule), CidrIp: rule.cidr }],
    ),
    Ipv6Ranges: rules.flatMap((rule) =>
      rule.cidrIpv6 === undefined ? [] : [{ ...about(rule), CidrIpv6: rule.cidrIpv6 }],
    ),
    PrefixListIds: [],
  };
}

/** In rules, all ports are -1. */
function shownTraffic({ protocol, fromPort = -1, toPort = -1 }: NewRule) {
  return { IpProtocol: protocol, FromPort: fromPort, ToPort: toPort };
}

function shownPeer({ cidr, cidrIpv6, groupId, description }: NewRule) {
  return {
    ...(cidr === undefined ? {} : { CidrIpv4: cidr }),
    ...(cidrIpv6 === undefined ? {} : { CidrIpv6: cidrIpv6 }),
    ...(groupId === undefined ? {} : { ReferencedGroupId: groupId }),
    ...(description === undefined ? {} : { Description: description }),
  };
}

function shown(
  { groupId }: SecurityGroup,
  rule: SecurityRule,
  direction: Direction,
  scope: NeighbourScope,
): Wire<SecurityGroupRule> {
  const { accountId, region } = scope;
  const { ReferencedGroupId, ...peer } = shownPeer(rule);
  return {
    SecurityGroupRuleId: rule.ruleId,
    GroupId: groupId,
    GroupOwnerId: accountId,
    IsEgress: direction === 'egress',
    ...shownTraffic(rule),
    ...peer,
    ...(ReferencedGroupId === undefined
      ? {}
      : { ReferencedGroupInfo: { GroupId: ReferencedGroupId, UserId: accountId } }),
    ...shownTags(rule.ruleId, scope),
    SecurityGroupRuleArn: `arn:aws:ec2:${region}:${accountId}:security-group-rule/${rule.ruleId}`,
  };
}
