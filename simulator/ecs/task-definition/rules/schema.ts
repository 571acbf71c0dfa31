/**
 * What the client refuses: text that is no JSON, and JSON of the wrong shape. `shape.ts` finds these; the words are
 * botocore's, which the AWS CLI is built on.
 */
import { documentation } from '../documentation.ts';
import { topic, type Rule } from '../rule.ts';
import { shapes } from '../shape.generated.js';

const container = '/containerDefinitions/0';
const known = (shape: string) => Object.keys(shapes[shape]!.members!).join(', ');
const input = known('RegisterTaskDefinitionRequest');
const inContainer = known('ContainerDefinition');

const unknown = 'Unknown parameter in {place}: "{member}", must be one of: {members}';
const missing = 'Missing required parameter in {place}: "{member}"';
const wrongType = 'Invalid type for parameter {place}, value: {value}, type: {class}, valid types: {classes}';

/** A rule of a wrong type. `found` is the value as Python prints it. */
function type(
  id: string,
  condition: string,
  at: string,
  place: string,
  value: unknown,
  found: string,
  foundClass: string,
  classes: string,
  base: 'fargate' | 'ec2' = 'fargate',
) {
  return {
    id,
    condition,
    message: wrongType,
    example: {
      base,
      change: { [at]: value },
      at,
      says: `Invalid type for parameter ${place}, value: ${found}, type: <class '${foundClass}'>, valid types: ${classes}`,
    },
  };
}

const string = "<class 'str'>";
const integer = "<class 'int'>";
const list = "<class 'list'>, <class 'tuple'>";

