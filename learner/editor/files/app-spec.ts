/**
 * AppSpec files of deployments to Amazon ECS, in YAML or JSON
 * (https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html). The words
 * are ours but for a file that cannot be read.
 */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Problem } from '../../../simulator/ecs/task-definition/index.ts';
import type { Span } from '../json/tree.ts';
import { problemsOf, type Mark } from './marked.ts';

const structure = 'https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure';
const documentation = {
  head: `${structure}.html`,
  resources: `${structure}-resources.html`,
  hooks: `${structure}-hooks.html`,
};

/** A place of the document: its value, its key's place where it has one. */
interface Place {
  value: Node | null;
  span: Span;
}

type Check = (place: Place, says: Says) => void;
type Says = (rule: string, message: string, place: Span) => void;

interface Field {
  check: Check;
  required?: true;
}

const spanOf = (node: Node | null | undefined, or: Span): Span =>
  node?.range ? { start: node.range[0], end: Math.max(node.range[0] + 1, node.range[1]) } : or;

/** A map's fields; names are compared without case, as CodeDeploy's own pages write them in both. */
function fields(what: string, known: Readonly<Record<string, Field>>): Check {
  return ({ value, span }, says) => {
    if (!isMap(value))
      return says('APPSPEC-SHAPE', `${what} is a map of ${Object.keys(known).join(', ')}.`, span);
    const given = new Map<string, Pair>();
    for (const pair of (value as YAMLMap).items) {
      const key = pair.key as Node;
      const name = isScalar(key) ? String(key.value) : '';
      const right = Object.keys(known).find((each) => each.toLowerCase() === name.toLowerCase());
      const place = spanOf(key, span);
      if (right === undefined)
        says(
          'APPSPEC-UNKNOWN',
          `${what} has no "${name}". It takes ${Object.keys(known).join(', ')}.`,
          place,
        );
      else {
        given.set(right, pair);
        known[right]!.check(
          { value: pair.value as Node | null, span: spanOf(pair.value as Node | null, place) },
          says,
        );
      }
    }
    for (const [name, { required }] of Object.entries(known))
      if (required && !given.has(name))
        says('APPSPEC-REQUIRED', `${what} needs "${name}".`, firstKey(value as YAMLMap, span));
  };
}

/** Where to mark a map that lacks something: its first key. */
const firstKey = (map: YAMLMap, or: Span) => spanOf(map.items[0]?.key as Node | undefined, or);

function text(what: string, test?: RegExp, wanted?: string): Check {
  return ({ value, span }, says) => {
    if (!isScalar(value) || typeof value.value !== 'string' || value.value === '')
      says('APPSPEC-TYPE', `${what} is a string.`, span);
    else if (test && !test.test(value.value)) says('APPSPEC-VALUE', `${what} is ${wanted}.`, span);
  };
}

function whole(what: string, least: number, most: number): Check {
  return ({ value, span }, says) => {
    const number = isScalar(value) ? value.value : undefined;
    const given = typeof number === 'string' && /^\d+$/.test(number) ? Number(number) : number;
    if (!Number.isInteger(given) || (given as number) < least || (given as number) > most)
      says('APPSPEC-VALUE', `${what} is a whole number from ${least} to ${most}.`, span);
  };
}

function list(what: string, item: Check, least = 0): Check {
  return ({ value, span }, says) => {
    if (!isSeq(value)) return says('APPSPEC-SHAPE', `${what} is a list.`, span);
    if (value.items.length < least) says('APPSPEC-SHAPE', `${what} needs at least ${least}.`, span);
    for (const each of value.items) item({ value: each as Node, span: spanOf(each as Node, span) }, says);
  };
}

const optional = (check: Check): Field => ({ check });
const required = (check: Check): Field => ({ check, required: true });

