import type { Document } from './policy/document.ts';
import { effectOf, resourceEffectOf, type AccessRequest } from './policy/match.ts';

/** The policies that have a say in a request. */
export interface Policies {
  identity: readonly Document[];
  /** The permissions boundary, where there is one. */
  boundary?: Document;
  /** Session policies, where the session was given some. */
  session?: readonly Document[];
  /** Policies on the resource and, for a registry, on the registry. */
  resource: readonly Document[];
}

export type Decision = { allowed: true } | { allowed: false; reason: string };

const allowed: Decision = { allowed: true };

/**
 * Decides a request (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html): an
 * explicit deny wins; within one account an identity policy or a resource policy that names the caller is enough; from
 * another account both must allow. Reasons in AWS's words
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
 */
export function evaluate(request: AccessRequest, resourceAccount: string, policies: Policies): Decision {
  const { principal, action } = request;
  const isRoot = principal.kind === 'root';
  const identity = isRoot ? 'Allow' : effectOf(policies.identity, request);
  const boundary = policies.boundary ? effectOf([policies.boundary], request) : 'Allow';
  const session = policies.session?.length ? effectOf(policies.session, request) : 'Allow';
  const resource = resourceEffectOf(policies.resource, request);

  const denying = [
    [identity, 'an identity-based policy'],
    [resource, 'a resource-based policy'],
    [boundary, 'a permissions boundary'],
    [session, 'a session policy'],
  ].find(([effect]) => effect === 'Deny');
  if (denying) return { allowed: false, reason: `with an explicit deny in ${denying[1]}` };

  const lacking = (kind: string): Decision => ({
    allowed: false,
    reason: `because no ${kind} allows the ${action} action`,
  });
  if (principal.accountId === resourceAccount) {
    if (resource === 'Allow' && principal.kind !== 'session') return allowed;
    if (identity !== 'Allow' && resource !== 'Allow') return lacking('identity-based policy');
  } else {
    if (identity !== 'Allow') return lacking('identity-based policy');
    if (resource === undefined) return lacking('resource-based policy');
  }
  if (boundary !== 'Allow') return lacking('permissions boundary');
  if (session !== 'Allow') return lacking('session policy');
  return allowed;
}
