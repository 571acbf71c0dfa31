import type { Call } from '../../kernel/journal.ts';
import { requestTags, type Need } from './need.ts';

/** The members of ECS's inputs that name what a call works on. */
type EcsInput = Readonly<Record<string, unknown>>;

/** Kinds of resource with the ARN's part behind the account; several where the input names several. */
const resources = {
  none: () => ['*'],
  cluster: ({ cluster, clusterName }: EcsInput) => [`cluster/${short(cluster ?? clusterName ?? 'default')}`],
  clusters: ({ clusters }: EcsInput) => all(clusters, 'default').map((name) => `cluster/${short(name)}`),
  task: (input: EcsInput) => [`task/${clusterIn(input)}/${short(input['task'] ?? '*')}`],
  tasks: (input: EcsInput) => all(input['tasks']).map((task) => `task/${clusterIn(input)}/${short(task)}`),
  service: (input: EcsInput) => [
    `service/${clusterIn(input)}/${short(input['service'] ?? input['serviceName'] ?? '*')}`,
  ],
  services: (input: EcsInput) =>
    all(input['services']).map((service) => `service/${clusterIn(input)}/${short(service)}`),
  taskDefinition: ({ taskDefinition }: EcsInput) => {
    const name = short(taskDefinition ?? '*');
    return [`task-definition/${name.includes(':') ? name : `${name}:*`}`];
  },
  family: ({ family }: EcsInput) => [`task-definition/${String(family)}:*`],
  instance: (input: EcsInput) => [
    `container-instance/${clusterIn(input)}/${short(input['containerInstance'] ?? '*')}`,
  ],
  instances: (input: EcsInput) =>
    all(input['containerInstances']).map(
      (instance) => `container-instance/${clusterIn(input)}/${short(instance)}`,
    ),
  capacityProvider: ({ capacityProvider, name }: EcsInput) => [
    `capacity-provider/${short(capacityProvider ?? name ?? '*')}`,
  ],
  arn: ({ resourceArn }: EcsInput) => [String(resourceArn)],
} satisfies Record<string, (input: EcsInput) => string[]>;

/**
 * The resource of each action; those that are not here work on `*`
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html).
 */
const resourceOf: Readonly<Record<string, keyof typeof resources>> = {
  CreateService: 'service',
  CreateTaskSet: 'service',
  DeleteAttributes: 'instance',
  DeleteCapacityProvider: 'capacityProvider',
  DeleteCluster: 'cluster',
  DeleteService: 'service',
  DeleteTaskSet: 'service',
  DeregisterContainerInstance: 'instance',
  DescribeCapacityProviders: 'capacityProvider',
  DescribeClusters: 'clusters',
  DescribeContainerInstances: 'instances',
  DescribeServices: 'services',
  DescribeTaskSets: 'service',
  DescribeTasks: 'tasks',
  ExecuteCommand: 'task',
  GetTaskProtection: 'tasks',
  ListTagsForResource: 'arn',
  PutAttributes: 'instance',
  PutClusterCapacityProviders: 'cluster',
  RegisterContainerInstance: 'cluster',
  RegisterTaskDefinition: 'family',
  RunTask: 'taskDefinition',
  StartTask: 'taskDefinition',
  StopTask: 'task',
  TagResource: 'arn',
  UntagResource: 'arn',
  UpdateCapacityProvider: 'capacityProvider',
  UpdateCluster: 'cluster',
  UpdateClusterSettings: 'cluster',
  UpdateContainerAgent: 'instance',
  UpdateContainerInstancesState: 'instances',
  UpdateService: 'service',
  UpdateServicePrimaryTaskSet: 'service',
  UpdateTaskProtection: 'tasks',
  UpdateTaskSet: 'service',
};

/** What a call of Amazon ECS needs: its own action, and iam:PassRole on the roles that it hands to tasks. */
export function ecsNeeds({ operation, input, region }: Call, accountId: string): Need[] {
  const given = (input ?? {}) as EcsInput;
  const arn = (rest: string) =>
    rest === '*' || rest.startsWith('arn:') ? rest : `arn:aws:ecs:${region}:${accountId}:${rest}`;
  const keys = {
    ...requestTags(given['tags'] as { key?: string; value?: string }[] | undefined),
    ...(typeof given['cluster'] === 'string'
      ? { 'ecs:cluster': [arn(`cluster/${short(given['cluster'])}`)] }
      : {}),
  };
  const own = resources[resourceOf[operation] ?? 'none'](given);
  return [
    ...own.map((rest): Need => ({ action: `ecs:${operation}`, resource: arn(rest), accountId, keys })),
    ...passedRoles(operation, given).map((role): Need => ({
      action: 'iam:PassRole',
      resource: role.startsWith('arn:') ? role : `arn:aws:iam::${accountId}:role/${role}`,
      accountId,
      keys: { 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] },
    })),
  ];
}

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-roles.html */
function passedRoles(operation: string, input: EcsInput): string[] {
  if (operation !== 'RegisterTaskDefinition' && operation !== 'RunTask' && operation !== 'StartTask')
    return [];
  const holder = operation === 'RegisterTaskDefinition' ? input : ((input['overrides'] ?? {}) as EcsInput);
  const roles = [holder['executionRoleArn'], holder['taskRoleArn']];
  return [...new Set(roles.filter((role): role is string => typeof role === 'string' && role !== ''))];
}

function short(nameOrArn: unknown): string {
  const text = String(nameOrArn);
  return text.slice(text.lastIndexOf('/') + 1);
}

function clusterIn({ cluster }: EcsInput): string {
  return short(cluster ?? 'default');
}

function all(value: unknown, otherwise = '*'): string[] {
  return Array.isArray(value) && value.length > 0 ? value.map(String) : [otherwise];
}
