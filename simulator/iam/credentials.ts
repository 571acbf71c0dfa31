import type { IamState } from './state.ts';

/** Whose an access key is, with what a request has to prove itself by; or why it is refused. */
export type Identified = KeyHolder | { code: string; message: string };

export interface KeyHolder {
  principal: string;
  /** The secret access key that goes with it. */
  secret: string;
  /** The session token that goes with temporary credentials. */
  token?: string;
}

const invalidToken = {
  code: 'UnrecognizedClientException',
  message: 'The security token included in the request is invalid.',
};

/**
 * The principal behind an access key id; undefined when no account here ever gave it, in which case it is for the
 * caller to say who signs.
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
    if (key?.status === 'Active') return { principal: users.get(key.userName)!.arn, secret: key.secret };
    if (key || deletedKeys.has(accessKeyId)) return invalidToken;
    const session = sessions.get(accessKeyId);
    if (session)
      return session.expiresAt > date
        ? { principal: session.principal, secret: session.secret, token: session.token }
        : {
            code: 'ExpiredTokenException',
            message: 'The security token included in the request is expired',
          };
  }
  return undefined;
}

/** What a client has of a key: a session token with temporary credentials only. */
export interface Presented {
  id: string;
  secret: string;
  token?: string | undefined;
}

/**
 * Who a client with these keys is, in the codes of AWS's JSON services (`codeIn` has those of the Query protocol's).
 * Texts observed of AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html.
 */
export function prove(found: Identified | undefined, keys: Presented): Identified {
  if (found === undefined) return invalidToken;
  if ('code' in found) return found;
  if (found.token !== keys.token) return invalidToken;
  if (found.secret !== keys.secret) {
    return {
      code: 'InvalidSignatureException',
      message:
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    };
  }
  return found;
}
