import type { Call } from '../../kernel/journal.ts';
import { readPrincipal } from '../principal.ts';
import type { IamState } from '../state.ts';
import { requestTags, type Need } from './need.ts';

interface IamInput {
  UserName?: string;
  GroupName?: string;
  RoleName?: string;
  PolicyName?: string;
  PolicyArn?: string;
  Path?: string;
  Tags?: { Key?: string; Value?: string }[];
}

/** Operations on a user that mean the caller when they name nobody. */
const onOneself = /^(GetUser|CreateAccessKey|ListAccessKeys|UpdateAccessKey|DeleteAccessKey)$/;

/** What a list of everything works on, as AWS's refusals name it. */
const lists: Readonly<Record<string, string>> = {
  ListUsers: 'user/',
  ListGroups: 'group/',
  ListRoles: 'role/',
  ListPolicies: 'policy/',
};

/**
 * What a call of IAM needs
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html).
 */
export function iamNeeds({ operation, input, principal }: Call, iam: IamState): Need[] {
  const {
    UserName,
    GroupName,
    RoleName,
    PolicyName,
    PolicyArn,
    Path = '/',
    Tags,
  } = (input ?? {}) as IamInput;
  const { accountId } = iam;
  const arn = (rest: string) => `arn:aws:iam::${accountId}:${rest}`;
  const caller = readPrincipal(principal);
  const user = UserName ?? (onOneself.test(operation) && caller?.kind === 'user' ? caller.name : undefined);
  const list = lists[operation];
  const resource =
    list !== undefined
      ? arn(list)
      : RoleName !== undefined
        ? (iam.roles.get(RoleName)?.arn ?? arn(`role${Path}${RoleName}`))
        : GroupName !== undefined
          ? (iam.groups.get(GroupName)?.arn ?? arn(`group${Path}${GroupName}`))
          : user !== undefined
            ? (iam.users.get(user)?.arn ?? arn(`user${Path}${user}`))
            : (PolicyArn ?? (PolicyName === undefined ? '*' : arn(`policy${Path}${PolicyName}`)));
  return [
    {
      action: `iam:${operation}`,
      resource,
      accountId,
      keys: { ...requestTags(Tags), ...(PolicyArn === undefined ? {} : { 'iam:PolicyARN': [PolicyArn] }) },
    },
  ];
}
