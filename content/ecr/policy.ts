/** One statement of a policy, as far as the labs on permissions look into it. */
interface Statement {
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource?: string | string[];
  Principal?: string | { AWS?: string | string[] };
}

export interface PolicyDocument {
  Statement: Statement | Statement[];
}

const list = <T>(one: T | T[] | undefined): T[] =>
  one === undefined ? [] : Array.isArray(one) ? one : [one];

const fits = (pattern: string, text: string) =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'i',
  ).test(text);

export const statementsOf = (document: PolicyDocument | undefined) => list(document?.Statement);

/** A policy's text as a document; undefined when there is none, or when it is no JSON. */
export function readPolicy(text: string | undefined): PolicyDocument | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text.startsWith('%') ? decodeURIComponent(text) : text) as PolicyDocument;
  } catch {
    return undefined;
  }
}

/**
 * Whether an identity's policy allows an action on a resource by what it says: no conditions, no other policies. A call
 * without a resource of its own, such as GetAuthorizationToken, has the resource `*`, and only `*` fits that.
 */
export function allows(document: PolicyDocument | undefined, action: string, resource: string): boolean {
  const matching = statementsOf(document).filter(
    ({ Action, Resource }) =>
      list(Action).some((pattern) => fits(pattern, action)) &&
      list(Resource).some((pattern) => fits(pattern, resource)),
  );
  return (
    matching.some(({ Effect }) => Effect === 'Allow') && matching.every(({ Effect }) => Effect === 'Allow')
  );
}

/** Actions that a repository policy allows to an account, as they are written. */
export function allowedTo(document: PolicyDocument | undefined, account: string): string[] {
  return statementsOf(document)
    .filter(({ Effect, Principal }) => {
      const principals = typeof Principal === 'string' ? [Principal] : list(Principal?.AWS);
      return (
        Effect === 'Allow' && principals.some((each) => each === account || each.includes(`:${account}:`))
      );
    })
    .flatMap(({ Action }) => list(Action));
}
