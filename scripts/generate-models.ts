/**
 * Writes `simulator/api/models/<service>.json` and `<service>.docs.json` out of the AWS SDK packages:
 * shapes, members and required members from the schema objects that each client exports, enums and
 * documentation from its type declarations. Run by `npm run generate`; a test holds the result to the packages.
 *
 * Static schemas are described in `@smithy/types` (`schema/static-schemas`): `[3, ns, name, traits, members, types,
 * required]` is a structure, `[1, …]` a list, `[2, …]` a map, `[9, …]` an operation, `-3` an error; numbers are simple
 * types with modifiers (64 list of, 128 map of).
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { neighbours } from './neighbour-models.ts';

export interface Shape {
  type:
    | 'structure'
    | 'list'
    | 'map'
    | 'string'
    | 'integer'
    | 'double'
    | 'boolean'
    | 'timestamp'
    | 'blob'
    | 'document'
    | 'union';
  members?: Record<string, string>;
  required?: string[];
  member?: string;
  enum?: string[];
  error?: true;
  /** Of an input in REST: where in the request a member stands that is not in the body. */
  bound?: Record<string, 'label' | { query: string }>;
  /** In EC2 Query: the names of members in answers that are not the member's own with a small first letter. */
  xml?: Record<string, string>;
  /** In EC2 Query: the names of members in requests that are not those in answers with a capital. */
  form?: Record<string, string>;
}
export interface Model {
  service: string;
  sdk: string;
  targetPrefix: string;
  operations: Record<
    string,
    { input: string; output: string; http?: { method: string; path: string; status: number } }
  >;
  /** In REST: the HTTP status of each error that has one. */
  errorStatuses?: Record<string, number>;
  /** Operations that the SDK has and the model leaves out. */
  others?: string[];
  shapes: Record<string, Shape>;
}

const require = createRequire(import.meta.url);

/** A service whose model is written. */
export interface Source {
  /** Its name on the command line. */
  service: string;
  sdk: string;
  /** What stands before the dot in `X-Amz-Target`; empty for the protocols that have none. */
  targetPrefix: string;
  /** What the course needs of it; the other operations are kept by name alone. All, when absent. */
  operations?: readonly string[];
}

export const services: readonly Source[] = [
  { service: 'ecs', sdk: '@aws-sdk/client-ecs', targetPrefix: 'AmazonEC2ContainerServiceV20141113' },
  { service: 'ecr', sdk: '@aws-sdk/client-ecr', targetPrefix: 'AmazonEC2ContainerRegistry_V20150921' },
  { service: 'ecr-public', sdk: '@aws-sdk/client-ecr-public', targetPrefix: 'SpencerFrontendService' },
  // The Query protocol: form-encoded requests without a target, XML answers.
  { service: 'iam', sdk: '@aws-sdk/client-iam', targetPrefix: '' },
  { service: 'sts', sdk: '@aws-sdk/client-sts', targetPrefix: '' },
  ...neighbours,
];

/** Members that hold fractions: the static schemas know one numeric type only. */
const doubles = new Set([
  'CreateFileSystemRequest.ProvisionedThroughputInMibps',
  'Datapoint.Average',
  'Datapoint.Maximum',
  'Datapoint.Minimum',
  'Datapoint.SampleCount',
  'Datapoint.Sum',
  'Datapoint.ExtendedStatistics',
  'FileSystemDescription.ProvisionedThroughputInMibps',
  'MetricAlarm.Threshold',
  'MetricDataResult.Values',
  'MetricDatum.Counts',
  'MetricDatum.Value',
  'MetricDatum.Values',
  'PutMetricAlarmInput.Threshold',
  'StatisticSet.Maximum',
  'StatisticSet.Minimum',
  'StatisticSet.SampleCount',
  'StatisticSet.Sum',
  'StepAdjustment.MetricIntervalLowerBound',
  'StepAdjustment.MetricIntervalUpperBound',
  'TargetTrackingScalingPolicyConfiguration.TargetValue',
  'Scale.value',
  'CvssScore.baseScore',
  'CvssScoreAdjustment.score',
  'CvssScoreDetails.score',
  'EnhancedImageScanFinding.score',
  'EpssDetails.score',
]);

const simpleNames: Record<number, [string, Shape['type']]> = {
  0: ['String', 'string'],
  1: ['Integer', 'integer'],
  2: ['Boolean', 'boolean'],
  4: ['Timestamp', 'timestamp'],
  7: ['Timestamp', 'timestamp'],
  15: ['Document', 'document'],
  17: ['Long', 'integer'],
  21: ['Blob', 'blob'],
};

