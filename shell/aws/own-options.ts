import type { Given, Option } from './option.ts';
import { AwsCliError } from './errors.ts';

/** Options that the AWS CLI adds to an operation's own, and what it makes of them. */
interface OwnOptions {
  options: readonly Option[];
  /** Required members that these options, or a default, stand for. */
  optional?: readonly string[];
  /** Puts what they say into the input. @throws AwsCliError */
  apply(input: Record<string, unknown>, given: ReadonlyMap<string, Given>): void;
}

const option = (flag: string, more: Partial<Option> = {}): Option => ({
  flag,
  member: flag.slice(2).toUpperCase().replaceAll('-', '_'),
  shape: 'String',
  required: false,
  takes: 'one',
  ...more,
});

const textOf = (given: ReadonlyMap<string, Given>, member: string): string | undefined => {
  const value = given.get(member)?.value;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** One rule of a security group in five options (awscli, customizations/ec2/secgroupsimplify.py). */
const securityGroupRule: OwnOptions = {
  options: ['--protocol', '--port', '--cidr', '--source-group', '--group-owner'].map((flag) => option(flag)),
  apply(input, given) {
    const [protocol, port, cidr, group, owner] = [
      'PROTOCOL',
      'PORT',
      'CIDR',
      'SOURCE_GROUP',
      'GROUP_OWNER',
    ].map((member) => textOf(given, member));
    const used = ['PROTOCOL', 'PORT', 'CIDR', 'SOURCE_GROUP', 'GROUP_OWNER'].find((name) => given.has(name));
    if (used === undefined) return;
    if (input['IpPermissions'] !== undefined)
      throw new AwsCliError(
        `The --${used.toLowerCase()} option is not compatible with the --ip-permissions option `,
        252,
      );
    const pair = {
      ...(group === undefined ? {} : { [group.startsWith('sg-') ? 'GroupId' : 'GroupName']: group }),
      ...(owner === undefined ? {} : { UserId: owner }),
    };
    input['IpPermissions'] = [
      {
        ...(protocol === undefined ? {} : { IpProtocol: protocolOf(protocol) }),
        ...(port === undefined ? {} : portsOf(port)),
        ...(cidr === undefined ? {} : { IpRanges: [{ CidrIp: cidr }] }),
        ...(Object.keys(pair).length ? { UserIdGroupPairs: [pair] } : {}),
      },
    ];
  },
};

function protocolOf(text: string): string {
  if (/^[-+]?\d+$/.test(text)) {
    if (Number(text) >= -1 && Number(text) <= 255) return text;
    throw new AwsCliError('protocol numbers must be in the range 0-255 or -1 to specify all protocols', 252);
  }
  if (text === 'all') return '-1';
  if (text === 'tcp' || text === 'udp' || text === 'icmp') return text;
  throw new AwsCliError(
    'protocol parameter should be one of: tcp|udp|icmp|all or any valid protocol number.',
    252,
  );
}

function portsOf(text: string): { FromPort: number; ToPort: number } {
  if (text === '-1' || text === 'all') return { FromPort: -1, ToPort: -1 };
  const dash = text.indexOf('-');
  const [from, to] = dash === -1 ? [text, text] : [text.slice(0, dash), text.slice(dash + 1)];
  if (/^\s*\d+\s*$/.test(from) && /^\s*[-+]?\d+\s*$/.test(to))
    return { FromPort: Number(from), ToPort: Number(to) };
  throw new AwsCliError('port parameter should be of the form <from[-to]> (e.g. 22 or 22-25)', 252);
}

/** `--count 2` or `--count 1:3`, one when it is left out (awscli, customizations/ec2/addcount.py). */
const count: OwnOptions = {
  options: [option('--count')],
  optional: ['MinCount', 'MaxCount'],
  apply(input, given) {
    const text = textOf(given, 'COUNT');
    if (text === undefined) {
      input['MinCount'] ??= 1;
      input['MaxCount'] ??= 1;
      return;
    }
    const [least, most] = /^(\d+)(?::(\d+))?$/.exec(text)?.slice(1) ?? [];
    if (least === undefined)
      throw new AwsCliError('count parameter should be of the form min[:max] (e.g. 1 or 1:10)', 252);
    input['MinCount'] = Number(least);
    input['MaxCount'] = Number(most ?? least);
  },
};

/** By service and API name. */
const own: Readonly<Record<string, Readonly<Record<string, OwnOptions>>>> = {
  ec2: {
    AuthorizeSecurityGroupEgress: securityGroupRule,
    AuthorizeSecurityGroupIngress: securityGroupRule,
    RevokeSecurityGroupEgress: securityGroupRule,
    RevokeSecurityGroupIngress: securityGroupRule,
    RunInstances: count,
  },
};

export function ownOptions(service: string, operation: string): OwnOptions | undefined {
  return own[service]?.[operation];
}
