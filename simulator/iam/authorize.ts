import type { Call, Failure } from '../kernel/journal.ts';
import { evaluate, type Decision } from './evaluate.ts';
import { awsPolicies } from './managed/index.ts';
import { needsOf, type Resources } from './permissions/index.ts';
import type { Need } from './permissions/need.ts';
import { MalformedPolicy, readDocument, type Document } from './policy/document.ts';
import { readPrincipal, type Principal } from './principal.ts';
import { keysOf } from './request-keys.ts';
import { administratorAccess, type IamState, type Identity } from './state.ts';

/**
 * Why a call is not allowed, in AWS's words: `User: … is not authorized to perform: ecr:PutImage on resource: …
 * because no identity-based policy allows the ecr:PutImage action`; undefined when it is.
 *
 * @param date ms since 1970
 */
export function forbidden(call: Call, date: number, resources: Resources): Failure | undefined {
  const principal = readPrincipal(call.principal);
  if (!principal) return refusal(call, call.principal, undefined);
  const iam = resources.iamOf(principal.accountId);
  for (const need of needsOf(call, principal.accountId, resources)) {
    const decision = decide(need, principal, iam, call.region, date);
    if (!decision.allowed)
      return refusal(call, principal.arn, need, need.trust ? undefined : decision.reason);
  }
  return undefined;
}

function decide(need: Need, principal: Principal, iam: IamState, region: string, date: number): Decision {
  const identity = identityOf(principal, iam);
  const resource = documentsOf(need.resourcePolicies ?? []);
  const principalArn = principal.kind === 'session' ? (identity?.arn ?? roleArn(principal)) : principal.arn;
  const request = {
    principal,
    principalArn,
    action: need.action,
    resource: need.resource,
    ...(need.anyResource ? { anyResource: true } : {}),
    keys: keysOf(
      { principal, principalArn, identity, region, date, resourceAccount: need.accountId },
      need.keys,
    ),
  };
  const boundary = identity?.boundary === undefined ? [] : managed(identity.boundary, iam);
  const decision = evaluate(request, need.accountId, {
    identity: identityDocuments(principal, identity, iam),
    ...(boundary[0] ? { boundary: boundary[0] } : {}),
    session: sessionDocuments(principal, iam),
    resource,
  });
  if (!need.trust || !decision.allowed) return decision;
  // An identity policy alone never opens a role: its trust has to name the caller or the caller's account.
  return evaluate(request, 'the trust alone', { identity: [everything], resource });
}

const everything = readDocument(awsPolicies.get(administratorAccess)!.text);

function identityOf({ kind, name }: Principal, iam: IamState): Identity | undefined {
  if (kind === 'root') return undefined;
  return kind === 'user' ? iam.users.get(name) : iam.roles.get(name);
}

/**
 * A principal's identity policies: inline, attached, and those of a user's groups. Another account that has no users
 * and roles of its own here lets its people do everything.
 */
function identityDocuments(
  principal: Principal,
  identity: Identity | undefined,
  iam: IamState,
): readonly Document[] {
  if (!identity) return iam.users.size + iam.roles.size === 0 ? [everything] : [];
  const groups = principal.kind === 'user' ? (iam.users.get(principal.name)?.groups ?? []) : [];
  const holders = [identity, ...[...groups].flatMap((name) => iam.groups.get(name) ?? [])];
  return holders.flatMap(({ inline, attached }) =>
    documentsOf([...inline.values()]).concat([...attached].flatMap((arn) => managed(arn, iam))),
  );
}

function managed(arn: string, iam: IamState): Document[] {
  const own = iam.policies.get(arn);
  const text =
    awsPolicies.get(arn)?.text ?? own?.versions.find(({ id }) => id === own.defaultVersion)?.document;
  return text === undefined ? [] : documentsOf([text]);
}

/** The policies that the latest session of this name was given. */
function sessionDocuments({ kind, arn }: Principal, iam: IamState): Document[] {
  if (kind !== 'session') return [];
  const session = [...iam.sessions.values()].findLast(({ principal }) => principal === arn);
  return documentsOf(session?.policies ?? []);
}

/** Policies are checked when they are set; one that came in another way and cannot be read grants nothing. */
function documentsOf(texts: readonly string[]): Document[] {
  return texts.flatMap((text) => {
    try {
      return [readDocument(text)];
    } catch (error) {
      if (error instanceof MalformedPolicy) return [];
      throw error;
    }
  });
}

function roleArn({ accountId, name }: Principal): string {
  return `arn:aws:iam::${accountId}:role/${name}`;
}

/** What services call a refusal; those that are not here say `AccessDeniedException`. */
const codes: Readonly<Record<string, string>> = {
  autoscaling: 'AccessDenied',
  ec2: 'UnauthorizedOperation',
  elbv2: 'AccessDenied',
  iam: 'AccessDenied',
  sts: 'AccessDenied',
};

function refusal({ service, operation }: Call, arn: string, need?: Need, reason?: string): Failure {
  const action = need?.action ?? `${service}:${operation}`;
  const because = reason === undefined ? '' : ` ${reason}`;
  const resource = need?.resource ?? '*';
  const message = (on: string) => `User: ${arn} is not authorized to perform: ${action}${on}${because}`;
  return {
    code: codes[service] ?? 'AccessDeniedException',
    message:
      service === 'ec2'
        ? `You are not authorized to perform this operation. ${message(resource === '*' ? '' : ` on resource: ${resource}`)}`
        : message(` on resource: ${resource}`),
  };
}
