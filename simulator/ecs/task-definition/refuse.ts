import { readContext } from './context.ts';
import type { JsonNode } from './json.ts';
import { shapes } from './shape.generated.js';
import { shapeFindings, wireTypeMessage } from './shape.ts';
import { semanticAnswers, shapeAnswers } from './validate.ts';

/** Families and containers that are missing have their own words on the service's side. */
const answeredBySemantics = new Set(['SCHEMA-REQUIRED-FAMILY', 'SCHEMA-REQUIRED-CONTAINERS']);

/**
 * What RegisterTaskDefinition answers to `input`, the request's JSON: the one error that comes first, or nothing when
 * it registers. As on the wire, members that the service does not know are ignored and null is the same as absent.
 */
export function refuseRegistration(input: unknown): { code: string; message: string } | undefined {
  const known = onlyKnown(input, 'RegisterTaskDefinitionRequest');
  const root = nodeOf(known);
  for (const finding of shapeFindings(root, '')) {
    if (finding.expected === undefined && finding.rule !== 'SCHEMA-WIRE-TYPE') continue;
    const message = finding.expected ? wireTypeMessage(finding.node!, finding.expected) : finding.message;
    return { code: 'SerializationException', message };
  }
  let first: { code: string; message: string } | undefined;
  let order = Infinity;
  const consider = (found: ReturnType<typeof shapeAnswers>[number]) => {
    if (found.rule.severity !== 'error' || found.order >= order) return;
    order = found.order;
    first = { code: found.rule.code ?? 'ClientException', message: found.message };
  };
  for (const found of shapeAnswers(root, '')) if (!answeredBySemantics.has(found.rule.id)) consider(found);
  for (const found of semanticAnswers(readContext(known, true))) consider(found);
  return first;
}

/** `value` without the members that the service does not know, and without nulls. */
function onlyKnown(value: unknown, shapeName: string): unknown {
  const shape = shapes[shapeName]!;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    if (shape.type !== 'list') return [];
    return value.map((item) => onlyKnown(item, shape.member!));
  }
  if (shape.type !== 'structure' && shape.type !== 'union' && shape.type !== 'map') return {};
  const kept: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    const member =
      shape.type === 'map'
        ? shape.member
        : Object.hasOwn(shape.members!, key)
          ? shape.members![key]
          : undefined;
    if (member !== undefined && item !== null && item !== undefined)
      kept.push([key, onlyKnown(item, member)]);
  }
  return Object.fromEntries(kept);
}

/** A value as a node of a document that has no text. */
function nodeOf(value: unknown): JsonNode {
  const span = { start: 0, end: 0 };
  if (value === null || value === undefined) return { kind: 'null', ...span, value: null };
  if (typeof value === 'string') return { kind: 'string', ...span, value };
  if (typeof value === 'number') return { kind: 'number', ...span, value, float: !Number.isInteger(value) };
  if (typeof value === 'boolean') return { kind: 'boolean', ...span, value };
  if (Array.isArray(value)) return { kind: 'array', ...span, items: value.map(nodeOf), value };
  const members = Object.entries(value).map(([key, item]) => ({ key, keySpan: span, node: nodeOf(item) }));
  return { kind: 'object', ...span, members, value: value as Record<string, unknown> };
}
