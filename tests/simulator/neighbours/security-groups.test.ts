import { describe, expect, test } from 'vitest';
import { hands, runOne, subnetsOf, type Hands } from '../cloud.ts';

const anywhere = { CidrIp: '0.0.0.0/0' };
const web = { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [anywhere] };

function createGroup(one: Hands, GroupName = 'web'): string {
  return one.ask('ec2', 'CreateSecurityGroup', { GroupName, Description: 'Web servers' }).GroupId;
}
const group = (one: Hands, GroupId: string) =>
  one.ask('ec2', 'DescribeSecurityGroups', { GroupIds: [GroupId] }).SecurityGroups[0];
const open = (one: Hands, GroupId: string, ...IpPermissions: object[]) =>
  one.ask('ec2', 'AuthorizeSecurityGroupIngress', { GroupId, IpPermissions });

describe('a security group', () => {
  test('lets everything out and nothing in, until rules are added, which AWS groups by their ports', () => {
    const one = hands();
    const id = createGroup(one);
    expect(group(one, id)).toEqual({
      GroupId: id,
      GroupName: 'web',
      Description: 'Web servers',
      OwnerId: '123456789012',
      VpcId: expect.stringMatching(/^vpc-/),
      SecurityGroupArn: `arn:aws:ec2:us-east-1:123456789012:security-group/${id}`,
      IpPermissions: [],
      IpPermissionsEgress: [
        {
          IpProtocol: '-1',
          IpRanges: [anywhere],
          Ipv6Ranges: [],
          PrefixListIds: [],
          UserIdGroupPairs: [],
        },
      ],
    });
    const { Return, SecurityGroupRules } = open(one, id, web);
    expect([Return, SecurityGroupRules]).toEqual([
      true,
      [
        {
          SecurityGroupRuleId: expect.stringMatching(/^sgr-0[0-9a-f]{16}$/),
          SecurityGroupRuleArn: expect.stringMatching(
            /^arn:aws:ec2:us-east-1:123456789012:security-group-rule\/sgr-0/,
          ),
          GroupId: id,
          GroupOwnerId: '123456789012',
          IsEgress: false,
          IpProtocol: 'tcp',
          FromPort: 80,
          ToPort: 80,
          CidrIpv4: '0.0.0.0/0',
        },
      ],
    ]);
    open(one, id, {
      ...web,
      IpRanges: [],
      UserIdGroupPairs: [{ GroupId: id, Description: 'each other' }],
    });
    // AWS writes a block without bits behind its prefix.
    open(one, id, { ...web, IpRanges: [{ CidrIp: '100.68.0.18/18', Description: 'the office' }] });
    expect(group(one, id).IpPermissions).toEqual([
      {
        IpProtocol: 'tcp',
        FromPort: 80,
        ToPort: 80,
        IpRanges: [anywhere, { CidrIp: '100.68.0.0/18', Description: 'the office' }],
        Ipv6Ranges: [],
        PrefixListIds: [],
        UserIdGroupPairs: [{ GroupId: id, UserId: '123456789012', Description: 'each other' }],
      },
    ]);
    expect(
      one
        .ask('ec2', 'DescribeSecurityGroupRules', { Filters: [{ Name: 'group-id', Values: [id] }] })
        .SecurityGroupRules.map(({ IsEgress, CidrIpv4, ReferencedGroupInfo }: any) => [
          IsEgress,
          CidrIpv4 ?? ReferencedGroupInfo.GroupId,
        ]),
    ).toEqual([
      [true, '0.0.0.0/0'],
      [false, '0.0.0.0/0'],
      [false, id],
      [false, '100.68.0.0/18'],
    ]);
  });

  test('loses rules by what they say or by their id; in the default VPC an unknown one is no error', () => {
    const one = hands();
    const id = createGroup(one);
    const [rule] = open(one, id, web).SecurityGroupRules;
    const revoke = (input: object) => one.ask('ec2', 'RevokeSecurityGroupIngress', { GroupId: id, ...input });
    expect(revoke({ IpPermissions: [{ ...web, ToPort: 81 }] })).toEqual({
      Return: true,
      RevokedSecurityGroupRules: [],
      UnknownIpPermissions: [{ ...web, ToPort: 81, Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] }],
    });
    expect(revoke({ SecurityGroupRuleIds: [rule.SecurityGroupRuleId] }).RevokedSecurityGroupRules).toEqual([
      {
        SecurityGroupRuleId: rule.SecurityGroupRuleId,
        GroupId: id,
        IsEgress: false,
        IpProtocol: 'tcp',
        FromPort: 80,
        ToPort: 80,
        CidrIpv4: '0.0.0.0/0',
      },
    ]);
    open(one, id, web);
    revoke({ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '0.0.0.0/0' });
    expect(group(one, id).IpPermissions).toEqual([]);
  });

  test.each<[string, object, string, string]>([
    [
      'AuthorizeSecurityGroupIngress',
      { GroupId: 'sg-0', IpPermissions: [web] },
      'InvalidGroup.NotFound',
      "The security group 'sg-0' does not exist",
    ],
    [
      'AuthorizeSecurityGroupIngress',
      { GroupId: 'web', IpPermissions: [web] },
      'InvalidGroupId.Malformed',
      'Invalid id: "web" (expecting "sg-...")',
    ],
    [
      'AuthorizeSecurityGroupIngress',
      { GroupName: 'web', IpPermissions: [web, web] },
      'InvalidPermission.Duplicate',
      'the specified rule "peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW" already exists',
    ],
    [
      'AuthorizeSecurityGroupEgress',
      { GroupId: 'DEFAULT', IpPermissions: [{ IpProtocol: '-1', IpRanges: [anywhere] }] },
      'InvalidPermission.Duplicate',
      'the specified rule "peer: 0.0.0.0/0, ALL, ALLOW" already exists',
    ],
    [
      'AuthorizeSecurityGroupIngress',
      { GroupName: 'web', IpProtocol: 'tcp', CidrIp: '0.0.0.0/0' },
      'InvalidParameterValue',
      "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
    ],
    [
      'AuthorizeSecurityGroupIngress',
      { GroupName: 'web', IpProtocol: 'tcp', FromPort: 443, ToPort: 80, CidrIp: '0.0.0.0/0' },
      'InvalidParameterValue',
      'Invalid TCP/UDP port range (443:80)',
    ],
    [
      'AuthorizeSecurityGroupIngress',
      { GroupName: 'web', IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIp: '300.0.0.0/8' },
      'InvalidParameterValue',
      'CIDR block 300.0.0.0/8 is malformed',
    ],
    [
      'AuthorizeSecurityGroupIngress',
      { IpPermissions: [web] },
      'MissingParameter',
      'The request must contain the parameter groupName or groupId',
    ],
    [
      'CreateSecurityGroup',
      { GroupName: 'web', Description: 'again' },
      'InvalidGroup.Duplicate',
      "The security group 'web' already exists for VPC 'VPC'",
    ],
    [
      'CreateSecurityGroup',
      { GroupName: 'web' },
      'MissingParameter',
      'The request must contain the parameter description',
    ],
    [
      'DeleteSecurityGroup',
      { GroupName: 'default' },
      'CannotDelete',
      'the specified group: "DEFAULT" name: "default" cannot be deleted by a user',
    ],
    [
      'AuthorizeSecurityGroupIngress',
      { GroupName: 'web', IpPermissions: [web], DryRun: true },
      'DryRunOperation',
      'Request would have succeeded, but DryRun flag is set.',
    ],
  ])('%s %j is refused', (operation, input, code, message) => {
    const one = hands();
    createGroup(one);
    const { vpc } = one.cloud.state.regions.get('us-east-1')!;
    const before = one.cloud.snapshot();
    const named = <Value>(value: Value): Value =>
      JSON.parse(
        JSON.stringify(value)
          .replace("'VPC'", `'${vpc.vpcId}'`)
          .replace('DEFAULT', vpc.securityGroups[0]!.groupId),
      );
    expect(one.refusal('ec2', operation, named(input))).toMatchObject({ code, message: named(message) });
    expect(one.cloud.snapshot()).toBe(before);
  });

  test('stays as long as something uses it', () => {
    const one = hands();
    const id = createGroup(one);
    const task = runOne(one, undefined, {
      networkConfiguration: {
        awsvpcConfiguration: { subnets: subnetsOf(one), securityGroups: [id], assignPublicIp: 'ENABLED' },
      },
    });
    expect(one.refusal('ec2', 'DeleteSecurityGroup', { GroupId: id })).toMatchObject({
      code: 'DependencyViolation',
      message: `resource ${id} has a dependent object`,
    });
    one.ask('ecs', 'StopTask', { cluster: 'harbour', task });
    one.wind(300_000);
    one.ask('ec2', 'DeleteSecurityGroup', { GroupId: id });
    expect(one.refusal('ec2', 'DescribeSecurityGroups', { GroupIds: [id] }).code).toBe(
      'InvalidGroup.NotFound',
    );
  });
});

