import { MalformedPolicy, readDocument } from './policy/document.ts';
import { readPrincipal } from './principal.ts';
import type { IamState } from './state.ts';

/**
 * An AWS service takes on a role of the account, as its trust policy allows
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services).
 *
 * An account whose IAM nobody has used lets its services do everything.
 * @param service the service's name in a policy: `events.amazonaws.com`
 * @returns the session's ARN, or AWS's words why there is none
 */
export function assumeRole(
  iamOf: (accountId: string) => IamState | undefined,
  roleArn: string,
  service: string,
  session: string,
): { principal: string } | { refused: string } {
  const named = readPrincipal(roleArn);
  const iam = named?.kind === 'role' ? iamOf(named.accountId) : undefined;
  const role = iam?.roles.get(named!.name);
  if (!named || (iam && (role?.arn !== roleArn || !trusts(role.trust, service))))
    return { refused: `${service} is unable to assume role ${roleArn}` };
  return { principal: `arn:aws:sts::${named.accountId}:assumed-role/${named.name}/${session}` };
}

/** What trust policies say, by service and text: tasks ask for the same ones by the thousand. */
const answers = new Map<string, boolean>();

function trusts(trust: string, service: string): boolean {
  const key = `${service} ${trust}`;
  const before = answers.get(key);
  if (before !== undefined) return before;
  const answer = readTrust(trust, service);
  if (answers.size >= 1_000) answers.clear();
  answers.set(key, answer);
  return answer;
}

function readTrust(trust: string, service: string): boolean {
  try {
    return readDocument(trust).statements.some(
      ({ effect, action, principal }) =>
        effect === 'Allow' &&
        (action?.some((each) => ['sts:assumerole', 'sts:*', '*'].includes(each.toLowerCase())) ?? false) &&
        (principal?.['Service']?.includes(service) ?? false),
    );
  } catch (error) {
    if (error instanceof MalformedPolicy) return false;
    throw error;
  }
}
