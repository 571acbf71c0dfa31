import { expect, test } from 'vitest';
import { defaultRegion } from '../../simulator/index.ts';
import { layerOf, push } from './ecr/pushing.ts';
import { createShop, harbour, shop, shopInput, updateShop, words } from './ecs/harbour.ts';
import { hands, subnetsOf, webDefinition, type Hands } from './cloud.ts';
import { front, health } from './neighbours/harbour.ts';

/** What a learner sees of a fault, and that the cure that the catalogue names cures it. */
const inject = (one: Hands, id: string, parameters: object = {}) =>
  one.ask('drydock', 'InjectFault', { id, parameters });
const clear = (one: Hands) => one.ask('drydock', 'ClearFault', {});
const region = (one: Hands) => one.cloud.state.regions.get(defaultRegion)!;
const replaceAll = (one: Hands) => updateShop(one, { forceNewDeployment: true });
const minutes = (count: number) => count * 60_000;

/** The reasons of the tasks that have stopped, without what differs. */
const reasons = (one: Hands): string[] =>
  [...region(one).ecs.tasks.values()].flatMap(({ stoppedReason }) => stoppedReason ?? []);
const runs = (one: Hands, desired = 1) => expect(shop(one).runningCount).toBe(desired);

const image = '123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v1';
const own = (more: object = {}, top: object = {}) => ({
  ...webDefinition,
  ...top,
  containerDefinitions: [{ name: 'web', image, command: ['sleep', 'infinity'], ...more }],
});

function pushWeb(one: Hands): void {
  one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
  const config = { architecture: 'amd64', os: 'linux', config: { Cmd: ['sleep', 'infinity'] } };
  push(one, layerOf({ '/etc/web.conf': 'ready' }), { tag: 'v1', config: JSON.stringify(config) });
}

/** A service of one task of the learner's own image, which runs. */
function ownShop(definition: object = own()): Hands {
  const one = harbour();
  pushWeb(one);
  one.ask('ecs', 'RegisterTaskDefinition', definition);
  createShop(one, { desiredCount: 1 });
  one.wind(minutes(3));
  runs(one);
  return one;
}

test('image-tag-deleted: what runs goes on, what starts cannot pull, until the tag is pushed again', () => {
  const one = ownShop();
  inject(one, 'image-tag-deleted', { repository: 'web', tag: 'v1' });
  one.wind(minutes(2));
  runs(one);
  replaceAll(one);
  one.wind(minutes(3));
  expect(reasons(one)[0]).toBe(
    `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${image}: ${image}: not found`,
  );
  one.ask('ecr', 'DeleteRepository', { repositoryName: 'web', force: true });
  pushWeb(one);
  one.wind(minutes(10));
  expect(shop(one).deployments).toMatchObject([{ runningCount: 1, rolloutState: 'COMPLETED' }]);
});

test('registry-unreachable: tasks start again when there is a way', () => {
  const one = ownShop();
  inject(one, 'registry-unreachable');
  replaceAll(one);
  one.wind(minutes(8));
  expect(reasons(one)[0]).toMatch(/timeout|connection issue/);
  clear(one);
  one.wind(minutes(15));
  expect(shop(one).deployments).toMatchObject([{ runningCount: 1, rolloutState: 'COMPLETED' }]);
});

test('expired-token: docker is denied until it logs in again', () => {
  const one = hands();
  const login = () => {
    const { authorizationData } = one.ask('ecr', 'GetAuthorizationToken');
    const password = atob(authorizationData[0].authorizationToken).slice('AWS:'.length);
    const serveraddress = '123456789012.dkr.ecr.us-east-1.amazonaws.com';
    return one.ask('docker', 'SystemAuth', { username: 'AWS', password, serveraddress });
  };
  pushWeb(one);
  login();
  one.ask('docker', 'ImagePull', { reference: image });
  inject(one, 'expired-token');
  one.wind(1_000);
  expect(one.refusal('docker', 'ImagePull', { reference: image }).message).toMatch(
    /Your authorization token has expired\. Reauthenticate and try again\./,
  );
  login();
  one.ask('docker', 'ImagePull', { reference: image });
});