test('the network interface of a task tells its public address, and a rule opens its port to curl', () => {
  const one = hands();
  const id = createGroup(one);
  const arn = runOne(one, undefined, {
    networkConfiguration: {
      awsvpcConfiguration: { subnets: subnetsOf(one), securityGroups: [id], assignPublicIp: 'ENABLED' },
    },
  });
  one.wind(60_000);
  const [task] = one.ask('ecs', 'DescribeTasks', { cluster: 'harbour', tasks: [arn] }).tasks;
  const detail = (name: string) =>
    task.attachments[0].details.find((each: { name: string }) => each.name === name).value;
  const { NetworkInterfaces } = one.ask('ec2', 'DescribeNetworkInterfaces', {
    NetworkInterfaceIds: [detail('networkInterfaceId')],
  });
  const [eni] = NetworkInterfaces;
  expect(eni).toMatchObject({
    Association: { IpOwnerId: 'amazon', PublicIp: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/) },
    Description: task.attachments[0].id.replace(/^/, 'arn:aws:ecs:us-east-1:123456789012:attachment/'),
    Groups: [{ GroupId: id, GroupName: 'web' }],
    InterfaceType: 'interface',
    MacAddress: detail('macAddress'),
    PrivateIpAddress: detail('privateIPv4Address'),
    RequesterManaged: true,
    Status: 'in-use',
    SubnetId: detail('subnetId'),
  });
  const { PublicIp, PublicDnsName } = eni.Association;
  expect(PublicDnsName).toBe(`ec2-${PublicIp.replaceAll('.', '-')}.compute-1.amazonaws.com`);
  const get = (host: string) => one.ask('http', 'GET', { url: `http://${host}/` });
  expect(get(PublicIp)).toEqual({ kind: 'unreachable' });
  open(one, id, web);
  expect(get(PublicIp)).toMatchObject({ kind: 'answers', status: 200 });
  expect(get(PublicDnsName)).toMatchObject({ kind: 'answers', status: 200 });
  one.ask('ecs', 'StopTask', { cluster: 'harbour', task: arn });
  one.wind(300_000);
  expect(
    one.refusal('ec2', 'DescribeNetworkInterfaces', { NetworkInterfaceIds: [eni.NetworkInterfaceId] }),
  ).toMatchObject({
    code: 'InvalidNetworkInterfaceID.NotFound',
    message: `The networkInterface ID '${eni.NetworkInterfaceId}' does not exist`,
  });
});
