import { shapeOf, type Operation } from '../aws/operation.ts';
import { operationOf, type Said } from './cli.ts';

/** The client's class by the service's name (the packages @aws-sdk/client-*). */
const clients: Readonly<Record<string, string>> = {
  'application-autoscaling': 'ApplicationAutoScalingClient',
  autoscaling: 'AutoScalingClient',
  cloudwatch: 'CloudWatchClient',
  codebuild: 'CodeBuildClient',
  codepipeline: 'CodePipelineClient',
  deploy: 'CodeDeployClient',
  ec2: 'EC2Client',
  ecr: 'ECRClient',
  'ecr-public': 'ECRPUBLICClient',
  ecs: 'ECSClient',
  efs: 'EFSClient',
  elbv2: 'ElasticLoadBalancingV2Client',
  events: 'EventBridgeClient',
  fsx: 'FSxClient',
  iam: 'IAMClient',
  logs: 'CloudWatchLogsClient',
  scheduler: 'SchedulerClient',
  secretsmanager: 'SecretsManagerClient',
  servicediscovery: 'ServiceDiscoveryClient',
  ssm: 'SSMClient',
  sts: 'STSClient',
};

/**
 * The same call as code for the AWS SDK for JavaScript v3
 * (https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/). Undefined for what AWS has no client for.
 */
export function sdkOf(call: Said): string | undefined {
  const operation = operationOf(call);
  const client = clients[call.service];
  if (!operation || !client) return undefined;
  const command = `${operation.name}Command`;
  const input = valueCode(operation, operation.input, call.input ?? {}, '');
  return [
    `import { ${[client, command].sort().join(', ')} } from '${operation.model.sdk.replace(/@[^@/]*$/, '')}';`,
    '',
    `const client = new ${client}({ region: '${call.region ?? 'us-east-1'}' });`,
    `const output = await client.send(new ${command}(${input}));`,
    '',
  ].join('\n');
}

/** A value of the wire as the SDK takes it: moments are dates, bytes are bytes. */
function valueCode(operation: Operation, shapeName: string, value: unknown, indent: string): string {
  const shape = shapeOf(operation.model, shapeName);
  const inner = `${indent}  `;
  if (shape.type === 'timestamp' && typeof value === 'number')
    return `new Date('${new Date(value * 1000).toISOString()}')`;
  if (shape.type === 'blob' && typeof value === 'string') return `Buffer.from(${text(value)}, 'base64')`;
  if (Array.isArray(value)) {
    const items = value.map((one) => valueCode(operation, shape.member ?? '', one, inner));
    const line = `[${items.join(', ')}]`;
    if (line.length <= 80 && !line.includes('\n')) return line;
    return `[\n${items.map((item) => `${inner}${item},\n`).join('')}${indent}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, one]) => {
      const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : text(key);
      const of = shape.type === 'map' ? shape.member : shape.members?.[key];
      return `${name}: ${valueCode(operation, of ?? '', one, inner)}`;
    });
    if (entries.length === 0) return '{}';
    const line = `{ ${entries.join(', ')} }`;
    if (line.length <= 70 && !line.includes('\n')) return line;
    return `{\n${entries.map((entry) => `${inner}${entry},\n`).join('')}${indent}}`;
  }
  return typeof value === 'string' ? text(value) : JSON.stringify(value);
}

/** A text as JavaScript's own literal. */
function text(value: string): string {
  const inside = JSON.stringify(value)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", String.raw`\'`);
  return `'${inside}'`;
}
