import type { AssumeRoleRequest, AssumeRoleResponse, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import { AwsError } from '../../api/errors.ts';
import type { CallScope } from '../../api/service.ts';
import { wholeEpochSeconds, type Wire } from '../../api/wire.ts';
import { awsPolicies } from '../managed/index.ts';
import { readPrincipal } from '../principal.ts';
import { checkName, invalid, readIdentityPolicy, uniqueId } from '../scope.ts';
import type { IamState } from '../state.ts';

export interface StsScope extends CallScope {
  iamOf(accountId: string): IamState;
}

/** GetCallerIdentity (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html). */
export function getCallerIdentity(_input: unknown, scope: StsScope): Wire<GetCallerIdentityResponse> {
  const caller = readPrincipal(scope.principal);
  if (!caller)
    throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.');
  const { kind, name, session, accountId, arn } = caller;
  const iam = scope.iamOf(accountId);
  const id = (kind === 'user' ? iam.users.get(name) : iam.roles.get(name))?.id ?? accountId;
  return { UserId: session === undefined ? id : `${id}:${session}`, Account: accountId, Arn: arn };
}

/**
 * AssumeRole: temporary credentials. Whether the role lets the caller in has been decided before; the session lasts an
 * hour, or as long as the request says, up to the role's limit.
 */
export function assumeRole(input: Wire<AssumeRoleRequest>, scope: StsScope): Wire<AssumeRoleResponse> {
  const { RoleArn = '', RoleSessionName = '', DurationSeconds = 3600, Policy, PolicyArns } = input;
  if (RoleSessionName.length < 2)
    throw invalid('roleSessionName', RoleSessionName, 'Member must have length greater than or equal to 2');
  checkName('roleSessionName', RoleSessionName, 64);
  const named = readPrincipal(RoleArn);
  const iam = scope.iamOf(named?.accountId ?? '');
  const role = iam.roles.get(named?.name ?? '');
  if (!named || !role) {
    throw new AwsError(
      'AccessDenied',
      `User: ${scope.principal} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`,
    );
  }
  if (DurationSeconds < 900)
    throw invalid('durationSeconds', DurationSeconds, 'Member must have value greater than or equal to 900');
  if (DurationSeconds > role.maxSessionDuration) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  if (Policy !== undefined) readIdentityPolicy(Policy);
  const attached = (PolicyArns ?? []).map(({ arn = '' }) => {
    const own = iam.policies.get(arn);
    const text =
      awsPolicies.get(arn)?.text ?? own?.versions.find(({ id }) => id === own.defaultVersion)?.document;
    if (text === undefined) throw new AwsError('ValidationError', `The policy ${arn} does not exist.`);
    return text;
  });
  const { random, date } = scope.context;
  const principal = `arn:aws:sts::${named.accountId}:assumed-role/${role.name}/${RoleSessionName}`;
  const id = uniqueId('ASIA', 16, random.hex);
  const expiresAt = date + DurationSeconds * 1000;
  const secret = btoa(random.hex(30)).slice(0, 40);
  const token = btoa(random.hex(120));
  iam.sessions.set(id, {
    principal,
    secret,
    token,
    expiresAt,
    policies: [...(Policy === undefined ? [] : [Policy]), ...attached],
  });
  return {
    Credentials: {
      AccessKeyId: id,
      SecretAccessKey: secret,
      SessionToken: token,
      Expiration: wholeEpochSeconds(expiresAt),
    },
    AssumedRoleUser: { AssumedRoleId: `${role.id}:${RoleSessionName}`, Arn: principal },
  };
}
