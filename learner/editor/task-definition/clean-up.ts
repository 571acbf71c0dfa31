/**
 * The commonest real mistakes, mended at once: the answer of describe-task-definition used as it came (wrapped, with
 * members that only the service fills in, nulls and an empty list of tags), and placeholders whose meaning is known.
 */
import { parseJson, pointerStep, type JsonNode } from '../../../simulator/ecs/task-definition/json.ts';
import { readOnlyMembers } from '../../../simulator/ecs/task-definition/shape.generated.js';
import { applyEdits, indentAt, without, type Edit } from '../json/edits.ts';
import { placeholdersIn } from './placeholders.ts';
import { nowhere, type Surroundings } from './surroundings.ts';

export interface CleanUp {
  text: string;
  /** What was done, each in a few words; empty when there was nothing to clean. */
  done: string[];
  /** Placeholders that only the learner can fill in, with their places in the clean text. */
  left: { pointer: string; placeholder: string }[];
}

/** Cleans a task definition up; nothing when it is not JSON. */
export function cleanUp(text: string, around: Surroundings = nowhere): CleanUp | undefined {
  const done: string[] = [];
  let clean = unwrap(text, done);
  if (clean === undefined) return undefined;
  clean = withoutNoise(clean, done);
  clean = fillIn(clean, around, done);
  return { text: clean, done, left: leftIn(clean, around) };
}

function unwrap(text: string, done: string[]): string | undefined {
  const { root } = parseJson(text);
  if (!root) return undefined;
  if (root.kind !== 'object' || root.members.some(({ key }) => key === 'containerDefinitions')) return text;
  const inner = root.members.findLast(({ key }) => key === 'taskDefinition')?.node;
  if (inner?.kind !== 'object') return text;
  done.push('took the definition out of "taskDefinition"');
  const indent = indentAt(text, inner.start);
  return `${text.slice(inner.start, inner.end).replaceAll(`\n${indent}`, '\n')}\n`;
}

function withoutNoise(text: string, done: string[]): string {
  const root = parseJson(text).root!;
  const edits: Edit[] = [];
  const readOnly: string[] = [];
  let nulls = 0;
  let tags = false;
  const visit = (node: JsonNode, top: boolean) => {
    if (node.kind === 'object') {
      const gone = node.members.map(({ key, node: value }) => {
        if (top && readOnlyMembers.includes(key)) return readOnly.push(key) > 0;
        if (value.kind === 'null') return ++nulls > 0;
        return top && key === 'tags' && value.kind === 'array' && value.items.length === 0 && (tags = true);
      });
      edits.push(...without(node, (index) => gone[index]!));
      node.members.forEach(({ node: value }, index) => !gone[index] && visit(value, false));
    } else if (node.kind === 'array') {
      const gone = node.items.map(({ kind }) => kind === 'null' && ++nulls > 0);
      edits.push(...without(node, (index) => gone[index]!));
      node.items.forEach((item, index) => !gone[index] && visit(item, false));
    }
  };
  visit(root, true);
  if (readOnly.length > 0) done.push(`took out what only the service fills in: ${readOnly.join(', ')}`);
  if (nulls > 0) done.push(nulls === 1 ? 'took out a null' : `took out ${nulls} nulls`);
  if (tags) done.push('took out the empty list of tags');
  return applyEdits(text, edits);
}

function* strings(node: JsonNode, pointer = ''): Generator<[value: string, pointer: string, node: JsonNode]> {
  if (node.kind === 'string') yield [node.value, pointer, node];
  else if (node.kind === 'array')
    for (const [index, item] of node.items.entries()) yield* strings(item, `${pointer}/${index}`);
  else if (node.kind === 'object')
    for (const { key, node: value } of node.members) yield* strings(value, pointer + pointerStep(key));
}

/** Commands, health checks and environment values may mean what looks like a placeholder. */
const meant = /\/(?:command|entryPoint|environment|dockerLabels|options)\//;

function fillIn(text: string, around: Surroundings, done: string[]): string {
  const edits: Edit[] = [];
  const filled = new Set<string>();
  for (const [value, pointer, node] of strings(parseJson(text).root!)) {
    if (meant.test(`${pointer}/`) && !pointer.endsWith('/awslogs-region')) continue;
    let result = value;
    for (const { text: placeholder, value: known } of placeholdersIn(value, around)) {
      if (known === undefined) continue;
      result = result.replace(placeholder, () => known);
      filled.add(`${placeholder} with ${known}`);
    }
    if (result !== value) edits.push({ start: node.start, end: node.end, text: JSON.stringify(result) });
  }
  if (filled.size > 0) done.push(`replaced ${[...filled].join(', ')}`);
  return applyEdits(text, edits);
}

function leftIn(text: string, around: Surroundings): CleanUp['left'] {
  const root = parseJson(text).root;
  if (!root) return [];
  return [...strings(root)]
    .filter(([, pointer]) => !meant.test(`${pointer}/`))
    .flatMap(([value, pointer]) =>
      placeholdersIn(value, around).map((each) => ({ pointer, placeholder: each.text })),
    );
}
