/**
 * Policy documents (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html), read into one
 * shape: every element a list.
 */
export interface Statement {
  sid?: string;
  effect: 'Allow' | 'Deny';
  /** `anyone` is `"*"`; the lists name AWS principals, services and the like by kind. */
  principal?: PrincipalElement;
  notPrincipal?: PrincipalElement;
  action?: readonly string[];
  notAction?: readonly string[];
  resource?: readonly string[];
  notResource?: readonly string[];
  condition: readonly Condition[];
}

export type PrincipalElement = Readonly<Record<string, readonly string[]>>;

export interface Condition {
  operator: string;
  key: string;
  values: readonly string[];
}

export interface Document {
  statements: readonly Statement[];
  /** Variables such as `${aws:username}` are replaced in documents of the version 2012-10-17 only. */
  hasVariables: boolean;
}

/** Why a text is not a policy document; `message` is IAM's. */
export class MalformedPolicy extends Error {
  override readonly name = 'MalformedPolicy';
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const known = new Map<string, Document>();

/** Reads a document, as often as it is asked for, once. @throws MalformedPolicy */
export function readDocument(text: string): Document {
  const before = known.get(text);
  if (before) return before;
  const document = parse(text);
  if (known.size >= 500) known.clear();
  known.set(text, document);
  return document;
}

function parse(text: string): Document {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new MalformedPolicy('This policy contains invalid Json');
  }
  if (!isObject(json)) throw syntax();
  allowOnly(json, ['Version', 'Id', 'Statement']);
  const { Version: version, Statement: statement } = json;
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') throw syntax();
  const list = Array.isArray(statement) ? statement : [statement];
  const statements = list.map(readStatement);
  const sids = statements.flatMap(({ sid }) => (sid === undefined ? [] : [sid]));
  if (new Set(sids).size < sids.length)
    throw new MalformedPolicy('Statement IDs (SID) in a single policy must be unique.');
  return { statements, hasVariables: version === '2012-10-17' };
}

const elements = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

function readStatement(value: unknown): Statement {
  if (!isObject(value)) throw syntax();
  allowOnly(value, elements);
  const { Sid: sid, Effect: effect } = value;
  if (effect !== 'Allow' && effect !== 'Deny') throw syntax();
  if (sid !== undefined && typeof sid !== 'string') throw syntax();
  for (const [one, other] of [
    ['Principal', 'NotPrincipal'],
    ['Action', 'NotAction'],
    ['Resource', 'NotResource'],
  ] as const)
    if (value[one] !== undefined && value[other] !== undefined) throw syntax();
  return {
    ...(sid ? { sid } : {}),
    effect,
    ...present('principal', value['Principal'], readPrincipals),
    ...present('notPrincipal', value['NotPrincipal'], readPrincipals),
    ...present('action', value['Action'], readTexts),
    ...present('notAction', value['NotAction'], readTexts),
    ...present('resource', value['Resource'], readTexts),
    ...present('notResource', value['NotResource'], readTexts),
    condition: readConditions(value['Condition']),
  };
}

function present<Key extends string, Value>(
  key: Key,
  value: unknown,
  read: (value: unknown) => Value,
): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: read(value) } as Record<Key, Value>);
}

function readTexts(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (!list.every((item): item is string => typeof item === 'string')) throw syntax();
  return list;
}

function readPrincipals(value: unknown): PrincipalElement {
  if (value === '*') return { AWS: ['*'] };
  if (!isObject(value)) throw syntax();
  allowOnly(value, ['AWS', 'Service', 'Federated', 'CanonicalUser']);
  return Object.fromEntries(Object.entries(value).map(([kind, names]) => [kind, readTexts(names)]));
}

function readConditions(value: unknown): Condition[] {
  if (value === undefined) return [];
  if (!isObject(value)) throw syntax();
  return Object.entries(value).flatMap(([operator, keys]) => {
    if (!isObject(keys)) throw syntax();
    return Object.entries(keys).map(([key, values]) => ({ operator, key, values: readValues(values) }));
  });
}

function readValues(value: unknown): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === 'string') return item;
    if (typeof item === 'boolean' || typeof item === 'number') return String(item);
    throw syntax();
  });
}

function allowOnly(value: Json, names: readonly string[]): void {
  if (Object.keys(value).some((name) => !names.includes(name))) throw syntax();
}

function syntax(): MalformedPolicy {
  return new MalformedPolicy('Syntax errors in policy.');
}