/** Reads one client package and returns its model and its documentation, `Shape` or `Shape.member` to text. */
export function readModel({ service, sdk, targetPrefix, operations: wanted }: Source): {
  model: Model;
  docs: Record<string, string>;
} {
  const exported = require(sdk) as Record<string, unknown>;
  const shapes: Record<string, Shape> = {};
  const operations: Model['operations'] = {};
  const others: string[] = [];
  const errorStatuses: Record<string, number> = {};
  const nameOf = (ref: unknown): string => {
    const schema = typeof ref === 'function' ? (ref as () => unknown)() : ref;
    if (Array.isArray(schema) && typeof schema[0] !== 'number') return nameOf(schema[0]);
    if (Array.isArray(schema) && typeof schema[0] === 'function') return nameOf(schema[0]);
    // A simple type with traits: `[0, 4]`, `[1, { httpQuery: 'MaxItems' }]`.
    if (Array.isArray(schema) && schema.length === 2) return nameOf(schema[0]);
    if (typeof schema === 'number') {
      const modifier = schema & (64 | 128);
      const [name, type] = simpleNames[schema & ~modifier] ?? ['String', 'string'];
      shapes[name] ??= { type };
      if (!modifier) return name;
      const composed = `${name}${modifier === 64 ? 'List' : 'Map'}`;
      shapes[composed] ??= { type: modifier === 64 ? 'list' : 'map', member: name };
      return composed;
    }
    return add(schema as unknown[]);
  };
  const add = (schema: unknown[]): string => {
    const kind = schema[0] as number;
    const name = schema[2] as string;
    if (shapes[name]) return name;
    if (kind === 0) {
      // simple with traits: [0, ns, name, traits, type]
      const [, type] = simpleNames[(schema[4] as number) & ~(64 | 128)] ?? ['String', 'string'];
      shapes[name] = { type };
      return name;
    }
    if (kind === 1 || kind === 2) {
      const shape: Shape = { type: kind === 1 ? 'list' : 'map' };
      shapes[name] = shape;
      shape.member = nameOf(kind === 1 ? schema[4] : schema[5]);
      return name;
    }
    const shape: Shape = { type: kind === 4 ? 'union' : 'structure', members: {} };
    if (kind === -3) shape.error = true;
    shapes[name] = shape;
    const members = (schema[4] ?? []) as string[];
    const types = (schema[5] ?? []) as unknown[];
    members.forEach((member, index) => {
      shape.members![member] = nameOf(types[index]);
      if (doubles.has(`${name}.${member}`)) {
        shapes['Double'] ??= { type: 'double' };
        const { type } = shapes[shape.members![member]!]!;
        const composed = type === 'list' ? 'DoubleList' : 'DoubleMap';
        if (type === 'list' || type === 'map') shapes[composed] ??= { type, member: 'Double' };
        shape.members![member] = type === 'list' || type === 'map' ? composed : 'Double';
      }
      const place = boundTo(types[index]);
      if (place) (shape.bound ??= {})[member] = place;
      if (service !== 'ec2') return;
      const { xml, form } = ec2Names(member, types[index]);
      if (xml !== undefined) (shape.xml ??= {})[member] = xml;
      if (form !== undefined) (shape.form ??= {})[member] = form;
    });
    const required = (schema[6] as number | undefined) ?? 0;
    if (required) shape.required = members.slice(0, required);
    return name;
  };
  for (const value of Object.values(exported)) {
    if (!Array.isArray(value)) continue;
    const name = value[2] as string;
    if (value[0] === 9) {
      if (wanted && !wanted.includes(name)) others.push(name);
      else {
        const [method, path, status] = traitsOf(value[3])['http'] ?? [];
        operations[name] = {
          input: nameOf(value[4]),
          output: nameOf(value[5]),
          ...(path && path !== '/' ? { http: { method, path, status } } : {}),
        };
      }
      continue;
    }
    const status = traitsOf(value[3])['httpError'];
    if (value[0] === -3 && typeof status === 'number') errorStatuses[name] = status;
    if (value[0] === -3 && typeof name === 'string' && !wanted) add(value);
  }
  const unknown = wanted?.filter((name) => !operations[name]) ?? [];
  if (unknown.length > 0) throw new Error(`${sdk} has no operation ${unknown.join(', ')}.`);
  const docs = readTypes(sdk, shapes);
  return {
    model: {
      service,
      sdk: `${sdk}@${version(sdk)}`,
      targetPrefix,
      operations: sorted(operations),
      ...(wanted ? { others: others.sort() } : {}),
      ...(Object.values(operations).some(({ http }) => http) ? { errorStatuses: sorted(errorStatuses) } : {}),
      shapes: sorted(shapes),
    },
    docs: sorted(docs),
  };
}

/** The traits of a schema, where it carries any as an object. */
function traitsOf(traits: unknown): Record<string, any> {
  return typeof traits === 'object' && traits !== null ? (traits as Record<string, any>) : {};
}

/** Where REST puts a member: the static schemas say it beside the member's type; bit 1 of a number is `httpLabel`. */
function boundTo(type: unknown): 'label' | { query: string } | undefined {
  const traits = Array.isArray(type) ? (type as unknown[])[1] : undefined;
  if (typeof traits === 'number') return traits & 1 ? 'label' : undefined;
  const query: unknown = traitsOf(traits)['httpQuery'];
  return typeof query === 'string' ? { query } : undefined;
}