test('execution-role-without-permission: no registry auth, until the policy is attached again', () => {
  const one = harbour();
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  };
  const role = { RoleName: 'pulls', AssumeRolePolicyDocument: JSON.stringify(trust) };
  one.ask('iam', 'CreateRole', role);
  const PolicyArn = 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy';
  one.ask('iam', 'AttachRolePolicy', { RoleName: 'pulls', PolicyArn });
  pushWeb(one);
  one.ask(
    'ecs',
    'RegisterTaskDefinition',
    own({}, { executionRoleArn: 'arn:aws:iam::123456789012:role/pulls' }),
  );
  inject(one, 'execution-role-without-permission', { role: 'pulls' });
  createShop(one, { desiredCount: 1 });
  one.wind(minutes(3));
  expect(reasons(one)[0]).toMatch(
    /AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role\/pulls\/\w+ is not authorized to perform: ecr:GetAuthorizationToken/,
  );
  one.ask('iam', 'AttachRolePolicy', { RoleName: 'pulls', PolicyArn });
  one.wind(minutes(10));
  runs(one);
});

test('missing-log-group: the log stream cannot be made, until the group is there', () => {
  const one = harbour();
  one.ask('logs', 'CreateLogGroup', { logGroupName: '/ecs/web' });
  const options = {
    'awslogs-group': '/ecs/web',
    'awslogs-region': 'us-east-1',
    'awslogs-stream-prefix': 'web',
  };
  const logConfiguration = { logDriver: 'awslogs', options };
  one.ask('ecs', 'RegisterTaskDefinition', own({ image: 'httpd:2.4', command: undefined, logConfiguration }));
  inject(one, 'missing-log-group', { logGroup: '/ecs/web' });
  createShop(one, { desiredCount: 1 });
  one.wind(minutes(3));
  expect(reasons(one)[0]).toMatch(
    /^ResourceInitializationError: failed to validate logger args: .*ResourceNotFoundException: The specified log group does not exist\./,
  );
  one.ask('logs', 'CreateLogGroup', { logGroupName: '/ecs/web' });
  one.wind(minutes(10));
  runs(one);
});

test('bad-secret-arn: the secret cannot be had, until it is restored', () => {
  const one = harbour();
  const { ARN } = one.ask('secretsmanager', 'CreateSecret', { Name: 'db', SecretString: 'x' });
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: ARN }],
  });
  one.ask('iam', 'PutRolePolicy', { RoleName: 'ecsTaskExecutionRole', PolicyName: 'db', PolicyDocument });
  const secrets = [{ name: 'DB', valueFrom: ARN }];
  one.ask('ecs', 'RegisterTaskDefinition', own({ image: 'httpd:2.4', command: undefined, secrets }));
  inject(one, 'bad-secret-arn', { secret: 'db' });
  createShop(one, { desiredCount: 1 });
  one.wind(minutes(3));
  expect(reasons(one)[0]).toMatch(
    /^ResourceInitializationError: unable to pull secrets or registry auth: .*InvalidRequestException: /,
  );
  one.ask('secretsmanager', 'RestoreSecret', { SecretId: 'db' });
  one.wind(minutes(10));
  runs(one);
});

test('efs-mount-target-missing: the volume cannot be set up, until there is a mount target in each zone', () => {
  const one = harbour();
  const { FileSystemId } = one.ask('efs', 'CreateFileSystem', { CreationToken: 'shared' });
  one.wind(minutes(1));
  const mount = () => {
    for (const SubnetId of subnetsOf(one)) one.ask('efs', 'CreateMountTarget', { FileSystemId, SubnetId });
    one.wind(minutes(2));
  };
  mount();
  const volumes = [{ name: 'shared', efsVolumeConfiguration: { fileSystemId: FileSystemId } }];
  const mountPoints = [{ sourceVolume: 'shared', containerPath: '/data' }];
  one.ask(
    'ecs',
    'RegisterTaskDefinition',
    own({ image: 'httpd:2.4', command: undefined, mountPoints }, { volumes }),
  );
  inject(one, 'efs-mount-target-missing', { fileSystem: FileSystemId });
  createShop(one, { desiredCount: 1 });
  one.wind(minutes(3));
  expect(reasons(one)[0]).toMatch(
    /^ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: /,
  );
  mount();
  one.wind(minutes(10));
  runs(one);
});

test('memory-leak: killed with 137 and replaced by a task that does not leak', () => {
  const one = harbour();
  createShop(one, { desiredCount: 1 });
  one.wind(minutes(3));
  inject(one, 'memory-leak', { service: 'shop', rate: '512MiB/min' });
  one.wind(minutes(2));
  expect([...region(one).ecs.tasks.values()][0]!.containers[0]).toMatchObject({ exitCode: 137 });
  one.wind(minutes(20));
  runs(one);
  expect(region(one).ecs.tasks.size).toBe(2);
});

