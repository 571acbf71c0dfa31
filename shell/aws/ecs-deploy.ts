import { digestOf } from '../../simulator/ecr/digest.ts';
import type { Client } from './client.ts';
import type { CustomCommand } from './custom-command.ts';
import { AwsCliError, usageError } from './errors.ts';
import { readOptions } from './flags.ts';
import type { AwsIo } from './io.ts';
import { operationsOf } from './operation.ts';
import { wait, waiters } from './wait.ts';

type Mapping = Record<string, unknown>;

/** Characters of the cluster's and the service's name in the usual names of application and group. */
const nameLength = 46;
/** Minutes: more than the group's own waits by `buffer`, from `least` to `most`. */
const patience = { least: 30, most: 360, buffer: 10 };

/**
 * `ecs deploy`: registers a task definition, puts it into the AppSpec file, has CodeDeploy deploy it and waits (awscli,
 * customizations/ecs/deploy.py).
 */
export const ecsDeploy: CustomCommand = async (args, client, io) => {
  const needed = ['--service', '--task-definition', '--codedeploy-appspec'];
  const { options } = readOptions(args, {
    values: [...needed, '--cluster', '--codedeploy-application', '--codedeploy-deployment-group'],
    flags: [],
  });
  const missing = needed.filter((name) => !options.has(name));
  if (missing.length > 0) throw usageError(`the following arguments are required: ${missing.join(', ')}`);
  const definition = JSON.parse(await load(options.get('--task-definition')!, io)) as Mapping;
  const appSpec = await readAppSpec(await load(options.get('--codedeploy-appspec')!, io));
  const service = serviceOf(options.get('--service')!, options.get('--cluster') ?? 'default', client);
  const suffix = `${service.cluster.slice(0, nameLength)}-${service.name.slice(0, nameLength)}`;
  const applicationName = options.get('--codedeploy-application') ?? `AppECS-${suffix}`;
  const deploymentGroupName = options.get('--codedeploy-deployment-group') ?? `DgpECS-${suffix}`;
  const minutes = minutesFor({ applicationName, deploymentGroupName }, service, client);

  const printed: string[] = [];
  const say = (line: string) => void printed.push(`${line}\n`);
  try {
    const { taskDefinition } = call(
      'ecs',
      'register-task-definition',
      'register ECS task definition',
      definition,
      client,
    );
    const arn = (taskDefinition as { taskDefinitionArn: string }).taskDefinitionArn;
    say(`Successfully registered new ECS task definition ${arn}`);
    const content = JSON.stringify(withTaskDefinition(appSpec, arn));
    const sha256 = digestOf(content).slice('sha256:'.length);
    const { deploymentId: id } = call(
      'deploy',
      'create-deployment',
      'create deployment',
      {
        applicationName,
        deploymentGroupName,
        revision: { revisionType: 'AppSpecContent', appSpecContent: { content, sha256 } },
      },
      client,
    );
    say(`Successfully created deployment ${String(id)}`);
    say(`Waiting for ${String(id)} to succeed (will wait up to ${minutes} minutes)...`);
    const waiter = waiters['deploy']!['deployment-successful']!;
    const maxAttempts = (minutes * 60) / waiter.delay;
    await wait(io, client, 'deploy', { ...waiter, maxAttempts }, { deploymentId: id });
    say(`Successfully deployed ${arn} to service '${service.name}'`);
    return printed.join('');
  } catch (error) {
    if (error instanceof AwsCliError) error.printed = printed.join('');
    throw error;
  }
};

async function load(path: string, io: AwsIo): Promise<string> {
  const text = await io.readFile(path);
  if (text !== undefined) return text;
  throw new AwsCliError(
    `Error: Unable to load file at ${path}: [Errno 2] No such file or directory: '${path}'`,
    255,
  );
}

