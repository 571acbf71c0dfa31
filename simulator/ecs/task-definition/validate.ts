import { readContext, type Context } from './context.ts';
import { describeFault, find, parseJson, type JsonNode } from './json.ts';
import { lineStarts, placeOf } from './positions.ts';
import { fill, type Finding, type Rule, type Severity } from './rule.ts';
import { rules } from './rules/index.ts';
import { shapeFindings, type ShapeFinding } from './shape.ts';

export interface Problem {
  rule: string;
  severity: Severity;
  /** JSON pointer of the place in the document. */
  pointer: string;
  message: string;
  /** 1-based; columns count UTF-16 units, as editors do. */
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  documentation?: string;
  /** The one that AWS would answer: the first line of the client's refusal or, when it has none, the service's. */
  answered?: true;
}

const byId = new Map(rules.map((rule, order) => [rule.id, { rule, order }]));
const checked = rules.filter((rule) => rule.check);

/** A finding with its rule and its words. `order`: where in AWS's own order it comes. */
export interface Answer {
  rule: Rule;
  order: number;
  at: string;
  message: string;
  key?: true;
  /** Whether the client refuses this itself. */
  client: boolean;
}

/** What the rules find in `task`, in the order in which the service looks. */
export function* semanticAnswers(task: Context): Generator<Answer> {
  for (const rule of checked) {
    for (const finding of rule.check!(task)) {
      if (!isSilent(finding, task)) yield answer(rule.id, finding);
    }
  }
}

/** What is wrong with the shape of `root`, as answers. */
export function shapeAnswers(root: JsonNode, text: string): Answer[] {
  return shapeFindings(root, text).map((finding) => answer(finding.rule, finding));
}

function isSilent(finding: Finding, task: Context): boolean {
  return finding.missing !== undefined && task.malformed.has(finding.missing);
}

function answer(id: string, finding: Finding | ShapeFinding): Answer {
  const { rule, order } = byId.get(id)!;
  const message = finding.message ?? fill(rule.message, finding.values);
  const client = finding.client ?? (rule.level === 'schema' && rule.code !== 'SerializationException');
  const key = 'key' in finding && finding.key ? { key: true as const } : {};
  return { rule, order, at: finding.at, message, client, ...key };
}

/**
 * Everything wrong with a task definition's JSON text, in document order; never throws. Text that is not JSON has one
 * problem, the place where the AWS CLI stops reading. The answer of describe-task-definition is read through its
 * wrapping, so that what is left to mend inside shows too.
 */
export function validateTaskDefinition(text: string): Problem[] {
  const document = parseJson(text);
  const starts = lineStarts(text);
  if (!document.root) {
    const fault = document.fault!;
    const start = Math.min(fault.offset, text.length);
    const message = fill(byId.get('NOT-JSON')!.rule.message, { reason: describeFault(text, fault) });
    const notJson = { rule: byId.get('NOT-JSON')!.rule, message, at: '' };
    return [problem(notJson, starts, start, Math.min(start + 1, text.length), true)];
  }
  const { root } = document;
  const { body, prefix } = unwrapped(root);
  const shape = shapeAnswers(root, text).filter(
    ({ rule }) => !prefix || !rule.id.startsWith('SCHEMA-REQUIRED'),
  );
  const semantic: Answer[] = [];
  if (prefix) for (const found of shapeAnswers(body, text)) shape.push({ ...found, at: prefix + found.at });
  if (body.kind === 'object') {
    for (const found of semanticAnswers(readContext(body.value, false)))
      semantic.push({ ...found, at: prefix + found.at });
  }
  const duplicates = document.duplicates.map(({ pointer, member }) => {
    const found = answer('DUPLICATE-KEY', { at: pointer, values: { key: member.key } });
    return { found, start: member.keySpan.start, end: member.keySpan.end };
  });

  const answered = firstAnswer([...shape, ...semantic]);
  const placed = [...shape, ...semantic].map((found) => {
    const { start, end } = place(root, found);
    return { found, start, end };
  });
  return [...placed, ...duplicates]
    .sort((a, b) => a.start - b.start || a.found.order - b.found.order)
    .map(({ found, start, end }) => problem(found, starts, start, end, found === answered));
}

/** The client's first line, else the first of the service's errors in its own order. */
function firstAnswer(found: readonly Answer[]): Answer | undefined {
  return (
    found.find(({ client }) => client) ??
    found
      .filter(({ rule }) => rule.severity === 'error')
      .reduce<Answer | undefined>(
        (first, found) => (!first || found.order < first.order ? found : first),
        undefined,
      )
  );
}

/** The definition inside the answer of describe-task-definition, or `root` itself. */
function unwrapped(root: JsonNode): { body: JsonNode; prefix: string } {
  if (root.kind === 'object' && !root.members.some(({ key }) => key === 'containerDefinitions')) {
    const inner = root.members.findLast(({ key }) => key === 'taskDefinition')?.node;
    if (inner?.kind === 'object') return { body: inner, prefix: '/taskDefinition' };
  }
  return { body: root, prefix: '' };
}

/** Where to mark an answer: the key of an unknown member, a wrong value, or the head of what lacks something. */
function place(root: JsonNode, { at, key }: Answer): { start: number; end: number } {
  for (let pointer = at; ; pointer = pointer.slice(0, pointer.lastIndexOf('/'))) {
    const found = find(root, pointer);
    if (!found) continue;
    if (found.key && (key || found.node.kind === 'object' || found.node.kind === 'array')) return found.key;
    const { start, end } = found.node;
    return found.node.kind === 'object' || found.node.kind === 'array'
      ? { start, end: start + 1 }
      : { start, end };
  }
}

function problem(
  found: Pick<Answer, 'rule' | 'at' | 'message'>,
  starts: number[],
  start: number,
  end: number,
  answered: boolean,
): Problem {
  const { id, severity, documentation } = found.rule;
  const from = placeOf(starts, start);
  const to = placeOf(starts, end);
  return {
    rule: id,
    severity,
    pointer: found.at,
    message: found.message,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
    documentation,
    ...(answered ? { answered } : {}),
  };
}
