/**
 * Policies: of identities, trust policies of roles, and policies of ECR repositories. Whether AWS refuses one is the
 * simulator's own check; here it is found out where, statement by statement.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
import { readRepositoryPolicy } from '../../../simulator/ecr/policies.ts';
import type { Problem } from '../../../simulator/ecs/task-definition/index.ts';
import type { JsonNode } from '../../../simulator/ecs/task-definition/json.ts';
import { isOperator } from '../../../simulator/iam/policy/condition.ts';
import { readIdentityPolicy, readTrustPolicy } from '../../../simulator/iam/scope.ts';
import { problemsOf, readJson, spanAt, type Mark } from './marked.ts';

type Json = Record<string, unknown>;
export type PolicyKind = 'identity policy' | 'trust policy' | 'repository policy';

const documentation = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html';

const readers: Readonly<Record<PolicyKind, (text: string) => unknown>> = {
  'identity policy': readIdentityPolicy,
  'trust policy': readTrustPolicy,
  'repository policy': (text) => readRepositoryPolicy(text, {}),
};

/** What AWS answers to the text; nothing when it takes it. */
function refusal(text: string, kind: PolicyKind): string | undefined {
  try {
    readers[kind](text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Everything that is wrong with a policy's text. */
export function checkPolicy(text: string, kind: PolicyKind): Problem[] {
  const read = readJson(text);
  if ('fault' in read) {
    const { reason, ...place } = read.fault;
    const message = `${refusal(text, kind) ?? 'This policy contains invalid Json'}. ${reason}.`;
    return problemsOf(text, [{ ...place, rule: 'POLICY-JSON', message }]);
  }
  const { root } = read;
  const marks = [...head(root), ...statements(root, kind)].map(({ at, key, rule, says, answer }) => ({
    ...spanAt(root, at, key),
    rule,
    pointer: at,
    documentation,
    message: `${sentence(answer ?? refusal(text, kind) ?? 'Syntax errors in policy.')} ${says}`.trim(),
  }));
  const answer = refusal(text, kind);
  if (answer === undefined) return [];
  const whole: Mark = { ...spanAt(root, ''), rule: 'POLICY', message: sentence(answer), documentation };
  return problemsOf(text, marks.length > 0 ? marks : [whole]);
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

interface Finding {
  at: string;
  rule: string;
  /** What is wrong there, in a sentence of ours. */
  says: string;
  /** AWS's answer, where this place has its own. */
  answer?: string;
  /** The key is meant, not its value. */
  key?: true;
}

function* head(root: JsonNode): Generator<Finding> {
  if (root.kind !== 'object') return yield { at: '', rule: 'POLICY-SHAPE', says: 'A policy is an object.' };
  const { Version: version } = root.value;
  for (const { key } of root.members)
    if (!['Version', 'Id', 'Statement'].includes(key))
      yield { at: `/${key}`, key: true, rule: 'POLICY-ELEMENT', says: `A policy has no element "${key}".` };
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17')
    yield { at: '/Version', rule: 'POLICY-VERSION', says: 'The version is "2012-10-17".' };
  if (!('Statement' in root.value))
    yield { at: '', rule: 'POLICY-STATEMENT', says: 'There is no "Statement".' };
  const list: unknown[] = Array.isArray(root.value['Statement']) ? root.value['Statement'] : [];
  const seen = new Set<unknown>();
  for (const [index, each] of list.entries()) {
    const sid = (each as Json | null)?.['Sid'];
    if (typeof sid === 'string' && sid !== '' && seen.has(sid))
      yield { at: `/Statement/${index}/Sid`, rule: 'POLICY-SID', says: '' };
    seen.add(sid);
  }
}

/** Each statement by itself: what AWS would answer if it stood alone, and where that is. */
function* statements(root: JsonNode, kind: PolicyKind): Generator<Finding> {
  if (root.kind !== 'object' || !('Statement' in root.value)) return;
  const given = root.value['Statement'];
  const list: [unknown, string][] = Array.isArray(given)
    ? given.map((each: unknown, index) => [each, `/Statement/${index}`])
    : [[given, '/Statement']];
  if (list.length === 0) yield { at: '/Statement', rule: 'POLICY-STATEMENT', says: 'There is no statement.' };
  for (const [statement, at] of list) {
    const answer = refusal(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }), kind);
    if (answer === undefined) continue;
    const found = [...explain(statement, kind)];
    if (found.length === 0) yield { at, rule: 'POLICY-STATEMENT', says: '', answer };
    for (const { at: inner, ...rest } of found) yield { answer, ...rest, at: at + inner };
  }
}

const elements = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']; // prettier-ignore
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const texts = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** The places of an element's values: itself, or the items of its list. */
function* places(statement: Json, name: string): Generator<[value: unknown, at: string]> {
  const value = statement[name];
  if (!Array.isArray(value)) return void (value !== undefined && (yield [value, `/${name}`]));
  for (const [index, each] of value.entries()) yield [each, `/${name}/${index}`];
}

function* explain(statement: unknown, kind: PolicyKind): Generator<Finding> {
  if (!isObject(statement)) return yield { at: '', rule: 'POLICY-SHAPE', says: 'A statement is an object.' };
  for (const key of Object.keys(statement))
    if (!elements.includes(key)) {
      const right = elements.find((each) => each.toLowerCase() === key.toLowerCase());
      const says = `A statement has no element "${key}"${right ? `: write "${right}"` : ''}.`;
      yield { at: `/${key}`, key: true, rule: 'POLICY-ELEMENT', says };
    }
  const { Effect: effect } = statement;
  if (effect === undefined) yield { at: '', rule: 'POLICY-EFFECT', says: 'The statement has no "Effect".' };
  else if (effect !== 'Allow' && effect !== 'Deny')
    yield { at: '/Effect', rule: 'POLICY-EFFECT', says: 'The effect is "Allow" or "Deny".' };
  for (const name of ['Principal', 'Action', 'Resource'])
    if (statement[name] !== undefined && statement[`Not${name}`] !== undefined)
      yield {
        at: `/Not${name}`,
        key: true,
        rule: 'POLICY-BOTH',
        says: `Give "${name}" or "Not${name}", not both.`,
      };
  for (const name of ['Action', 'NotAction', 'Resource', 'NotResource'])
    for (const [value, at] of places(statement, name)) {
      if (typeof value !== 'string')
        yield { at, rule: 'POLICY-TYPE', says: `"${name}" is a string or a list of strings.` };
      else if (name.endsWith('Action')) yield* explainAction(value, at, kind);
      else if (kind === 'identity policy' && value !== '*' && !value.startsWith('arn:'))
        yield { at, rule: 'POLICY-RESOURCE', says: '' };
    }
  yield* explainCondition(statement['Condition']);
  yield* explainNeeds(statement, kind);
}

function* explainAction(value: string, at: string, kind: PolicyKind): Generator<Finding> {
  if (kind === 'trust policy' ? /^sts:/i.test(value) : value === '*') return;
  if (kind === 'trust policy') return yield { at, rule: 'POLICY-ACTION', says: '' };
  if (!/^[\w-]+:[\w*?]+$/.test(value))
    yield {
      at,
      rule: 'POLICY-ACTION',
      says: 'An action is written as service:Action, e.g. ecr:GetAuthorizationToken.',
    };
  else if (kind === 'repository policy' && !/^ecr(-public)?:/i.test(value))
    yield { at, rule: 'POLICY-ACTION', says: 'The policy of a repository is about actions of ECR only.' };
}

function* explainCondition(condition: unknown): Generator<Finding> {
  if (condition === undefined) return;
  if (!isObject(condition))
    return yield { at: '/Condition', rule: 'POLICY-CONDITION', says: 'A condition is an object.' };
  for (const [operator, keys] of Object.entries(condition)) {
    const at = `/Condition/${operator}`;
    if (!isOperator(operator))
      yield { at, key: true, rule: 'POLICY-OPERATOR', says: `There is no condition operator "${operator}".` };
    else if (!isObject(keys))
      yield { at, rule: 'POLICY-CONDITION', says: 'An operator holds an object of condition keys.' };
  }
}

/** What a policy of this kind must have, and what it must not. */
function* explainNeeds(statement: Json, kind: PolicyKind): Generator<Finding> {
  const has = (name: string) => statement[name] !== undefined || statement[`Not${name}`] !== undefined;
  const principal = statement['Principal'] === undefined ? '/NotPrincipal' : '/Principal';
  if (!has('Action')) yield { at: '', rule: 'POLICY-ACTION', says: 'The statement has no "Action".' };
  if (kind === 'identity policy') {
    if (has('Principal'))
      yield {
        at: principal,
        key: true,
        rule: 'POLICY-PRINCIPAL',
        says: 'Whoever the policy is attached to is meant.',
      };
    if (!has('Resource')) yield { at: '', rule: 'POLICY-RESOURCE', says: 'The statement has no "Resource".' };
    return;
  }
  if (!has('Principal'))
    yield { at: '', rule: 'POLICY-PRINCIPAL', says: 'The statement has no "Principal".' };
  if (has('Resource'))
    yield {
      at: '/Resource',
      key: true,
      rule: 'POLICY-RESOURCE',
      says: 'What the policy stands on is meant.',
    };
  const given = statement['Principal'];
  if (!isObject(given)) return;
  for (const kindOf of Object.keys(given))
    if (!['AWS', 'Service', 'Federated', 'CanonicalUser'].includes(kindOf))
      yield {
        at: `/Principal/${kindOf}`,
        key: true,
        rule: 'POLICY-PRINCIPAL',
        says: `There are no principals of the kind "${kindOf}".`,
      };
  for (const name of texts(given['AWS']))
    if (typeof name === 'string' && name !== '*' && !/^\d{12}$|^arn:aws[\w-]*:(iam|sts)::\d{12}:/.test(name))
      yield {
        at: '/Principal/AWS',
        rule: 'POLICY-PRINCIPAL',
        says: `"${name}" is neither an account nor the ARN of a principal.`,
      };
}
