import type { IamState } from './state.ts';

/** Whose an access key is, or why it is refused. */
export type Identified = { principal: string } | { code: string; message: string };

/**
 * The principal behind an access key id; undefined when no account here ever gave it, in which case it is for the
 * caller to say who signs. Signatures are not checked.
 *
 * @param date ms since 1970
 */
export function identify(
  accounts: Iterable<IamState>,
  accessKeyId: string,
  date: number,
): Identified | undefined {
  for (const { users, accessKeys, deletedKeys, sessions } of accounts) {
    const key = accessKeys.get(accessKeyId);
    if (key?.status === 'Active') return { principal: users.get(key.userName)!.arn };
    if (key || deletedKeys.has(accessKeyId))
      return {
        code: 'UnrecognizedClientException',
        message: 'The security token included in the request is invalid.',
      };
    const session = sessions.get(accessKeyId);
    if (session)
      return session.expiresAt > date
        ? { principal: session.principal }
        : {
            code: 'ExpiredTokenException',
            message: 'The security token included in the request is expired',
          };
  }
  return undefined;
}
