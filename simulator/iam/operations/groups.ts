import type {
  AddUserToGroupRequest,
  CreateGroupRequest,
  CreateGroupResponse,
  DeleteGroupRequest,
  GetGroupRequest,
  GetGroupResponse,
  Group as GroupShape,
  ListGroupsForUserRequest,
  ListGroupsForUserResponse,
  ListGroupsRequest,
  ListGroupsResponse,
  RemoveUserFromGroupRequest,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../api/errors.ts';
import { wholeEpochSeconds, type Wire } from '../../api/wire.ts';
import { checkName, groupOf, newIdentity, pageOf, pathOf, userOf, type IamScope } from '../scope.ts';
import type { Group } from '../state.ts';
import { checkEmpty } from './policies.ts';
import { byName, describeUser } from './users.ts';

export function createGroup(input: Wire<CreateGroupRequest>, scope: IamScope): Wire<CreateGroupResponse> {
  const { GroupName = '' } = input;
  checkName('groupName', GroupName, 128);
  const path = pathOf(input.Path);
  if (scope.iam.groups.has(GroupName))
    throw new AwsError('EntityAlreadyExists', `Group with name ${GroupName} already exists.`);
  const group = newIdentity('group', 'AGPA', GroupName, path, scope);
  scope.iam.groups.set(GroupName, group);
  return { Group: describe(group) };
}

export function getGroup(input: Wire<GetGroupRequest>, scope: IamScope): Wire<GetGroupResponse> {
  const group = groupOf(input.GroupName, scope);
  const { items, rest } = pageOf(membersOf(group, scope), input);
  return { Group: describe(group), Users: items.map(describeUser), ...rest };
}

export function listGroups(input: Wire<ListGroupsRequest>, { iam }: IamScope): Wire<ListGroupsResponse> {
  const { items, rest } = pageOf(byName(iam.groups.values(), input.PathPrefix), input);
  return { Groups: items.map(describe), ...rest };
}

export function deleteGroup(input: Wire<DeleteGroupRequest>, scope: IamScope): void {
  const group = groupOf(input.GroupName, scope);
  if (membersOf(group, scope).length > 0)
    throw new AwsError('DeleteConflict', 'Cannot delete entity, must remove users from group first.');
  checkEmpty(group);
  scope.iam.groups.delete(group.name);
}

export function addUserToGroup(input: Wire<AddUserToGroupRequest>, scope: IamScope): void {
  const group = groupOf(input.GroupName, scope);
  userOf(input.UserName, scope).groups.add(group.name);
}

export function removeUserFromGroup(input: Wire<RemoveUserFromGroupRequest>, scope: IamScope): void {
  const group = groupOf(input.GroupName, scope);
  userOf(input.UserName, scope).groups.delete(group.name);
}

export function listGroupsForUser(
  input: Wire<ListGroupsForUserRequest>,
  scope: IamScope,
): Wire<ListGroupsForUserResponse> {
  const { groups } = userOf(input.UserName, scope);
  const { items, rest } = pageOf(byName([...groups].map((name) => groupOf(name, scope))), input);
  return { Groups: items.map(describe), ...rest };
}

function membersOf({ name }: Group, { iam }: IamScope) {
  return byName([...iam.users.values()].filter(({ groups }) => groups.has(name)));
}

function describe(group: Group): Wire<GroupShape> {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: group.arn,
    CreateDate: wholeEpochSeconds(group.createdAt),
  };
}
