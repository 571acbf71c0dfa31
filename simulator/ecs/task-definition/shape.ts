/**
 * What the client refuses before anything is sent: the wrong shape. The compiled JSON Schema finds the places; here
 * they get the words, the names and the order that botocore's ParamValidator (the AWS CLI's) gives them.
 */
import { pointerStep, type JsonNode } from './json.ts';
import { pythonClass, pythonStr } from './python.ts';
import { enumRules } from './rules/enums.ts';
import { readOnlyMembers, shapes, validate, type ShapeError } from './shape.generated.js';
import type { Finding } from './rule.ts';

/** A finding, the rule that it breaks and what is said. */
export interface ShapeFinding extends Finding {
  rule: string;
  message: string;
  /** Whether the place is a key (an unknown one) rather than a value. */
  key?: true;
  /** Of a wrong type: the JSON Schema type that belongs there. */
  expected?: string;
  node?: JsonNode;
}

const pythonTypes: Record<string, string> = {
  object: "<class 'dict'>",
  array: "<class 'list'>, <class 'tuple'>",
  string: "<class 'str'>",
  integer: "<class 'int'>",
  boolean: "<class 'bool'>",
};

/** Rules of wrong types, by place: list indices are `[]`. */
const typeRules: Record<string, string> = {
  cpu: 'SCHEMA-TYPE-TASKCPU',
  memory: 'SCHEMA-TYPE-TASKMEM',
  tags: 'SCHEMA-TAGS-MAP',
  requiresCompatibilities: 'SCHEMA-TYPE-COMPAT',
  'containerDefinitions[].cpu': 'SCHEMA-TYPE-CONTAINERMEM',
  'containerDefinitions[].memory': 'SCHEMA-TYPE-CONTAINERMEM',
  'containerDefinitions[].memoryReservation': 'SCHEMA-TYPE-CONTAINERMEM',
  'containerDefinitions[].portMappings[].containerPort': 'SCHEMA-TYPE-PORT',
  'containerDefinitions[].portMappings[].hostPort': 'SCHEMA-TYPE-PORT',
  'containerDefinitions[].command': 'SCHEMA-TYPE-COMMAND',
  'containerDefinitions[].entryPoint': 'SCHEMA-TYPE-COMMAND',
  'containerDefinitions[].healthCheck.command': 'SCHEMA-TYPE-COMMAND',
  'containerDefinitions[].environment': 'SCHEMA-TYPE-ENVIRONMENT-MAP',
  'containerDefinitions[].environment[].value': 'SCHEMA-TYPE-ENVVALUE',
  'containerDefinitions[].essential': 'SCHEMA-TYPE-ESSENTIAL',
};
const requiredRules: Record<string, string> = {
  family: 'SCHEMA-REQUIRED-FAMILY',
  containerDefinitions: 'SCHEMA-REQUIRED-CONTAINERS',
  'containerDefinitions[].healthCheck.command': 'SCHEMA-REQUIRED-HCCOMMAND',
  'volumes[].efsVolumeConfiguration.fileSystemId': 'SCHEMA-REQUIRED-EFSID',
};

/** All that is wrong with the shape of `root`, in botocore's order; `text` is the document that it comes from. */
export function shapeFindings(root: JsonNode, text: string): ShapeFinding[] {
  if (validate(root.value)) return [];
  const byPlace = new Map<string, ShapeError[]>();
  for (const error of validate.errors ?? []) {
    const list = byPlace.get(error.instancePath);
    if (list) list.push(error);
    else byPlace.set(error.instancePath, [error]);
  }
  const findings: ShapeFinding[] = [];
  // botocore's name of `/containerDefinitions/0/name` is `containerDefinitions[0].name`; the rules' is `…[].name`.
  const visit = (node: JsonNode, pointer: string, name: string, shapeName: string): void => {
    const errors = byPlace.get(pointer);
    if (errors) findings.push(...describe(errors, node, { pointer, name, shapeName }, text));
    const shape = shapes[shapeName];
    if (node.kind === 'array') {
      node.items.forEach((item, index) =>
        visit(item, `${pointer}/${index}`, `${name}[${index}]`, shape?.member ?? ''),
      );
    } else if (node.kind === 'object') {
      const last = new Map(node.members.map((member) => [member.key, member.node]));
      for (const [key, child] of last) {
        const inner = shape?.members?.[key] ?? shape?.member ?? '';
        visit(child, pointer + pointerStep(key), name ? `${name}.${key}` : key, inner);
      }
    }
  };
  visit(root, '', '', 'RegisterTaskDefinitionRequest');
  return findings;
}

