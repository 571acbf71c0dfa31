import { describe, expect, test } from 'vitest';
import { defaultRegion } from '../../../simulator/index.ts';
import { subnetsOf, type Hands } from '../cloud.ts';
import { layerOf, push as pushImage } from '../ecr/pushing.ts';
import { definitionOf, watch, type Watched } from './life.ts';

const role = 'arn:aws:iam::123456789012:role/';
const session = (one: Watched, name = 'ecsTaskExecutionRole') =>
  `arn:aws:sts::123456789012:assumed-role/${name}/${one.task.slice(-32)}`;
const why = (one: Watched) => {
  const { lastStatus, stopCode, stoppedReason } = one.now();
  return [lastStatus, stopCode, stoppedReason];
};
/** A role for tasks that may do what `actions` says. */
const addRole = (
  one: Hands,
  name: string,
  actions: string[],
  resource = '*',
  service = 'ecs-tasks.amazonaws.com',
) => {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
  one.ask('iam', 'CreateRole', { RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) });
  if (actions.length === 0) return;
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }],
  };
  one.ask('iam', 'PutRolePolicy', {
    RoleName: name,
    PolicyName: 'own',
    PolicyDocument: JSON.stringify(policy),
  });
};
const image = '123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v1';
const push = (one: Hands) => {
  one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
  const config = { architecture: 'amd64', os: 'linux', config: { Cmd: ['sleep', 'infinity'] } };
  pushImage(one, layerOf({ '/etc/web.conf': 'ready' }), { tag: 'v1', config: JSON.stringify(config) });
};
const isPrivate = (one: Hands) => ({
  networkConfiguration: { awsvpcConfiguration: { subnets: subnetsOf(one), assignPublicIp: 'DISABLED' } },
});

describe('roles', () => {
  test('one that does not exist cannot be assumed', () => {
    const one = watch({ ...definitionOf({}), executionRoleArn: `${role}nobody` });
    one.wind(120_000);
    expect(why(one)).toEqual([
      'STOPPED',
      'TaskFailedToStart',
      `ECS was unable to assume the role '${role}nobody' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`,
    ]);
  });

  test('one that trusts somebody else cannot be assumed', () => {
    const one = watch({ ...definitionOf({}), taskRoleArn: `${role}lambda` }, {}, (cloud) =>
      addRole(cloud, 'lambda', [], '*', 'lambda.amazonaws.com'),
    );
    one.wind(120_000);
    expect(why(one)[2]).toMatch(
      /^ECS was unable to assume the role 'arn:aws:iam::123456789012:role\/lambda' that was provided for this task\./,
    );
  });

  test('without ecr:GetAuthorizationToken there is no registry auth', () => {
    const one = watch({ ...definitionOf({ image }), executionRoleArn: `${role}bare` }, {}, (cloud) => {
      push(cloud);
      addRole(cloud, 'bare', []);
    });
    one.wind(120_000);
    expect(why(one)).toEqual([
      'STOPPED',
      'TaskFailedToStart',
      `ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): AccessDeniedException: User: ${session(one, 'bare')} is not authorized to perform: ecr:GetAuthorizationToken on resource: * because no identity-based policy allows the ecr:GetAuthorizationToken action`,
    ]);
  });

  test('with a token but without ecr:BatchGetImage the registry answers 403', () => {
    const one = watch({ ...definitionOf({ image }), executionRoleArn: `${role}half` }, {}, (cloud) => {
      push(cloud);
      addRole(cloud, 'half', ['ecr:GetAuthorizationToken']);
    });
    one.wind(120_000);
    expect(why(one)[2]).toBe(
      `CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ${image}: pulling from host 123456789012.dkr.ecr.us-east-1.amazonaws.com failed with status code [manifests v1]: 403 Forbidden`,
    );
  });

  test('a role that is mended in time lets the task start', () => {
    const one = watch(
      { ...definitionOf({ image, command: ['sleep', 'infinity'] }), executionRoleArn: `${role}late` },
      {},
      (cloud) => {
        push(cloud);
        addRole(cloud, 'late', []);
      },
    );
    one.wind(18_500);
    one.ask('iam', 'AttachRolePolicy', {
      RoleName: 'late',
      PolicyArn: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
    });
    one.wind(60_000);
    expect(one.now().lastStatus).toBe('RUNNING');
  });
});

