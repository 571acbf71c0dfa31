import type {
  CreateUserRequest,
  CreateUserResponse,
  DeleteUserRequest,
  GetUserRequest,
  GetUserResponse,
  ListUsersRequest,
  ListUsersResponse,
  User as UserShape,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../api/errors.ts';
import { wholeEpochSeconds, type Wire } from '../../api/wire.ts';
import { readPrincipal } from '../principal.ts';
import {
  checkName,
  newIdentity,
  pageOf,
  pathOf,
  shownTags,
  tagsOf,
  userOf,
  type IamScope,
} from '../scope.ts';
import type { Identity, User } from '../state.ts';
import { checkEmpty, policyOf } from './policies.ts';

export function createUser(input: Wire<CreateUserRequest>, scope: IamScope): Wire<CreateUserResponse> {
  const { UserName = '', PermissionsBoundary: boundary } = input;
  checkName('userName', UserName, 64);
  const path = pathOf(input.Path);
  if (scope.iam.users.has(UserName))
    throw new AwsError('EntityAlreadyExists', `User with name ${UserName} already exists.`);
  if (boundary !== undefined) policyOf(boundary, scope);
  const user: User = {
    ...newIdentity('user', 'AIDA', UserName, path, scope),
    ...(boundary === undefined ? {} : { boundary }),
    tags: tagsOf(input.Tags),
    groups: new Set(),
  };
  scope.iam.users.set(UserName, user);
  return { User: describeUser(user) };
}

/** GetUser: the caller, when nobody is named. The root of an account is a user to this operation. */
export function getUser(input: Wire<GetUserRequest>, scope: IamScope): Wire<GetUserResponse> {
  if (input.UserName !== undefined) return { User: describeUser(userOf(input.UserName, scope)) };
  const caller = readPrincipal(scope.principal);
  if (caller?.kind === 'root') {
    return {
      User: {
        Path: '/',
        UserName: scope.iam.accountId,
        UserId: scope.iam.accountId,
        Arn: caller.arn,
        // The account is as old as its oldest user.
        CreateDate: wholeEpochSeconds(
          Math.min(scope.context.date, ...[...scope.iam.users.values()].map(({ createdAt }) => createdAt)),
        ),
      },
    };
  }
  if (caller?.kind !== 'user')
    throw new AwsError('ValidationError', 'Must specify userName when calling with non-User credentials');
  return { User: describeUser(userOf(caller.name, scope)) };
}

export function listUsers(input: Wire<ListUsersRequest>, { iam }: IamScope): Wire<ListUsersResponse> {
  const { items, rest } = pageOf(byName(iam.users.values(), input.PathPrefix), input);
  return { Users: items.map(describeUser), ...rest };
}

export function deleteUser(input: Wire<DeleteUserRequest>, scope: IamScope): void {
  const user = userOf(input.UserName, scope);
  if (user.groups.size > 0)
    throw new AwsError('DeleteConflict', 'Cannot delete entity, must remove users from group first.');
  checkEmpty(user);
  if ([...scope.iam.accessKeys.values()].some(({ userName }) => userName === user.name))
    throw new AwsError('DeleteConflict', 'Cannot delete entity, must delete access keys first.');
  scope.iam.users.delete(user.name);
}

export function describeUser(user: User): Wire<UserShape> {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: wholeEpochSeconds(user.createdAt),
    ...shownBoundary(user),
    ...shownTags(user.tags),
  };
}

export function shownBoundary({ boundary }: Identity): Pick<Wire<UserShape>, 'PermissionsBoundary'> {
  return boundary === undefined
    ? {}
    : {
        PermissionsBoundary: { PermissionsBoundaryType: 'Policy' as never, PermissionsBoundaryArn: boundary },
      };
}

/** Entities under a path, in the order of their names, as IAM lists them. */
export function byName<Item extends Identity>(items: Iterable<Item>, pathPrefix = '/'): Item[] {
  return [...items]
    .filter(({ path }) => path.startsWith(pathPrefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
