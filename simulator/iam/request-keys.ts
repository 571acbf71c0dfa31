import type { ConditionKeys } from './policy/condition.ts';
import type { Principal } from './principal.ts';
import type { Identity } from './state.ts';

/** Where the learner's requests come from: an address of documentation (RFC 5737). */
const sourceIp = '203.0.113.10';

/** Whose request it is, and in which circumstances. */
export interface Circumstances {
  principal: Principal;
  principalArn: string;
  identity: Identity | undefined;
  region: string;
  /** ms since 1970. */
  date: number;
  resourceAccount: string;
}

/**
 * The condition keys that every request has
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html), and those of this one.
 * Names do not care about case. Few policies ask, so that nothing is gathered before one does.
 */
export function keysOf(
  circumstances: Circumstances,
  own: Readonly<Record<string, readonly string[]>> = {},
): ConditionKeys {
  let gathered: Map<string, readonly string[]> | undefined;
  return (key) => (gathered ??= gather(circumstances, own)).get(key);
}

function gather(
  { principal, principalArn, identity, region, date, resourceAccount }: Circumstances,
  own: Readonly<Record<string, readonly string[]>>,
): Map<string, readonly string[]> {
  const keys = new Map<string, readonly string[]>();
  const set = (key: string, ...values: string[]) => keys.set(key.toLowerCase(), values);
  set('aws:PrincipalArn', principalArn);
  set('aws:PrincipalAccount', principal.accountId);
  set('aws:PrincipalType', types[principal.kind]);
  set('aws:SourceIp', sourceIp);
  set('aws:SecureTransport', 'true');
  set('aws:CurrentTime', new Date(date).toISOString());
  set('aws:EpochTime', String(Math.floor(date / 1000)));
  set('aws:RequestedRegion', region);
  set('aws:ResourceAccount', resourceAccount);
  set('aws:ViaAWSService', 'false');
  if (principal.kind === 'user') set('aws:username', principal.name);
  if (identity) {
    set('aws:userid', principal.session ? `${identity.id}:${principal.session}` : identity.id);
    for (const [key, value] of identity.tags) set(`aws:PrincipalTag/${key}`, value);
  }
  for (const [key, values] of Object.entries(own)) set(key, ...values);
  return keys;
}

const types: Readonly<Record<Principal['kind'], string>> = {
  root: 'Account',
  user: 'User',
  role: 'AssumedRole',
  session: 'AssumedRole',
};
