import type {
  CreateRoleRequest,
  CreateRoleResponse,
  DeleteRoleRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListRolesRequest,
  ListRolesResponse,
  Role as RoleShape,
  UpdateAssumeRolePolicyRequest,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../api/errors.ts';
import { wholeEpochSeconds, type Wire } from '../../api/wire.ts';
import {
  checkName,
  encoded,
  invalid,
  newIdentity,
  pageOf,
  pathOf,
  readTrustPolicy,
  roleOf,
  shownTags,
  tagsOf,
  type IamScope,
} from '../scope.ts';
import type { Role } from '../state.ts';
import { checkEmpty, policyOf } from './policies.ts';
import { byName, shownBoundary } from './users.ts';

export function createRole(input: Wire<CreateRoleRequest>, scope: IamScope): Wire<CreateRoleResponse> {
  const { RoleName = '', MaxSessionDuration = 3600, PermissionsBoundary: boundary, Description } = input;
  checkName('roleName', RoleName, 64);
  const path = pathOf(input.Path);
  if (MaxSessionDuration < 3600 || MaxSessionDuration > 43_200)
    throw invalid(
      'maxSessionDuration',
      MaxSessionDuration,
      `Member must have value ${MaxSessionDuration < 3600 ? 'greater than or equal to 3600' : 'less than or equal to 43200'}`,
    );
  readTrustPolicy(input.AssumeRolePolicyDocument);
  if (scope.iam.roles.has(RoleName))
    throw new AwsError('EntityAlreadyExists', `Role with name ${RoleName} already exists.`);
  if (boundary !== undefined) policyOf(boundary, scope);
  const role: Role = {
    ...newIdentity('role', 'AROA', RoleName, path, scope),
    trust: input.AssumeRolePolicyDocument!,
    ...(Description === undefined ? {} : { description: Description }),
    maxSessionDuration: MaxSessionDuration,
    ...(boundary === undefined ? {} : { boundary }),
    tags: tagsOf(input.Tags),
  };
  scope.iam.roles.set(RoleName, role);
  return { Role: describe(role) };
}

export function getRole(input: Wire<GetRoleRequest>, scope: IamScope): Wire<GetRoleResponse> {
  return { Role: describe(roleOf(input.RoleName, scope)) };
}

export function listRoles(input: Wire<ListRolesRequest>, { iam }: IamScope): Wire<ListRolesResponse> {
  const { items, rest } = pageOf(byName(iam.roles.values(), input.PathPrefix), input);
  return { Roles: items.map(describe), ...rest };
}

export function deleteRole(input: Wire<DeleteRoleRequest>, scope: IamScope): void {
  const role = roleOf(input.RoleName, scope);
  checkEmpty(role);
  scope.iam.roles.delete(role.name);
}

export function updateAssumeRolePolicy(input: Wire<UpdateAssumeRolePolicyRequest>, scope: IamScope): void {
  const role = roleOf(input.RoleName, scope);
  readTrustPolicy(input.PolicyDocument);
  role.trust = input.PolicyDocument!;
}

function describe(role: Role): Wire<RoleShape> {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: wholeEpochSeconds(role.createdAt),
    AssumeRolePolicyDocument: encoded(role.trust),
    ...(role.description === undefined ? {} : { Description: role.description }),
    MaxSessionDuration: role.maxSessionDuration,
    ...shownBoundary(role),
    ...shownTags(role.tags),
  };
}