async function readAppSpec(text: string): Promise<Mapping> {
  const { parse } = await import('yaml');
  const read = parse(text) as unknown;
  if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Mapping;
  throw new AwsCliError("Error: Resource 'codedeploy-appspec' must include property 'resources'", 255);
}

/** A member's own name, whatever its case. */
function keyOf(resource: string, of: unknown, name: string): string {
  const key = Object.keys((of ?? {}) as Mapping).find((each) => each.toLowerCase() === name.toLowerCase());
  if (key !== undefined) return key;
  throw new AwsCliError(`Error: Resource '${resource}' must include property '${name}'`, 255);
}

function withTaskDefinition(appSpec: Mapping, arn: string): Mapping {
  const resources = keyOf('codedeploy-appspec', appSpec, 'resources');
  const list = (appSpec[resources] ?? []) as Mapping[];
  for (const resource of list)
    for (const [name, content] of Object.entries(resource) as [string, Mapping][]) {
      const properties = keyOf(name, content, 'properties');
      const inner = content[properties] as Mapping;
      inner[keyOf(properties, inner, 'taskDefinition')] = arn;
    }
  return appSpec;
}

function call(service: string, command: string, action: string, input: Mapping, client: Client): Mapping {
  const operation = operationsOf(service).get(command)!;
  const answer = client.attempt(operation, input);
  if (!('error' in answer)) return answer.output;
  const { code, message } = answer.error;
  throw new AwsCliError(
    `Failed to ${action}:\nAn error occurred (${code}) when calling the ${operation.name} operation: ${message}`,
    255,
  );
}

interface Found {
  name: string;
  arn: string;
  cluster: string;
  clusterArn: string;
}

function serviceOf(service: string, cluster: string, client: Client): Found {
  const { services } = call(
    'ecs',
    'describe-services',
    'describe ECS service',
    { cluster, services: [service] },
    client,
  );
  const [found] = services as { serviceArn: string; serviceName: string; clusterArn: string }[];
  if (!found) throw new AwsCliError(`Error: Service '${service}' not found in cluster '${cluster}'`, 255);
  const { serviceArn: arn, serviceName: name, clusterArn } = found;
  return { name, arn, cluster: clusterArn.split('/')[1]!, clusterArn };
}

interface GroupInfo {
  ecsServices: { serviceName: string; clusterName: string }[];
  blueGreenDeploymentConfiguration: {
    deploymentReadyOption: { waitTimeInMinutes?: number };
    terminateBlueInstancesOnDeploymentSuccess: { terminationWaitTimeInMinutes?: number };
  };
}

/** How long to wait, once application and group are known to be the service's. */
function minutesFor(
  names: { applicationName: string; deploymentGroupName: string },
  service: Found,
  client: Client,
): number {
  const { applicationName } = names;
  call('deploy', 'get-application', 'describe Code Deploy application', { applicationName }, client);
  const { deploymentGroupInfo } = call(
    'deploy',
    'get-deployment-group',
    'describe Code Deploy deployment group',
    names,
    client,
  ) as { deploymentGroupInfo: GroupInfo };
  const { ecsServices, blueGreenDeploymentConfiguration: blueGreen } = deploymentGroupInfo;
  const refuse = (resource: string, name: string): never => {
    throw new AwsCliError(
      `Error: deployment group '${names.deploymentGroupName}' does not target ECS ${resource} '${name}'`,
      255,
    );
  };
  for (const { serviceName, clusterName } of ecsServices) {
    if (serviceName !== service.name && serviceName !== service.arn) refuse('service', service.name);
    if (clusterName !== service.cluster && clusterName !== service.clusterArn)
      refuse('cluster', service.cluster);
  }
  const waits =
    (blueGreen.deploymentReadyOption.waitTimeInMinutes ?? 0) +
    (blueGreen.terminateBlueInstancesOnDeploymentSuccess.terminationWaitTimeInMinutes ?? 0);
  return Math.min(patience.most, Math.max(patience.least, waits + patience.buffer));
}
