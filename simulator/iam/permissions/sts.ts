import type { Call } from '../../kernel/journal.ts';
import { readPrincipal } from '../principal.ts';
import type { IamState } from '../state.ts';
import type { Need } from './need.ts';

interface AssumeRoleInput {
  RoleArn?: string;
  RoleSessionName?: string;
  ExternalId?: string;
}

/**
 * What a call of AWS STS needs. Anybody may ask who they are
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html); to assume a role takes its trust.
 */
export function stsNeeds({ operation, input }: Call, iamOf: (accountId: string) => IamState): Need[] {
  if (operation !== 'AssumeRole') return [];
  const { RoleArn = '', RoleSessionName, ExternalId } = (input ?? {}) as AssumeRoleInput;
  const named = readPrincipal(RoleArn);
  const role = named?.kind === 'role' ? iamOf(named.accountId).roles.get(named.name) : undefined;
  return [
    {
      action: 'sts:AssumeRole',
      resource: RoleArn,
      accountId: named?.accountId ?? '',
      resourcePolicies: role?.arn === RoleArn ? [role.trust] : [],
      keys: {
        ...(RoleSessionName === undefined ? {} : { 'sts:RoleSessionName': [RoleSessionName] }),
        ...(ExternalId === undefined ? {} : { 'sts:ExternalId': [ExternalId] }),
      },
      trust: true,
    },
  ];
}
