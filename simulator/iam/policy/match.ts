import type { Principal } from '../principal.ts';
import { holds, type ConditionKeys } from './condition.ts';
import type { Document, PrincipalElement, Statement } from './document.ts';
import { matches } from './wildcard.ts';

/** One action on one resource, by one principal, in its circumstances. */
export interface AccessRequest {
  principal: Principal;
  /** ARN of the role behind a session, of the user, of the root. */
  principalArn: string;
  /** `ecr:PutImage`. */
  action: string;
  /** ARN, or `*` for actions that work on no resource of their own. */
  resource: string;
  /** Of an action without a resource: statements that name one count as well. */
  anyResource?: boolean;
  keys: ConditionKeys;
}

/** Effects of the statements of identity policies that speak of the request. */
export function effectOf(
  documents: readonly Document[],
  request: AccessRequest,
): Statement['effect'] | undefined {
  let allowed = false;
  for (const document of documents) {
    for (const statement of document.statements) {
      if (!concerns(statement, document, request)) continue;
      if (statement.effect === 'Deny') return 'Deny';
      allowed = true;
    }
  }
  return allowed ? 'Allow' : undefined;
}

/**
 * What resource policies say to the request's principal: `Allow` when a statement names it, `Delegate` when one names
 * its account, which leaves the decision to the account's own policies
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html).
 */
export function resourceEffectOf(
  documents: readonly Document[],
  request: AccessRequest,
): 'Deny' | 'Allow' | 'Delegate' | undefined {
  let effect: 'Allow' | 'Delegate' | undefined;
  for (const document of documents) {
    for (const statement of document.statements) {
      const named = principalIn(statement, request);
      if (!named || !concerns(statement, document, request)) continue;
      if (statement.effect === 'Deny') return 'Deny';
      if (named === 'itself') effect = 'Allow';
      else effect ??= 'Delegate';
    }
  }
  return effect;
}

/** Whether the statement's action, resource and conditions fit. A statement without a resource means the one it stands on. */
function concerns(statement: Statement, { hasVariables }: Document, request: AccessRequest): boolean {
  const { action, notAction, resource, notResource, condition } = statement;
  const expand = (text: string) => (hasVariables ? replaceVariables(text, request.keys) : text);
  const wanted = request.action.toLowerCase();
  const acts = (patterns: readonly string[]) => patterns.some((one) => matches(one.toLowerCase(), wanted));
  const covers = (patterns: readonly string[]) =>
    request.anyResource === true || patterns.some((one) => matches(expand(one), request.resource));
  if (action ? !acts(action) : !notAction || acts(notAction)) return false;
  if (resource && !covers(resource)) return false;
  if (notResource && covers(notResource) && request.anyResource !== true) return false;
  return condition.every((each) => holds(each, request.keys, expand));
}

function principalIn(
  { principal, notPrincipal }: Statement,
  request: AccessRequest,
): 'itself' | 'account' | undefined {
  if (principal) return named(principal, request);
  if (notPrincipal) return named(notPrincipal, request) ? undefined : 'itself';
  return undefined;
}

function named({ AWS = [] }: PrincipalElement, request: AccessRequest): 'itself' | 'account' | undefined {
  const { principal, principalArn } = request;
  const root = `arn:aws:iam::${principal.accountId}:root`;
  if (AWS.some((name) => name === '*' || name === principal.arn || name === principalArn)) return 'itself';
  return AWS.some((name) => name === root || name === principal.accountId) ? 'account' : undefined;
}

/** `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, and `${*}`, `${?}`, `${$}` for the characters themselves. */
function replaceVariables(text: string, keys: ConditionKeys): string {
  return text.replace(/\$\{([^{}$,]+|\$)(?:,\s*'([^']*)')?\}/g, (whole, name: string, otherwise?: string) => {
    if (name === '*' || name === '?' || name === '$') return name;
    const values = keys(name.trim().toLowerCase());
    return values?.length === 1 ? values[0]! : (otherwise ?? whole);
  });
}
