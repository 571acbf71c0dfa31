import type { Service } from '../api/service.ts';
import {
  createAccessKey,
  deleteAccessKey,
  listAccessKeys,
  updateAccessKey,
} from './operations/access-keys.ts';
import {
  addUserToGroup,
  createGroup,
  deleteGroup,
  getGroup,
  listGroups,
  listGroupsForUser,
  removeUserFromGroup,
} from './operations/groups.ts';
import { identityPolicyOperations } from './operations/identity-policies.ts';
import {
  createPolicy,
  createPolicyVersion,
  deletePolicy,
  deletePolicyVersion,
  getPolicy,
  getPolicyVersion,
  listPolicies,
  listPolicyVersions,
  setDefaultPolicyVersion,
} from './operations/policies.ts';
import { createRole, deleteRole, getRole, listRoles, updateAssumeRolePolicy } from './operations/roles.ts';
import { assumeRole, getCallerIdentity, type StsScope } from './operations/sts.ts';
import { createUser, deleteUser, getUser, listUsers } from './operations/users.ts';
import { invalid, type IamScope } from './scope.ts';

const missing = (member: string) => invalid(member, undefined, 'Member must not be null');

/** AWS Identity and Access Management. */
export const iamService: Service<IamScope> = {
  name: 'iam',
  operations: {
    ...identityPolicyOperations,
    AddUserToGroup: addUserToGroup,
    CreateAccessKey: createAccessKey,
    CreateGroup: createGroup,
    CreatePolicy: createPolicy,
    CreatePolicyVersion: createPolicyVersion,
    CreateRole: createRole,
    CreateUser: createUser,
    DeleteAccessKey: deleteAccessKey,
    DeleteGroup: deleteGroup,
    DeletePolicy: deletePolicy,
    DeletePolicyVersion: deletePolicyVersion,
    DeleteRole: deleteRole,
    DeleteUser: deleteUser,
    GetGroup: getGroup,
    GetPolicy: getPolicy,
    GetPolicyVersion: getPolicyVersion,
    GetRole: getRole,
    GetUser: getUser,
    ListAccessKeys: listAccessKeys,
    ListGroups: listGroups,
    ListGroupsForUser: listGroupsForUser,
    ListPolicies: listPolicies,
    ListPolicyVersions: listPolicyVersions,
    ListRoles: listRoles,
    ListUsers: listUsers,
    RemoveUserFromGroup: removeUserFromGroup,
    SetDefaultPolicyVersion: setDefaultPolicyVersion,
    UpdateAccessKey: updateAccessKey,
    UpdateAssumeRolePolicy: updateAssumeRolePolicy,
  },
  missing,
};

/** AWS Security Token Service. */
export const stsService: Service<StsScope> = {
  name: 'sts',
  operations: { AssumeRole: assumeRole, GetCallerIdentity: getCallerIdentity },
  missing,
};
