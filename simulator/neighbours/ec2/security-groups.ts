import type {
  CreateSecurityGroupRequest,
  CreateSecurityGroupResult,
  DeleteSecurityGroupRequest,
  DeleteSecurityGroupResult,
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import type { NeighbourScope } from '../scope.ts';
import { filtered } from './filters.ts';
import { interfacesOf } from './interfaces.ts';
import { asked, checkVpc, dependency, groupOf, noGroup } from './lookup.ts';
import { permissions } from './security-rules.ts';
import { shownTags, tagNew, tagsOf } from './tags.ts';

/**
 * A new group lets nothing in and everything out.
 * @throws AwsError InvalidGroup.Duplicate, InvalidParameterValue, InvalidVpcID.NotFound
 */
export function createSecurityGroup(
  input: Wire<CreateSecurityGroupRequest>,
  scope: NeighbourScope,
): Wire<CreateSecurityGroupResult> {
  const { vpc, context, region, accountId } = scope;
  const name = input.GroupName ?? '';
  checkVpc(input.VpcId, scope);
  if (/^sg-/i.test(name))
    throw new AwsError(
      'InvalidParameterValue',
      `Value (${name}) for parameter GroupName is invalid. Group names may not be in the format sg-*`,
    );
  // The characters that AWS allows in names and descriptions of groups in a VPC.
  for (const [parameter, text] of [
    ['GroupName', name],
    ['GroupDescription', input.Description ?? ''],
  ] as const)
    if (!/^[\w .:\-/()#,@[\]+=&;{}!$*]{1,255}$/.test(text))
      throw new AwsError(
        'InvalidParameterValue',
        `Value (${text}) for parameter ${parameter} is invalid. Character sets beyond ASCII are not supported.`,
      );
  if (vpc.securityGroups.some(({ groupName }) => groupName === name))
    throw new AwsError(
      'InvalidGroup.Duplicate',
      `The security group '${name}' already exists for VPC '${vpc.vpcId}'`,
    );
  const groupId = `sg-0${context.random.hex(16)}`;
  vpc.securityGroups.push({
    groupId,
    groupName: name,
    description: input.Description ?? '',
    ingress: [],
    egress: [{ ruleId: `sgr-0${context.random.hex(16)}`, protocol: '-1', cidr: '0.0.0.0/0' }],
  });
  tagNew(groupId, 'security-group', input.TagSpecifications, scope);
  return {
    GroupId: groupId,
    ...shownTags(groupId, scope),
    SecurityGroupArn: `arn:aws:ec2:${region}:${accountId}:security-group/${groupId}`,
  };
}

/** @throws AwsError CannotDelete, DependencyViolation, InvalidGroup.NotFound, MissingParameter */
export function deleteSecurityGroup(
  { GroupId, GroupName }: Wire<DeleteSecurityGroupRequest>,
  scope: NeighbourScope,
): Wire<DeleteSecurityGroupResult> {
  const { vpc } = scope;
  const named = GroupId ?? vpc.securityGroups.find(({ groupName }) => groupName === GroupName)?.groupId;
  if (named === undefined && GroupName === undefined)
    throw new AwsError('MissingParameter', 'The request must contain the parameter groupName or groupId');
  if (named === undefined)
    throw new AwsError(
      'InvalidGroup.NotFound',
      `The security group '${GroupName}' does not exist in default VPC '${vpc.vpcId}'`,
    );
  const group = groupOf(named, scope);
  const { groupId } = group;
  if (group.groupName === 'default')
    throw new AwsError(
      'CannotDelete',
      `the specified group: "${groupId}" name: "default" cannot be deleted by a user`,
    );
  const used =
    interfacesOf(scope).some(({ eni }) => eni.securityGroupIds.includes(groupId)) ||
    [...scope.neighbours.loadBalancing.loadBalancers.values()].some(({ securityGroups }) =>
      securityGroups.includes(groupId),
    ) ||
    vpc.securityGroups.some(
      (other) =>
        other !== group && [...other.ingress, ...other.egress].some((rule) => rule.groupId === groupId),
    );
  if (used) throw dependency(`resource ${groupId} has a dependent object`);
  vpc.securityGroups = vpc.securityGroups.filter((other) => other !== group);
  scope.neighbours.ec2.tags.delete(groupId);
  return { Return: true, GroupId: groupId };
}

export function describeSecurityGroups(
  input: Wire<DescribeSecurityGroupsRequest>,
  scope: NeighbourScope,
): Wire<DescribeSecurityGroupsResult> {
  const { vpc, accountId, region } = scope;
  const named = asked(
    asked(vpc.securityGroups, input.GroupIds, ({ groupId }) => groupId, noGroup),
    input.GroupNames,
    ({ groupName }) => groupName,
    (name) =>
      new AwsError(
        'InvalidGroup.NotFound',
        `The security group '${name}' does not exist in default VPC '${vpc.vpcId}'`,
      ),
  );
  const found = filtered(named, input.Filters, {
    description: ({ description }) => [description],
    'group-id': ({ groupId }) => [groupId],
    'group-name': ({ groupName }) => [groupName],
    'ip-permission.cidr': ({ ingress }) => ingress.map(({ cidr }) => cidr ?? ''),
    'ip-permission.from-port': ({ ingress }) => ingress.map(({ fromPort }) => String(fromPort)),
    'ip-permission.group-id': ({ ingress }) => ingress.map(({ groupId }) => groupId ?? ''),
    'ip-permission.protocol': ({ ingress }) => ingress.map(({ protocol }) => protocol),
    'ip-permission.to-port': ({ ingress }) => ingress.map(({ toPort }) => String(toPort)),
    'owner-id': () => [accountId],
    tag: ({ groupId }) => tagsOf(groupId, scope),
    'vpc-id': () => [vpc.vpcId],
  });
  return {
    SecurityGroups: found.map((group) => ({
      GroupId: group.groupId,
      IpPermissionsEgress: permissions(group.egress, scope),
      ...shownTags(group.groupId, scope),
      VpcId: vpc.vpcId,
      SecurityGroupArn: `arn:aws:ec2:${region}:${accountId}:security-group/${group.groupId}`,
      OwnerId: accountId,
      GroupName: group.groupName,
      Description: group.description,
      IpPermissions: permissions(group.ingress, scope),
    })),
  };
}