/** How EC2 Query names a member where its rules do not say so (https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html). */
function ec2Names(member: string, type: unknown): { xml?: string | undefined; form?: string | undefined } {
  const traits = traitsOf(Array.isArray(type) ? (type as unknown[])[1] : undefined);
  const small = member[0]!.toLowerCase() + member.slice(1);
  const xml = (traits['xmlName'] as string | undefined) ?? small;
  const capital = xml[0]!.toUpperCase() + xml.slice(1);
  const form = (traits['ec2QueryName'] as string | undefined) ?? capital;
  return { xml: xml === small ? undefined : xml, form: form === capital ? undefined : form };
}

function version(sdk: string): string {
  return (JSON.parse(readFileSync(join(packageFolder(sdk), 'package.json'), 'utf8')) as { version: string })
    .version;
}

function packageFolder(sdk: string): string {
  return dirname(dirname(require.resolve(sdk)));
}

/** Adds to `shapes` the enum of each member that has one, as the declaration files name them; returns the texts. */
function readTypes(sdk: string, shapes: Record<string, Shape>): Record<string, string> {
  const folder = join(packageFolder(sdk), 'dist-types', 'models');
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.d.ts'))
    .map((file) => join(folder, file));
  const program = ts.createProgram(files, { noEmit: true, strict: true, skipLibCheck: true });
  const checker = program.getTypeChecker();
  const docs: Record<string, string> = {};
  const text = (symbol: ts.Symbol | undefined) =>
    plain(ts.displayPartsToString(symbol?.getDocumentationComment(checker) ?? []));
  for (const file of files) {
    const source = program.getSourceFile(file)!;
    source.forEachChild((node) => {
      if (!ts.isInterfaceDeclaration(node)) return;
      const shape = shapes[node.name.text];
      if (!shape?.members) return;
      const about = text(checker.getSymbolAtLocation(node.name));
      if (about) docs[node.name.text] = about;
      // The static schemas put required members first; the declarations keep the order of AWS's own model.
      const order = node.members.map((member) =>
        member.name && ts.isIdentifier(member.name) ? member.name.text : '',
      );
      shape.members = Object.fromEntries(
        order.filter((name) => shape.members![name]).map((name) => [name, shape.members![name]!]),
      );
      for (const member of node.members) {
        if (!ts.isPropertySignature(member) || !member.type || !ts.isIdentifier(member.name)) continue;
        const name = member.name.text;
        const described = text(checker.getSymbolAtLocation(member.name));
        if (described) docs[`${node.name.text}.${name}`] = described;
        const reference = enumReference(member.type, checker);
        if (!reference || !(name in shape.members)) continue;
        const { alias, values, list } = reference;
        shapes[alias] ??= { type: 'string', enum: values };
        if (!list) shape.members[name] = alias;
        else {
          const of = `${alias}List`;
          shapes[of] ??= { type: 'list', member: alias };
          shape.members[name] = of;
        }
      }
    });
  }
  return docs;
}

function enumReference(
  type: ts.TypeNode,
  checker: ts.TypeChecker,
): { alias: string; values: string[]; list: boolean } | undefined {
  const parts = ts.isUnionTypeNode(type) ? [...type.types] : [type];
  for (let part of parts) {
    let list = false;
    if (ts.isArrayTypeNode(part)) {
      list = true;
      part = part.elementType;
    }
    if (!ts.isTypeReferenceNode(part) || !ts.isIdentifier(part.typeName)) continue;
    const resolved = checker.getTypeFromTypeNode(part);
    const members = resolved.isUnion() ? resolved.types : [resolved];
    if (members.every((member) => member.isStringLiteral())) {
      return {
        alias: part.typeName.text,
        values: members.map((member) => (member as ts.StringLiteralType).value).sort(),
        list,
      };
    }
  }
  return undefined;
}

/** The SDK's HTML as plain text with Markdown's own marks for code, lists and links. */
function plain(html: string): string {
  return html
    .replace(/<code>(.*?)<\/code>/gs, '`$1`')
    .replace(/<a href="([^"]*)">(.*?)<\/a>/gs, '[$2]($1)')
    .replace(/<li>\s*/g, '\n- ')
    .replace(/<\/?(p|ul|ol|note|important|dl|dt|dd|para)[^>]*>/g, '\n')
    .replace(/<[^>]+>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/[ \t]+/g, ' ')
    .replace(/\n\s*\n\s*/g, '\n\n')
    .replace(/-\s*\n+\s*/g, '- ')
    .trim();
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

if (import.meta.main) {
  const only = process.argv.slice(2);
  for (const source of services) {
    const { service } = source;
    if (only.length > 0 && !only.includes(service)) continue;
    const { model, docs } = readModel(source);
    const path = join(import.meta.dirname, '..', 'simulator', 'api', 'models', service);
    writeFileSync(`${path}.json`, `${JSON.stringify(model)}\n`);
    writeFileSync(`${path}.docs.json`, `${JSON.stringify(docs, null, 0)}\n`);
    console.log(
      `${service}: ${Object.keys(model.operations).length} operations, ${Object.keys(model.shapes).length} shapes`,
    );
  }
}