test('failing-health-check: the target is unhealthy, the task is replaced, and the new one serves', () => {
  const one = harbour();
  const { targetGroup } = front(one);
  createShop(one, {
    desiredCount: 1,
    loadBalancers: [{ targetGroupArn: targetGroup, containerName: 'web', containerPort: 80 }],
  });
  one.wind(minutes(5));
  inject(one, 'failing-health-check', { service: 'shop' });
  one.wind(minutes(10));
  expect(words(one)).toContain(
    '(service shop) (task T) (port 80) is unhealthy in (target-group shop) due to (reason Health checks failed with these codes: [503]).',
  );
  expect(health(one, targetGroup)).toEqual(['healthy']);
  runs(one);
});

test('slow-start: replaced before it has come up, until it is given a grace period', () => {
  const one = harbour();
  const { targetGroup } = front(one);
  inject(one, 'slow-start', { family: 'web', by: '4m' });
  createShop(one, {
    desiredCount: 1,
    loadBalancers: [{ targetGroupArn: targetGroup, containerName: 'web', containerPort: 80 }],
  });
  one.wind(minutes(15));
  expect(words(one).join()).toMatch(/is unhealthy in \(target-group shop\) due to \(reason /);
  expect(health(one, targetGroup)).not.toContain('healthy');
  updateShop(one, { healthCheckGracePeriodSeconds: 600, forceNewDeployment: true });
  one.wind(minutes(20));
  expect(health(one, targetGroup)).toContain('healthy');
  runs(one);
});

test('dependency-cycle: the container that waits never starts, until nothing asks for what starts after it', () => {
  const one = harbour();
  const check = { command: ['CMD-SHELL', 'curl -f http://localhost/'], interval: 10, retries: 2 };
  one.ask('ecs', 'RegisterTaskDefinition', {
    ...webDefinition,
    containerDefinitions: [
      { name: 'first', image: 'httpd:2.4', essential: false, healthCheck: check, startTimeout: 120 },
      {
        name: 'web',
        image: 'httpd:2.4',
        command: ['sleep', 'infinity'],
        dependsOn: [{ containerName: 'first', condition: 'HEALTHY' }],
      },
    ],
  });
  inject(one, 'dependency-cycle', { family: 'web', container: 'first' });
  createShop(one, { desiredCount: 1 });
  one.wind(minutes(2));
  expect(shop(one)).toMatchObject({ runningCount: 0 });
  const [task] = region(one).ecs.tasks.values();
  expect(task!.containers.find(({ name }) => name === 'web')!.startedAt).toBeUndefined();
  one.wind(minutes(3));
  expect(task!.containers.find(({ name }) => name === 'web')!.reason).toMatch(
    /^CannotStartContainerError: dependency graph: container ordering dependency \[first\] for target \[web\] has timed out\.$/,
  );
  clear(one);
  one.wind(minutes(15));
  runs(one);
});

/** A service on hosts: bridge mode, so that ports and hosts are the learner's care. */
function hosted(desiredCount: number, hosts: number): Hands {
  const one = harbour();
  one.ask('ecs', 'RegisterTaskDefinition', {
    family: 'hosted',
    containerDefinitions: [{ name: 'web', image: 'httpd:2.4', memory: 128 }],
  });
  for (let index = 0; index < hosts; index++)
    one.ask('ecs', 'RegisterContainerInstance', { cluster: 'harbour' });
  const { cluster, serviceName } = shopInput(one);
  one.ask('ecs', 'CreateService', {
    cluster,
    serviceName,
    taskDefinition: 'hosted',
    launchType: 'EC2',
    desiredCount,
  });
  one.wind(minutes(2));
  runs(one, desiredCount);
  return one;
}

test('instance-loss: its tasks are gone with the host, and start on another', () => {
  const one = hosted(2, 1);
  inject(one, 'instance-loss', { cluster: 'harbour' });
  expect(reasons(one)).toEqual(
    [1, 2].map(() => expect.stringMatching(/^Host EC2 \(instance .+\) terminated\.$/)),
  );
  one.wind(minutes(3));
  expect(words(one).join()).toMatch(/was unable to place a task because no container instance met all/);
  one.ask('ecs', 'RegisterContainerInstance', { cluster: 'harbour' });
  one.wind(minutes(5));
  runs(one, 2);
});

test('no-capacity: a service waits, and goes on when there is capacity or in another provider', () => {
  const one = harbour();
  inject(one, 'no-capacity', { provider: 'FARGATE' });
  createShop(one, { desiredCount: 1 });
  one.wind(minutes(2));
  expect(words(one).join()).toMatch(/Capacity is unavailable at this time\. Please try again later/);
  one.ask('ecs', 'PutClusterCapacityProviders', {
    cluster: 'harbour',
    capacityProviders: ['FARGATE_SPOT'],
    defaultCapacityProviderStrategy: [],
  });
  updateShop(one, {
    capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
    forceNewDeployment: true,
  });
  one.wind(minutes(5));
  runs(one);
});
