import { AwsError } from '../api/errors.ts';
import { invalid } from '../api/invalid.ts';
import { pageToken, positionOf } from '../api/pagination.ts';
import type { CallScope } from '../api/service.ts';
import { isOperator } from './policy/condition.ts';
import { MalformedPolicy, readDocument, type Document } from './policy/document.ts';
import type { Group, Identity, IamState, Role, User } from './state.ts';

export { invalid };

export interface IamScope extends CallScope {
  iam: IamState;
}

/** @throws AwsError ValidationError unless `name` has 1 to `longest` of the characters that IAM's names have */
export function checkName(member: string, name: string, longest: number): void {
  if (!/^[\w+=,.@-]+$/.test(name))
    throw invalid(member, name, 'Member must satisfy regular expression pattern: [\\w+=,.@-]+');
  if (name.length > longest)
    throw invalid(member, name, `Member must have length less than or equal to ${longest}`);
}

/** The path of a new entity. @throws AwsError ValidationError */
export function pathOf(path = '/'): string {
  if (/^\/(?:[!-~]+\/)?$/.test(path) && path.length <= 512) return path;
  throw new AwsError(
    'ValidationError',
    'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
  );
}

export function tagsOf(tags: readonly { Key?: string; Value?: string }[] = []): Map<string, string> {
  return new Map(tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

/** Tags as answers show them; nothing when there are none. */
export function shownTags(tags: ReadonlyMap<string, string>): { Tags?: { Key: string; Value: string }[] } {
  return tags.size ? { Tags: [...tags].map(([Key, Value]) => ({ Key, Value })) } : {};
}

/** @throws AwsError NoSuchEntity, with IAM's text */
export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message);
}

export function userOf(name: string | undefined, { iam }: IamScope): User {
  const user = iam.users.get(name ?? '');
  if (user) return user;
  throw noSuchEntity(`The user with name ${name} cannot be found.`);
}

export function groupOf(name: string | undefined, { iam }: IamScope): Group {
  const group = iam.groups.get(name ?? '');
  if (group) return group;
  throw noSuchEntity(`The group with name ${name} cannot be found.`);
}

export function roleOf(name: string | undefined, { iam }: IamScope): Role {
  const role = iam.roles.get(name ?? '');
  if (role) return role;
  throw noSuchEntity(`The role with name ${name} cannot be found.`);
}

/** What a new user, group or role begins with. `prefix` is that of its unique id: AIDA, AGPA, AROA. */
export function newIdentity(
  kind: 'user' | 'group' | 'role',
  prefix: string,
  name: string,
  path: string,
  { context, iam }: IamScope,
): Identity {
  return {
    name,
    path,
    arn: `arn:aws:iam::${iam.accountId}:${kind}${path}${name}`,
    id: uniqueId(prefix, 17, context.random.hex),
    createdAt: context.date,
    inline: new Map(),
    attached: new Set(),
    tags: new Map(),
  };
}

/** A unique id as IAM's look: a prefix and characters of base 32. */
export function uniqueId(prefix: string, length: number, hex: (length: number) => string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const digits = hex(length * 2);
  return (
    prefix +
    Array.from(
      { length },
      (_, index) => alphabet[Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16) % 32],
    ).join('')
  );
}

/** A page of a list, as IAM's `Marker` and `MaxItems` cut it. */
export function pageOf<Item>(
  items: readonly Item[],
  { Marker, MaxItems = 100 }: { Marker?: string; MaxItems?: number },
): { items: Item[]; rest: { IsTruncated: boolean; Marker?: string } } {
  if (MaxItems < 1 || MaxItems > 1000)
    throw invalid('maxItems', MaxItems, 'Member must have value between 1 and 1000');
  const start = positionOf(Marker, 'ValidationError');
  const end = start + MaxItems;
  return {
    items: items.slice(start, end),
    rest: end < items.length ? { IsTruncated: true, Marker: pageToken(end) } : { IsTruncated: false },
  };
}

/**
 * Reads a policy that is about to be set on an identity (texts: moto's tests, taken from the service).
 * @throws AwsError MalformedPolicyDocument
 */
export function readIdentityPolicy(text: string | undefined): Document {
  const document = readChecked(text);
  for (const {
    principal,
    notPrincipal,
    action,
    notAction,
    resource,
    notResource,
    condition,
  } of document.statements) {
    if (principal || notPrincipal) throw malformed('Policy document should not specify a principal.');
    if (!action && !notAction) throw malformed('Policy statement must contain actions.');
    for (const each of [...(action ?? []), ...(notAction ?? [])])
      if (each !== '*' && !/^[\w-]+:[\w*?]+$/.test(each))
        throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    if (!resource && !notResource) throw malformed('Policy statement must contain resources.');
    for (const each of [...(resource ?? []), ...(notResource ?? [])])
      if (each !== '*' && !each.startsWith('arn:'))
        throw malformed(`Resource ${each} must be in ARN format or "*".`);
    if (!condition.every(({ operator }) => isOperator(operator))) throw malformed('Syntax errors in policy.');
  }
  return document;
}

/** Reads a trust policy. @throws AwsError MalformedPolicyDocument */
export function readTrustPolicy(text: string | undefined): Document {
  const document = readChecked(text);
  for (const { principal, notPrincipal, action, resource, notResource } of document.statements) {
    if (resource || notResource) throw malformed('Has prohibited field Resource');
    if (!principal && !notPrincipal) throw malformed('Missing required field Principal');
    if (!action) throw malformed('Missing required field Action');
    if (!action.every((each) => /^sts:/i.test(each)))
      throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
  }
  return document;
}

function readChecked(text = ''): Document {
  try {
    return readDocument(text);
  } catch (error) {
    if (error instanceof MalformedPolicy) throw malformed(error.message);
    throw error;
  }
}

export function malformed(message: string): AwsError {
  return new AwsError('MalformedPolicyDocument', message);
}

/** Documents travel URL-encoded in IAM's answers (RFC 3986). */
export function encoded(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