function describe(
  errors: ShapeError[],
  node: JsonNode,
  { pointer, name, shapeName }: { pointer: string; name: string; shapeName: string },
  text: string,
): ShapeFinding[] {
  const shape = shapes[shapeName];
  const owner = name || 'input';
  const place = name.replace(/\[\d+\]/g, '[]');
  const missing: ShapeFinding[] = [];
  const unknown: ShapeFinding[] = [];
  const others: ShapeFinding[] = [];
  for (const error of errors) {
    switch (error.keyword) {
      case 'required': {
        const member = String(error.params['missingProperty']);
        missing.push({
          rule: requiredRules[place ? `${place}.${member}` : member] ?? 'SCHEMA-REQUIRED',
          at: pointer,
          message: `Missing required parameter in ${owner}: "${member}"`,
        });
        break;
      }
      case 'additionalProperties': {
        const member = String(error.params['additionalProperty']);
        const known = Object.keys(shape?.members ?? {});
        unknown.push({
          rule: unknownRule(member, place, known),
          at: pointer + pointerStep(member),
          key: true,
          message: `Unknown parameter in ${owner}: "${member}", must be one of: ${known.join(', ')}`,
        });
        break;
      }
      case 'type':
        others.push(wrongType(node, pointer, name, place, String(error.params['type']), text));
        break;
      case 'enum':
        // The service's list of log drivers depends on the launch type: see rules/logs.ts.
        if (node.kind === 'string' && shapeName !== 'LogDriver')
          others.push(wrongValue(node, pointer, shapeName));
        break;
      case 'minProperties':
        others.push({
          rule: 'SCHEMA-UNION',
          at: pointer,
          message: `Must set one of the following keys for tagged unionstructure ${name}: ${Object.keys(shape?.members ?? {}).join(', ')}.`,
        });
        break;
      case 'maxProperties':
        others.push({
          rule: 'SCHEMA-UNION',
          at: pointer,
          message: `Invalid number of parameters set for tagged union structure ${name}. Can only set one of the following keys: ${Object.keys(shape?.members ?? {}).join(', ')}.`,
        });
        break;
    }
  }
  // botocore: the union's own fault, then missing members in the model's order, then unknown ones as they stand.
  return [...others, ...missing, ...unknown];
}

function unknownRule(member: string, place: string, known: string[]): string {
  if (place === '') {
    if (member === 'taskDefinition') return 'WRAPPED';
    if (readOnlyMembers.includes(member)) return 'SCHEMA-READONLY';
  }
  if (known.some((name) => name.toLowerCase() === member.toLowerCase())) return 'SCHEMA-CASE';
  if (place === 'containerDefinitions[].environment[]' && member === 'valueFrom')
    return 'SCHEMA-ENV-VALUEFROM';
  if (place === '') return 'SCHEMA-UNKNOWN-TOP';
  return place === 'containerDefinitions[]' ? 'SCHEMA-UNKNOWN-CONTAINER' : 'SCHEMA-UNKNOWN';
}

function wrongType(
  node: JsonNode,
  pointer: string,
  name: string,
  place: string,
  expected: string,
  text: string,
): ShapeFinding {
  // To Python a bool is an int, so the client lets it pass and the service cannot read it.
  if (expected === 'integer' && node.kind === 'boolean') {
    return { rule: 'SCHEMA-WIRE-TYPE', at: pointer, message: wireTypeMessage(node, expected) };
  }
  return {
    rule: node.kind === 'null' ? 'SCHEMA-NULL' : (typeRules[place] ?? 'SCHEMA-TYPE'),
    at: pointer,
    expected,
    node,
    message: `Invalid type for parameter ${name || 'input'}, value: ${pythonStr(node, text)}, type: ${pythonClass(node)}, valid types: ${pythonTypes[expected]}`,
  };
}

const wireTokens = { string: 'STRING_VALUE', number: 'NUMBER_VALUE', null: 'NULL_VALUE' };
const wireTypes: Record<string, string> = { string: 'a String', integer: 'an Integer', boolean: 'a Boolean' };

/** The service's answer to a JSON type that it cannot read, as its wire protocol words it elsewhere. */
export function wireTypeMessage(node: JsonNode, expected: string): string {
  if (node.kind === 'object') return 'Start of structure or map found where not expected.';
  if (node.kind === 'array') return 'Start of list found where not expected';
  if (expected === 'object' || expected === 'array') return 'Unexpected field type';
  const token = node.kind === 'boolean' ? `${String(node.value).toUpperCase()}_VALUE` : wireTokens[node.kind];
  return `${token} can not be converted to ${wireTypes[expected]}`;
}

function wrongValue(node: JsonNode, pointer: string, shape: string): ShapeFinding {
  const rule = enumRules.find((rule) => rule.shape === shape);
  return {
    rule: rule?.id ?? 'ENUM',
    at: pointer,
    message: `${String(node.value)} is not a valid ${rule?.what ?? 'value'}. Must be one of [${(shapes[shape]?.enum ?? []).join(',')}]`,
  };
}