const service = fields('The target service', {
  Type: required(text('The type', /^AWS::ECS::Service$/, '"AWS::ECS::Service"')),
  Properties: required(
    fields('Properties', {
      // CodePipeline puts the ARN in the place of <TASK_DEFINITION>.
      TaskDefinition: required(
        text(
          'The task definition',
          /^arn:aws[\w-]*:ecs:[\w-]+:\d{12}:task-definition\/[\w-]+(:\d+)?$|^<[A-Za-z_]+>$/,
          'the ARN of a task definition, or "<TASK_DEFINITION>" for AWS CodePipeline to fill in',
        ),
      ),
      LoadBalancerInfo: required(
        fields('LoadBalancerInfo', {
          ContainerName: required(text('The container name')),
          ContainerPort: required(whole('The container port', 1, 65535)),
        }),
      ),
      PlatformVersion: optional(
        text('The platform version', /^(LATEST|\d+\.\d+\.\d+)$/, '"LATEST" or a version such as "1.4.0"'),
      ),
      NetworkConfiguration: optional(
        fields('NetworkConfiguration', {
          AwsvpcConfiguration: required(
            fields('AwsvpcConfiguration', {
              Subnets: required(list('The list of subnets', text('A subnet'), 1)),
              SecurityGroups: optional(list('The list of security groups', text('A security group'))),
              AssignPublicIp: optional(
                text('AssignPublicIp', /^(ENABLED|DISABLED)$/, '"ENABLED" or "DISABLED"'),
              ),
            }),
          ),
        }),
      ),
      CapacityProviderStrategy: optional(
        list(
          'The capacity provider strategy',
          fields('A capacity provider', {
            CapacityProvider: required(text('The capacity provider')),
            Base: optional(whole('The base', 0, 100_000)),
            Weight: optional(whole('The weight', 0, 1000)),
          }),
        ),
      ),
    }),
  ),
});

const hooks = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
];
const lambda = text(
  'A hook',
  /^(arn:aws[\w-]*:lambda:.+|[\w-]{1,64})$/,
  'the name or ARN of a Lambda function',
);

/** Each item has one name; `what` checks its value. */
const named =
  (item: Check): Check =>
  (place, says) => {
    const { value, span } = place;
    if (!isMap(value) || value.items.length !== 1)
      return says('APPSPEC-SHAPE', 'A resource is one name, with its Type and Properties under it.', span);
    const { key, value: inner } = value.items[0] as Pair<Node, Node | null>;
    item({ value: inner, span: spanOf(inner, spanOf(key, span)) }, says);
  };

const appSpec = fields('The AppSpec file', {
  version: required(({ value, span }, says) => {
    if (!isScalar(value) || Number(value.value) !== 0)
      says('APPSPEC-VERSION', 'The version is 0.0: CodeDeploy knows no other.', span);
  }),
  Resources: required(list('Resources', named(service), 1)),
  Hooks: optional(
    list('Hooks', fields('A hook', Object.fromEntries(hooks.map((name) => [name, optional(lambda)])))),
  ),
});

/** Everything that is wrong with an AppSpec file for Amazon ECS. */
export function checkAppSpec(source: string): Problem[] {
  const marks: Mark[] = [];
  const counter = new LineCounter();
  const document = parseDocument(source, { lineCounter: counter, prettyErrors: false, uniqueKeys: true });
  for (const { pos, message } of document.errors)
    marks.push({
      start: pos[0],
      end: Math.max(pos[0] + 1, pos[1]),
      rule: 'APPSPEC-YAML',
      // As CodeDeploy says it (https://github.com/awsdocs/aws-codedeploy-user-guide/pull/14).
      message: `The input AppSpec file is a not well-formed yaml. The template cannot be parsed. ${message}`,
      documentation: documentation.head,
    });
  if (marks.length === 0)
    appSpec(
      { value: document.contents as Node | null, span: { start: 0, end: 1 } },
      (rule, message, { start, end }) =>
        marks.push({
          start,
          end,
          rule,
          message,
          documentation: /hook/i.test(message) ? documentation.hooks : documentation.resources,
        }),
    );
  return problemsOf(source, marks);
}
