import type { LabView } from '../../learner/bench/index.ts';

/** What the goals of the labs on ECS read of AWS's answers, and the words that they share. */
export interface Task {
  taskArn: string;
  taskDefinitionArn: string;
  lastStatus: string;
  desiredStatus: string;
  launchType?: string;
  platformVersion?: string;
  startedAt?: number;
  startedBy?: string;
  stopCode?: string;
  stoppedReason?: string;
  availabilityZone?: string;
  containerInstanceArn?: string;
  group?: string;
  capacityProviderName?: string;
  containers: { name: string; lastStatus: string; exitCode?: number; reason?: string }[];
}

const trusts = (service: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });

/** What the agent beside a container needs for ECS Exec. */
const channels = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'];

/** Command lines that make a task role whose tasks can be looked into with ECS Exec. */
export const roleForExec = (name: string): readonly string[] => [
  `aws iam create-role --role-name ${name} --assume-role-policy-document '${trusts('ecs-tasks.amazonaws.com')}'`,
  `aws iam put-role-policy --role-name ${name} --policy-name exec --policy-document '${JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: channels.map((channel) => `ssmmessages:${channel}`), Resource: '*' },
    ],
  })}'`,
];

/** Puts the beginning of an `execute-command` line into the variable EXEC. */
export const setExec = 'EXEC="aws ecs execute-command --cluster drydock --interactive"';

/** Puts the ARN of the newest running task of a family into the variable TASK. */
export const setTask = (family: string) =>
  `TASK=$(aws ecs list-tasks --cluster drydock --family ${family} --query taskArns[0] --output text)`;

/** What a command prints in a container of a running task; undefined when nobody can look into it. */
export function printedIn(
  view: LabView,
  { taskArn }: Pick<Task, 'taskArn'>,
  container: string,
  command: string,
): string | undefined {
  const answer = view.call<{ session: { tokenValue: string } }>('ecs', 'ExecuteCommand', {
    cluster: 'drydock',
    task: taskArn,
    container,
    command,
    interactive: true,
  });
  if (!answer) return undefined;
  const bytes = Uint8Array.from(atob(answer.session.tokenValue), (character) => character.charCodeAt(0));
  return (JSON.parse(new TextDecoder().decode(bytes)) as { output: string[] }).output.join('\n');
}

export interface Definition {
  taskDefinitionArn: string;
  family: string;
  revision: number;
  status: string;
  cpu?: string;
  memory?: string;
  compatibilities?: string[];
  executionRoleArn?: string;
  runtimePlatform?: { cpuArchitecture?: string; operatingSystemFamily?: string };
  volumes?: { name: string; efsVolumeConfiguration?: { fileSystemId: string } }[];
  containerDefinitions: ContainerDefinition[];
}

export interface ContainerDefinition {
  name: string;
  image: string;
  essential: boolean;
  command?: string[];
  mountPoints?: { sourceVolume: string; containerPath: string }[];
  stopTimeout?: number;
  healthCheck?: { command: string[] };
  environment: { name: string; value: string }[];
  secrets?: { name: string; valueFrom: string }[];
  portMappings: { containerPort: number; hostPort?: number }[];
  logConfiguration?: { logDriver: string; options?: Record<string, string> };
  dependsOn?: { containerName: string; condition: string }[];
}

/** Puts the network configuration that a task on Fargate needs into the variable NETWORK. */
export const setNetwork = 'NETWORK="awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"';

/** The command line that runs a task definition on Fargate in the cluster drydock. */
export const runOnFargate = (definition: string, more = '') =>
  `aws ecs run-task --cluster drydock --task-definition ${definition} --launch-type FARGATE --network-configuration $NETWORK${more}`;

export const register = (file: string) => `aws ecs register-task-definition --cli-input-json file://${file}`;

/** The family of a task: `web` of `…:task-definition/web:3`. */
export const familyOf = ({ taskDefinitionArn }: Pick<Task, 'taskDefinitionArn'>) =>
  taskDefinitionArn.slice(taskDefinitionArn.lastIndexOf('/') + 1, taskDefinitionArn.lastIndexOf(':'));

/** All tasks of a cluster, running and stopped. */
export function tasksIn(view: LabView, cluster = 'drydock'): Task[] {
  const arns = ['RUNNING', 'STOPPED'].flatMap(
    (desiredStatus) =>
      view.call<{ taskArns: string[] }>('ecs', 'ListTasks', { cluster, desiredStatus })?.taskArns ?? [],
  );
  if (arns.length === 0) return [];
  return view.call<{ tasks: Task[] }>('ecs', 'DescribeTasks', { cluster, tasks: arns })?.tasks ?? [];
}

/** The tasks of one family in the cluster drydock. */
export const tasksOf = (view: LabView, family: string) =>
  tasksIn(view).filter((task) => familyOf(task) === family);

/** The newest active revision of a family, or the revision that is named (`web:1`). */
export function definitionOf(view: LabView, name: string): Definition | undefined {
  return view.call<{ taskDefinition: Definition }>('ecs', 'DescribeTaskDefinition', { taskDefinition: name })
    ?.taskDefinition;
}

/** What goals read of a service. */
export interface Service {
  status: string;
  taskDefinition: string;
  desiredCount: number;
  runningCount: number;
  launchType?: string;
  capacityProviderStrategy?: { capacityProvider: string; weight: number; base: number }[];
  loadBalancers: { targetGroupArn?: string }[];
  deployments: {
    id: string;
    status: string;
    taskDefinition: string;
    rolloutState?: string;
    rolloutStateReason?: string;
    runningCount: number;
    serviceConnectConfiguration?: { enabled: boolean };
  }[];
  events: { message: string }[];
  deploymentConfiguration: {
    strategy?: string;
    minimumHealthyPercent: number;
    maximumPercent: number;
    deploymentCircuitBreaker?: { enable: boolean; rollback: boolean };
  };
  placementStrategy?: { type: string; field?: string }[];
  placementConstraints?: { type: string; expression?: string }[];
}

/** A service of the cluster drydock that has not been deleted. */
export function serviceOf(view: LabView, name: string): Service | undefined {
  const found = view.call<{ services: Service[] }>('ecs', 'DescribeServices', {
    cluster: 'drydock',
    services: [name],
  })?.services[0];
  return found?.status === 'INACTIVE' ? undefined : found;
}

/** What a service has written into its events, the newest first. */
export const eventsOf = (view: LabView, name: string): string[] =>
  serviceOf(view, name)?.events.map(({ message }) => message) ?? [];

/** The end of an ARN: `web:3` of a task definition's. */
export const nameOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);

/** Names of the active clusters. */
export function clusterNames(view: LabView): string[] {
  const arns = view.call<{ clusterArns: string[] }>('ecs', 'ListClusters')?.clusterArns ?? [];
  return arns.map(nameOf);
}
