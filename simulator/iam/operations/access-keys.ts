import type {
  CreateAccessKeyRequest,
  CreateAccessKeyResponse,
  DeleteAccessKeyRequest,
  ListAccessKeysRequest,
  ListAccessKeysResponse,
  UpdateAccessKeyRequest,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../api/errors.ts';
import { wholeEpochSeconds, type Wire } from '../../api/wire.ts';
import { readPrincipal } from '../principal.ts';
import { noSuchEntity, pageOf, uniqueId, userOf, type IamScope } from '../scope.ts';
import type { AccessKey, User } from '../state.ts';

/** Access keys a user can have (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
const mostKeys = 2;

export function createAccessKey(
  input: Wire<CreateAccessKeyRequest>,
  scope: IamScope,
): Wire<CreateAccessKeyResponse> {
  const { name } = holderOf(input.UserName, scope);
  const { iam, context } = scope;
  if (keysOf(name, scope).length >= mostKeys)
    throw new AwsError('LimitExceeded', `Cannot exceed quota for AccessKeysPerUser: ${mostKeys}`);
  const key: AccessKey = {
    id: uniqueId('AKIA', 16, context.random.hex),
    secret: btoa(context.random.hex(30)).slice(0, 40),
    userName: name,
    status: 'Active',
    createdAt: context.date,
  };
  iam.accessKeys.set(key.id, key);
  return {
    AccessKey: {
      UserName: name,
      AccessKeyId: key.id,
      Status: key.status,
      SecretAccessKey: key.secret,
      CreateDate: wholeEpochSeconds(key.createdAt),
    },
  };
}

export function listAccessKeys(
  input: Wire<ListAccessKeysRequest>,
  scope: IamScope,
): Wire<ListAccessKeysResponse> {
  const { items, rest } = pageOf(keysOf(holderOf(input.UserName, scope).name, scope), input);
  return {
    AccessKeyMetadata: items.map(({ userName, id, status, createdAt }) => ({
      UserName: userName,
      AccessKeyId: id,
      Status: status,
      CreateDate: wholeEpochSeconds(createdAt),
    })),
    ...rest,
  };
}

export function updateAccessKey(input: Wire<UpdateAccessKeyRequest>, scope: IamScope): void {
  keyOf(input, scope).status = input.Status === 'Inactive' ? 'Inactive' : 'Active';
}

export function deleteAccessKey(input: Wire<DeleteAccessKeyRequest>, scope: IamScope): void {
  const { id } = keyOf(input, scope);
  scope.iam.accessKeys.delete(id);
  scope.iam.deletedKeys.add(id);
}

function keyOf(
  { UserName, AccessKeyId }: { UserName?: string; AccessKeyId?: string },
  scope: IamScope,
): AccessKey {
  const { name } = holderOf(UserName, scope);
  const key = scope.iam.accessKeys.get(AccessKeyId ?? '');
  if (key?.userName === name) return key;
  throw noSuchEntity(`The Access Key with id ${AccessKeyId} cannot be found.`);
}

/** The user that a request names, or the caller. */
function holderOf(name: string | undefined, scope: IamScope): User {
  if (name !== undefined) return userOf(name, scope);
  const caller = readPrincipal(scope.principal);
  if (caller?.kind === 'user') return userOf(caller.name, scope);
  throw new AwsError('ValidationError', 'Must specify userName when calling with non-User credentials');
}

function keysOf(name: string, { iam }: IamScope): AccessKey[] {
  return [...iam.accessKeys.values()].filter(({ userName }) => userName === name);
}
