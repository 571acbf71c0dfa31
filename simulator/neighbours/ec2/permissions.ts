import type { AuthorizeSecurityGroupIngressRequest, IpPermission } from '@aws-sdk/client-ec2';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { canonical } from '../network/cidr.ts';
import type { NeighbourScope } from '../scope.ts';
import type { SecurityRule } from '../vpc.ts';
import { groupOf } from './lookup.ts';

/** A rule that has no id yet. */
export type NewRule = Omit<SecurityRule, 'ruleId'>;

/** Members that stand for one rule, and `IpPermissions`. */
type Input = Wire<
  Pick<
    AuthorizeSecurityGroupIngressRequest,
    'CidrIp' | 'FromPort' | 'IpPermissions' | 'IpProtocol' | 'SourceSecurityGroupName' | 'ToPort'
  >
>;

/** Protocols that EC2 names; it writes others as numbers (https://www.iana.org/assignments/protocol-numbers/). */
const names: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
  all: '-1',
};

/**
 * The rules that a request names: one for each range and each group.
 * @throws AwsError MissingParameter, InvalidParameterValue, InvalidParameterCombination, InvalidGroup.NotFound
 */
export function askedRules(input: Input, scope: NeighbourScope): NewRule[] {
  const permissions = input.IpPermissions?.length ? input.IpPermissions : [simple(input)];
  return permissions.flatMap((permission) => {
    const traffic = trafficOf(permission);
    const rules: NewRule[] = [
      ...(permission.IpRanges ?? []).map(({ CidrIp, Description }) => ({
        cidr: cidrOf(CidrIp ?? ''),
        ...about(Description),
      })),
      ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6, Description }) => ({
        cidrIpv6: CidrIpv6 ?? '',
        ...about(Description),
      })),
      ...(permission.UserIdGroupPairs ?? []).map((pair) => ({
        groupId: groupOf(pair.GroupId ?? idOf(pair.GroupName ?? '', scope), scope).groupId,
        ...about(pair.Description),
      })),
    ].map((peer) => ({ ...traffic, ...peer }));
    if (permission.PrefixListIds?.length)
      throw new AwsError(
        'InvalidParameterValue',
        'Drydock has no prefix lists: name a CIDR block or a security group.',
      );
    if (rules.length === 0) throw new AwsError('MissingParameter', 'Source group ID missing.');
    return rules;
  });
}

/** The members that stand for one rule, as an `IpPermission`. */
function simple({
  CidrIp,
  FromPort,
  ToPort,
  IpProtocol,
  SourceSecurityGroupName,
}: Input): Wire<IpPermission> {
  return {
    ...(IpProtocol === undefined ? {} : { IpProtocol }),
    ...(FromPort === undefined ? {} : { FromPort }),
    ...(ToPort === undefined ? {} : { ToPort }),
    ...(CidrIp === undefined ? {} : { IpRanges: [{ CidrIp }] }),
    ...(SourceSecurityGroupName === undefined
      ? {}
      : { UserIdGroupPairs: [{ GroupName: SourceSecurityGroupName }] }),
  };
}

/** The messages are EC2's as users report them; which of two faults it names first is unverified. */
function trafficOf({ IpProtocol, FromPort: from, ToPort: to }: Wire<IpPermission>): NewRule {
  if (IpProtocol === undefined)
    throw new AwsError('MissingParameter', 'The request must contain the parameter ipProtocol');
  const protocol = names[IpProtocol] ?? IpProtocol.toLowerCase();
  if (!/^(-1|tcp|udp|icmp|icmpv6|\d{1,3})$/.test(protocol))
    throw new AwsError(
      'InvalidParameterValue',
      `Invalid value '${IpProtocol}' for IP protocol. Unknown protocol.`,
    );
  if (protocol !== 'tcp' && protocol !== 'udp') {
    const icmp = protocol.startsWith('icmp') && from !== undefined;
    return { protocol, ...(icmp ? { fromPort: from, toPort: to ?? -1 } : {}) };
  }
  if (from === undefined || to === undefined)
    throw new AwsError(
      'InvalidParameterValue',
      "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
    );
  // -1 stands for all ports.
  if (from === -1 && to === -1) return { protocol, fromPort: 0, toPort: 65_535 };
  const wrong = [from, to].find((port) => port < 0 || port > 65_535);
  if (wrong !== undefined)
    throw new AwsError('InvalidParameterValue', `TCP/UDP port (${wrong}) out of range`);
  if (from > to) throw new AwsError('InvalidParameterValue', `Invalid TCP/UDP port range (${from}:${to})`);
  return { protocol, fromPort: from, toPort: to };
}

function cidrOf(text: string): string {
  const block = canonical(text);
  if (block !== undefined) return block;
  throw new AwsError('InvalidParameterValue', `CIDR block ${text} is malformed`);
}

function idOf(name: string, { vpc }: NeighbourScope): string {
  const found = vpc.securityGroups.find(({ groupName }) => groupName === name);
  if (found) return found.groupId;
  throw new AwsError(
    'InvalidGroup.NotFound',
    `The security group '${name}' does not exist in default VPC '${vpc.vpcId}'`,
  );
}

function about(description: string | undefined): { description?: string } {
  return description === undefined ? {} : { description };
}

/** Who a rule lets in, or whom it lets reach. */
export function peerOf({ cidr, cidrIpv6, groupId }: NewRule): string {
  return cidr ?? cidrIpv6 ?? groupId ?? '';
}

/** Whether two rules let the same through; what they say about it does not count. */
export function sameRule(one: NewRule, other: NewRule): boolean {
  return (
    one.protocol === other.protocol &&
    one.fromPort === other.fromPort &&
    one.toPort === other.toPort &&
    peerOf(one) === peerOf(other)
  );
}