describe('a task without a way out', () => {
  const alone = (definition: object, prepare: (one: Hands) => void = () => {}) =>
    watch(definition, isPrivate, prepare);

  test('does not reach Amazon ECR', () => {
    const one = alone(definitionOf({ image }), push);
    one.wind(300_000);
    expect(why(one)).toEqual([
      'STOPPED',
      'TaskFailedToStart',
      'ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. RequestError: send request failed caused by: Post "https://api.ecr.us-east-1.amazonaws.com/": dial tcp 52.94.225.236:443: i/o timeout',
    ]);
  });

  test('does not reach Docker Hub', () => {
    const one = alone(definitionOf({}));
    one.wind(300_000);
    expect(why(one)[2]).toBe(
      'CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref busybox:latest: failed to do request: Head "https://registry-1.docker.io/v2/library/busybox/manifests/latest": dial tcp 52.94.225.236:443: i/o timeout',
    );
  });

  test('needs endpoints for ECR’s two names and for the bucket of its layers', () => {
    const endpoints =
      (...names: string[]) =>
      (one: Hands) => {
        push(one);
        const { vpc } = one.cloud.state.regions.get(defaultRegion)!;
        for (const name of names) {
          vpc.endpoints.push({
            vpcEndpointId: `vpce-${name}`,
            serviceName: `com.amazonaws.us-east-1.${name}`,
            type: name === 's3' ? 'Gateway' : 'Interface',
            state: 'available',
            subnetIds: vpc.subnets.map(({ subnetId }) => subnetId),
            securityGroupIds: vpc.securityGroups.map(({ groupId }) => groupId),
            createdAt: 0,
            privateDns: name !== 's3',
            interfaces: [],
            routeTableIds: name === 's3' ? vpc.routeTables.map(({ routeTableId }) => routeTableId) : [],
          });
        }
      };
    const reasonWith = (...names: string[]) => {
      const one = alone(definitionOf({ image, command: ['sleep', 'infinity'] }), endpoints(...names));
      one.wind(300_000);
      return one.now().stoppedReason ?? one.now().lastStatus;
    };
    expect(reasonWith('ecr.api')).toContain(
      `failed to resolve ref ${image}: failed to do request: Head "https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/web/manifests/v1": dial tcp`,
    );
    expect(reasonWith('ecr.api', 'ecr.dkr')).toBe(
      'CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com/": dial tcp 52.94.225.236:443: i/o timeout',
    );
    expect(reasonWith('ecr.api', 'ecr.dkr', 's3')).toBe('RUNNING');
  });
});