export const schema: Rule[] = topic(
  documentation.command,
  [
    {
      id: 'NOT-JSON',
      wording: 'paraphrase',
      condition: 'text that is not strict JSON: a comment, a trailing comma, an unquoted placeholder',
      message: "Error parsing parameter 'cli-input-json': Invalid JSON: {reason}",
      fix: 'Take out comments and trailing commas, and quote placeholders.',
      example: {
        base: { text: '{\n  "family": "web",\n}' },
        change: {},
        at: '',
        says: "Error parsing parameter 'cli-input-json': Invalid JSON: Expecting property name enclosed in double quotes: line 3 column 1 (char 21)",
      },
    },
    {
      id: 'DUPLICATE-KEY',
      level: 'advice',
      severity: 'warning',
      wording: 'paraphrase',
      condition: 'one key given twice in an object',
      message: 'The key "{key}" is given more than once in this object. Only the last one counts.',
      fix: 'Keep one of them.',
      example: {
        base: {
          text: '{"family": "web", "family": "shop", "containerDefinitions": [{"name": "app", "image": "nginx", "memory": 64}]}',
        },
        change: {},
        at: '/family',
        says: 'The key "family" is given more than once in this object. Only the last one counts.',
      },
    },
    {
      id: 'WRAPPED',
      condition: 'the whole answer of describe-task-definition',
      message: unknown,
      fix: 'Take what stands inside "taskDefinition".',
      example: {
        base: {
          text: '{"taskDefinition": {"family": "web", "containerDefinitions": [{"name": "app", "image": "nginx", "memory": 64}]}}',
        },
        change: {},
        at: '/taskDefinition',
        says: `Unknown parameter in input: "taskDefinition", must be one of: ${input}`,
      },
    },
    {
      id: 'SCHEMA-READONLY',
      condition: 'a member that describe-task-definition answers and register-task-definition does not take',
      message: unknown,
      fix: 'Leave the member out: the service fills it in.',
      example: {
        base: 'fargate',
        change: { '/revision': 7 },
        at: '/revision',
        says: `Unknown parameter in input: "revision", must be one of: ${input}`,
      },
    },
    {
      id: 'SCHEMA-UNKNOWN-TOP',
      condition: 'an unknown member of the task definition',
      message: unknown,
      example: {
        base: 'fargate',
        change: { '/launchType': 'FARGATE' },
        at: '/launchType',
        says: `Unknown parameter in input: "launchType", must be one of: ${input}`,
      },
    },
    {
      id: 'SCHEMA-UNKNOWN-CONTAINER',
      condition: 'an unknown member of a container',
      message: unknown,
      example: {
        base: 'fargate',
        change: { [`${container}/ports`]: [8080] },
        at: `${container}/ports`,
        says: `Unknown parameter in containerDefinitions[0]: "ports", must be one of: ${inContainer}`,
      },
    },
    {
      id: 'SCHEMA-CASE',
      condition: 'a member in the wrong case, as CloudFormation writes it',
      message: unknown,
      fix: 'Begin the name with a small letter.',
      example: {
        base: 'fargate',
        change: { [`${container}/PortMappings`]: [] },
        at: `${container}/PortMappings`,
        says: `Unknown parameter in containerDefinitions[0]: "PortMappings", must be one of: ${inContainer}`,
      },
    },
    {
      id: 'SCHEMA-ENV-VALUEFROM',
      condition: 'valueFrom under environment',
      message: unknown,
      fix: 'Put the variable under "secrets".',
      example: {
        base: 'fargate',
        change: { [`${container}/environment/0`]: { name: 'LOG_LEVEL', valueFrom: '/shop/log-level' } },
        at: `${container}/environment/0/valueFrom`,
        says: 'Unknown parameter in containerDefinitions[0].environment[0]: "valueFrom", must be one of: name, value',
      },
    },
    {
      id: 'SCHEMA-UNKNOWN',
      condition: 'an unknown member anywhere else',
      message: unknown,
      example: {
        base: 'fargate',
        change: { [`${container}/healthCheck/path`]: '/' },
        at: `${container}/healthCheck/path`,
        says: 'Unknown parameter in containerDefinitions[0].healthCheck: "path", must be one of: command, interval, timeout, retries, startPeriod',
      },
    },
    {
      id: 'SCHEMA-REQUIRED-FAMILY',
      condition: 'no family',
      message: missing,
      example: {
        base: 'fargate',
        change: { '/family': undefined },
        at: '',
        says: 'Missing required parameter in input: "family"',
      },
    },
    {
      id: 'SCHEMA-REQUIRED-CONTAINERS',
      condition: 'no containerDefinitions',
      message: missing,
      example: {
        base: 'fargate',
        change: { '/containerDefinitions': undefined },
        at: '',
        says: 'Missing required parameter in input: "containerDefinitions"',
      },
    },
    {
      id: 'SCHEMA-REQUIRED-HCCOMMAND',
      condition: 'a health check without a command',
      message: missing,
      example: {
        base: 'fargate',
        change: { [`${container}/healthCheck/command`]: undefined },
        at: `${container}/healthCheck`,
        says: 'Missing required parameter in containerDefinitions[0].healthCheck: "command"',
      },
    },
    {
      id: 'SCHEMA-REQUIRED-EFSID',
      condition: 'an EFS volume without its file system',
      message: missing,
      example: {
        base: 'fargate',
        change: { '/volumes/0/efsVolumeConfiguration/fileSystemId': undefined },
        at: '/volumes/0/efsVolumeConfiguration',
        says: 'Missing required parameter in volumes[0].efsVolumeConfiguration: "fileSystemId"',
      },
    },
    {
      id: 'SCHEMA-REQUIRED',
      condition: 'another required member that is missing',
      message: missing,
      example: {
        base: 'fargate',
        change: { [`${container}/secrets/0/valueFrom`]: undefined },
        at: `${container}/secrets/0`,
        says: 'Missing required parameter in containerDefinitions[0].secrets[0]: "valueFrom"',
      },
    },
    {
      id: 'SCHEMA-UNION',
      condition: 'a member of which one form must be chosen, with none or several',
      message: 'Must set one of the following keys for tagged unionstructure {place}: {members}.',
      example: {
        base: 'ec2',
        change: { [`${container}/resourceRequirements`]: [{ type: 'GPU', sharingStrategy: {} }] },
        at: `${container}/resourceRequirements/0/sharingStrategy`,
        says: 'Must set one of the following keys for tagged unionstructure containerDefinitions[0].resourceRequirements[0].sharingStrategy: nvidiaMps.',
      },
    },
    type('SCHEMA-TYPE-TASKCPU', 'task cpu that is no string', '/cpu', 'cpu', 512, '512', 'int', string),
    type(
      'SCHEMA-TYPE-TASKMEM',
      'task memory that is no string',
      '/memory',
      'memory',
      1024,
      '1024',
      'int',
      string,
    ),
    type(
      'SCHEMA-TYPE-CONTAINERMEM',
      'container memory, memoryReservation or cpu that is no integer',
      `${container}/memory`,
      'containerDefinitions[0].memory',
      '512',
      '512',
      'str',
      integer,
    ),
    type(
      'SCHEMA-TYPE-PORT',
      'a port that is no integer',
      `${container}/portMappings/0/containerPort`,
      'containerDefinitions[0].portMappings[0].containerPort',
      '8080',
      '8080',
      'str',
      integer,
    ),
    type(
      'SCHEMA-TYPE-COMMAND',
      'a command, entry point or health check command that is no list',
      `${container}/command`,
      'containerDefinitions[0].command',
      'npm start',
      'npm start',
      'str',
      list,
    ),
    type(
      'SCHEMA-TYPE-ENVIRONMENT-MAP',
      'environment that is no list',
      `${container}/environment`,
      'containerDefinitions[0].environment',
      { LOG_LEVEL: 'info' },
      "{'LOG_LEVEL': 'info'}",
      'dict',
      list,
    ),
    type(
      'SCHEMA-TYPE-ENVVALUE',
      'an environment value that is no string',
      `${container}/environment/0/value`,
      'containerDefinitions[0].environment[0].value',
      4,
      '4',
      'int',
      string,
    ),
    type(
      'SCHEMA-TYPE-ESSENTIAL',
      'essential that is no boolean',
      `${container}/essential`,
      'containerDefinitions[0].essential',
      'true',
      'true',
      'str',
      "<class 'bool'>",
    ),
    type(
      'SCHEMA-TYPE-COMPAT',
      'requiresCompatibilities that is no list',
      '/requiresCompatibilities',
      'requiresCompatibilities',
      'FARGATE',
      'FARGATE',
      'str',
      list,
    ),
    type(
      'SCHEMA-TAGS-MAP',
      'tags that are no list',
      '/tags',
      'tags',
      { team: 'shop' },
      "{'team': 'shop'}",
      'dict',
      list,
    ),
    type(
      'SCHEMA-NULL',
      'null for a value',
      `${container}/cpu`,
      'containerDefinitions[0].cpu',
      null,
      'None',
      'NoneType',
      integer,
    ),
    type(
      'SCHEMA-TYPE',
      'another value of the wrong type',
      `${container}/stopTimeout`,
      'containerDefinitions[0].stopTimeout',
      '30',
      '30',
      'str',
      integer,
    ),
    {
      id: 'SCHEMA-WIRE-TYPE',
      code: 'SerializationException',
      wording: 'paraphrase',
      unverified: true,
      condition: 'a JSON type that the client lets pass and the service cannot read, as true for a number',
      message: '{token} can not be converted to {type}',
      example: {
        base: 'fargate',
        change: { [`${container}/stopTimeout`]: true },
        at: `${container}/stopTimeout`,
        says: 'TRUE_VALUE can not be converted to an Integer',
      },
    },
  ],
  'schema',
);
