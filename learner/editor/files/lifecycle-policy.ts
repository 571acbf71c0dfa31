/**
 * ECR lifecycle policies. Whether ECR refuses one is the simulator's own check; here it is found out where, rule by rule.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
import { readPolicy } from '../../../simulator/ecr/lifecycle/policy.ts';
import type { Problem } from '../../../simulator/ecs/task-definition/index.ts';
import type { JsonNode } from '../../../simulator/ecs/task-definition/json.ts';
import { problemsOf, readJson, spanAt, type Mark } from './marked.ts';

type Json = Record<string, unknown>;
const documentation =
  'https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html';

function refusal(text: string): string | undefined {
  try {
    readPolicy(text);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Everything that is wrong with a lifecycle policy's text. */
export function checkLifecyclePolicy(text: string): Problem[] {
  const answer = refusal(text);
  if (answer === undefined) return [];
  const read = readJson(text);
  if ('fault' in read) {
    const { reason, ...place } = read.fault;
    return problemsOf(text, [
      { ...place, rule: 'LIFECYCLE-JSON', message: `${answer} ${reason}.`, documentation },
    ]);
  }
  const { root } = read;
  const marks = [...rules(root)].map(({ at, says, answer: own = answer, key }): Mark => ({
    ...spanAt(root, at, key),
    rule: 'LIFECYCLE-RULE',
    pointer: at,
    message: `${own.trim()} ${says}`.trim(),
    documentation,
  }));
  const whole: Mark = { ...spanAt(root, '/rules'), rule: 'LIFECYCLE', message: answer, documentation };
  return problemsOf(text, marks.length > 0 ? marks : [whole]);
}

interface Finding {
  at: string;
  says: string;
  answer?: string;
  key?: true;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function* rules(root: JsonNode): Generator<Finding> {
  if (root.kind !== 'object' || !Array.isArray(root.value['rules'])) return;
  const seen = new Set<unknown>();
  for (const [index, rule] of (root.value['rules'] as unknown[]).entries()) {
    const at = `/rules/${index}`;
    // By itself, and long enough for ECR to read it.
    const answer = refusal(JSON.stringify({ rules: [rule] }).padEnd(100));
    if (answer !== undefined) {
      const found = [...explain(rule)];
      if (found.length === 0) yield { at, says: '', answer };
      for (const each of found) yield { ...each, at: at + each.at, answer };
    }
    const priority = isObject(rule) ? rule['rulePriority'] : undefined;
    if (priority !== undefined && seen.has(priority)) yield { at: `${at}/rulePriority`, says: '' };
    seen.add(priority);
  }
}

const members = { rule: ['rulePriority', 'description', 'selection', 'action'], selection: ['tagStatus', 'tagPatternList', 'tagPrefixList', 'storageClass', 'countType', 'countUnit', 'countNumber'] }; // prettier-ignore
const timed = ['sinceImagePushed', 'sinceImagePulled', 'sinceImageTransitioned'];

function* unknownIn(value: Json, known: readonly string[], at: string): Generator<Finding> {
  for (const key of Object.keys(value))
    if (!known.includes(key))
      yield { at: `${at}/${key}`, key: true, says: `There is no member "${key}" here.` };
}

function* explain(rule: unknown): Generator<Finding> {
  if (!isObject(rule)) return;
  yield* unknownIn(rule, members.rule, '');
  const { action, selection, rulePriority } = rule;
  if (rulePriority !== undefined && !(Number.isInteger(rulePriority) && (rulePriority as number) >= 1))
    yield { at: '/rulePriority', says: 'The priority is a whole number from 1.' };
  for (const name of ['rulePriority', 'selection', 'action'])
    if (rule[name] === undefined) yield { at: '', says: `The rule has no "${name}".` };
  if (isObject(action) && action['type'] !== 'expire' && action['type'] !== 'transition')
    yield { at: '/action', says: 'The type of the action is "expire" or "transition".' };
  if (isObject(selection)) yield* explainSelection(selection);
}

function* explainSelection(selection: Json): Generator<Finding> {
  const at = '/selection';
  yield* unknownIn(selection, members.selection, at);
  const { tagStatus, countType, countNumber, countUnit } = selection;
  for (const name of ['tagStatus', 'countType', 'countNumber'])
    if (selection[name] === undefined) yield { at, says: `The selection has no "${name}".` };
  if (tagStatus !== undefined && !['tagged', 'untagged', 'any'].includes(tagStatus as string))
    yield { at: `${at}/tagStatus`, says: 'The tagStatus is "tagged", "untagged" or "any".' };
  if (countType !== undefined && countType !== 'imageCountMoreThan' && !timed.includes(countType as string))
    yield {
      at: `${at}/countType`,
      says: `The countType is "imageCountMoreThan", ${timed.map((each) => `"${each}"`).join(', ')}.`,
    };
  if (countNumber !== undefined && !(Number.isInteger(countNumber) && (countNumber as number) >= 1))
    yield { at: `${at}/countNumber`, says: 'The countNumber is a whole number from 1.' };
  if (timed.includes(countType as string) && countUnit !== 'days')
    yield countUnit === undefined
      ? { at, says: `With ${String(countType)}, "countUnit" is "days".` }
      : { at: `${at}/countUnit`, says: 'The countUnit is "days".' };
  if (countType === 'imageCountMoreThan' && countUnit !== undefined)
    yield { at: `${at}/countUnit`, key: true, says: 'A count of images has no countUnit.' };
  const lists = ['tagPatternList', 'tagPrefixList'].filter((name) => selection[name] !== undefined);
  if (tagStatus === 'tagged' && lists.length !== 1)
    yield {
      at: lists[1] ? `${at}/${lists[1]}` : at,
      says: 'With the tagStatus "tagged" goes one of tagPatternList and tagPrefixList.',
    };
  if (tagStatus !== 'tagged' && lists[0])
    yield { at: `${at}/${lists[0]}`, key: true, says: 'Lists of tags go with the tagStatus "tagged" only.' };
  for (const name of lists) {
    const list = selection[name];
    if (!Array.isArray(list) || list.length === 0 || !list.every((each) => typeof each === 'string'))
      yield { at: `${at}/${name}`, says: `"${name}" is a list of at least one string.` };
  }
}