describe('secrets', () => {
  const store = (one: Hands) => {
    one.ask('secretsmanager', 'CreateSecret', { Name: 'db', SecretString: '{"user":"anna","port":5432}' });
    one.ask('ssm', 'PutParameter', { Name: '/shop/key', Value: 'k-1', Type: 'SecureString' });
    addRole(one, 'reader', ['secretsmanager:GetSecretValue', 'ssm:GetParameters']);
  };
  const withSecrets = (secrets: object[], executionRole = 'reader') => ({
    ...definitionOf({ name: 'job', command: ['printenv'], secrets }),
    executionRoleArn: `${role}${executionRole}`,
  });
  const secretArn = (one: Hands) =>
    one.ask('secretsmanager', 'DescribeSecret', { SecretId: 'db' }).ARN as string;
  const fails =
    'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed:';

  /** The ARN of a secret has random characters: a first world tells it, a second of the same seed uses it. */
  const arn = (() => {
    const one = watch(definitionOf({}), {}, store);
    return secretArn(one);
  })();

  test('come into the environment: a whole secret, a member of one, a parameter', () => {
    const one = watch(definitionOf({ secrets: [] }), {}, store);
    expect(secretArn(one)).toBe(arn);
    const given = watch(
      {
        ...withSecrets([
          { name: 'ALL', valueFrom: arn },
          { name: 'USER', valueFrom: `${arn}:user::` },
          { name: 'PORT', valueFrom: `${arn}:port:AWSCURRENT:` },
          { name: 'KEY', valueFrom: '/shop/key' },
        ]),
      },
      {},
      store,
    );
    given.wind(30_000);
    const { containers } = given.cloud.state.regions.get(defaultRegion)!.ecs.tasks.get(given.task)!;
    expect(containers[0]!.secrets).toEqual({
      ALL: '{"user":"anna","port":5432}',
      USER: 'anna',
      PORT: '5432',
      KEY: 'k-1',
    });
  });

  test.each([
    [
      'a secret that is not there',
      { name: 'A', valueFrom: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:no-abcdef' },
      `${fails} unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret arn:aws:secretsmanager:us-east-1:123456789012:secret:no-abcdef from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.`,
    ],
    [
      'a key that it does not have',
      { name: 'A', valueFrom: `${arn}:password::` },
      `${fails} unable to retrieve secret from asm: service call has been retried 1 time(s): retrieved secret from Secrets Manager did not contain json key password`,
    ],
    [
      'a parameter that is not there',
      { name: 'A', valueFrom: '/shop/nothing' },
      `${fails} unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid parameters: /shop/nothing`,
    ],
  ])('%s stops the task', (_, secret, reason) => {
    const one = watch(withSecrets([secret]), {}, store);
    one.wind(60_000);
    expect(why(one)).toEqual(['STOPPED', 'TaskFailedToStart', reason]);
  });

  test('need the execution role’s permission', () => {
    const one = watch(withSecrets([{ name: 'A', valueFrom: arn }], 'ecsTaskExecutionRole'), {}, store);
    one.wind(60_000);
    expect(why(one)[2]).toBe(
      `${fails} unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret ${arn} from secrets manager: AccessDeniedException: User: ${session(one)} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${arn} because no identity-based policy allows the secretsmanager:GetSecretValue action`,
    );
  });
});

describe('the log driver', () => {
  const logging = (options: object = {}) => ({
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': '/ecs/web',
        'awslogs-region': 'us-east-1',
        'awslogs-stream-prefix': 'ecs',
        ...options,
      },
    },
  });
  const group = (one: Hands) => one.ask('logs', 'CreateLogGroup', { logGroupName: '/ecs/web' });

  test('stops a task whose log group is not there', () => {
    const one = watch(definitionOf(logging()));
    one.wind(60_000);
    expect(why(one)).toEqual([
      'STOPPED',
      'TaskFailedToStart',
      'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. : exit status 1',
    ]);
  });

  test('makes the group when it is told to and may', () => {
    const options = { 'awslogs-create-group': 'true' };
    const denied = watch(definitionOf(logging(options)));
    denied.wind(60_000);
    expect(why(denied)[2]).toContain('AccessDeniedException: User: ');
    const one = watch({ ...definitionOf(logging(options)), executionRoleArn: `${role}logger` }, {}, (cloud) =>
      addRole(cloud, 'logger', ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']),
    );
    one.wind(60_000);
    expect(one.ask('logs', 'DescribeLogGroups').logGroups).toMatchObject([{ logGroupName: '/ecs/web' }]);
  });

  test('keeps what a container writes, as long as it runs', () => {
    const says = { environment: [{ name: 'DRYDOCK_BEHAVIOUR', value: 'says=10s:tick' }] };
    const one = watch(
      definitionOf({ ...logging(), ...says, command: ['sh', '-c', 'echo hello; sleep 35'] }),
      {},
      group,
    );
    one.wind(10 * 60_000);
    const stream = `ecs/job/${one.task.slice(-32)}`;
    const { events } = one.ask('logs', 'GetLogEvents', {
      logGroupName: '/ecs/web',
      logStreamName: stream,
      startFromHead: true,
    });
    expect(events.map(({ message }: { message: string }) => message)).toEqual([
      'hello',
      'tick',
      'tick',
      'tick',
    ]);
    const at = events.map(({ timestamp }: { timestamp: number }) => timestamp);
    expect(at.map((each: number) => Math.round((each - at[0]!) / 10_000))).toEqual([0, 1, 2, 3]);
    expect(
      one.ask('logs', 'FilterLogEvents', { logGroupName: '/ecs/web', filterPattern: '-tick' }).events,
    ).toMatchObject([{ message: 'hello', logStreamName: stream }]);
    expect(one.ask('logs', 'DescribeLogStreams', { logGroupName: '/ecs/web' }).logStreams).toMatchObject([
      { logStreamName: stream, firstEventTimestamp: at[0], lastEventTimestamp: at[3] },
    ]);
  });

  test('of a task that is forgotten leaves the log', () => {
    const one = watch(definitionOf({ ...logging(), command: ['echo', 'bye'] }), {}, group);
    one.wind(3 * 3_600_000);
    expect(one.ask('ecs', 'DescribeTasks', { cluster: 'harbour', tasks: [one.task] }).tasks).toEqual([]);
    expect(one.ask('logs', 'FilterLogEvents', { logGroupName: '/ecs/web' }).events).toMatchObject([
      { message: 'bye' },
    ]);
  });
});

test('an environment file in a bucket that is not there', () => {
  const environmentFiles = [{ type: 's3', value: 'arn:aws:s3:::shop-config/web.env' }];
  const one = watch(definitionOf({ environmentFiles }));
  one.wind(120_000);
  expect(why(one)).toEqual([
    'STOPPED',
    'TaskFailedToStart',
    'ResourceInitializationError: failed to download env files: file download command: non empty error stream: NoSuchBucket: The specified bucket does not exist status code: 404',
  ]);
});
