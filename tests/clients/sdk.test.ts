import {
  ECRClient,
  CreateRepositoryCommand,
  DescribeRepositoriesCommand,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import {
  ClusterNotFoundException,
  CreateClusterCommand,
  DescribeTasksCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  StopTaskCommand,
  waitUntilTasksRunning,
  type ECSClientConfig,
} from '@aws-sdk/client-ecs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve, type Serving } from '../../cli/serve.ts';
import { webDefinition } from '../simulator/cloud.ts';

let serving: Serving;
let config: ECSClientConfig;

beforeAll(async () => {
  serving = await serve({ port: 0, speed: 0, seed: 'sdk' });
  config = {
    endpoint: serving.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  };
});
afterAll(() => serving.close());

const wind = (seconds: number) =>
  fetch(`${serving.url}/_drydock/clock`, { method: 'POST', body: JSON.stringify({ advance: seconds }) });

test('@aws-sdk/client-ecs registers a task definition, runs it to RUNNING and stops it', async () => {
  const ecs = new ECSClient(config);
  const state = (await (await fetch(`${serving.url}/_drydock/state`)).json()) as {
    regions: Record<string, { vpc: { subnets: { subnetId: string }[] } }>;
  };
  const subnets = state.regions['us-east-1']!.vpc.subnets.map(({ subnetId }) => subnetId);
  await ecs.send(new CreateClusterCommand({ clusterName: 'harbour' }));
  const { taskDefinition } = await ecs.send(new RegisterTaskDefinitionCommand(webDefinition as never));
  expect(taskDefinition?.registeredAt).toBeInstanceOf(Date);
  const { tasks } = await ecs.send(
    new RunTaskCommand({
      cluster: 'harbour',
      taskDefinition: taskDefinition!.taskDefinitionArn,
      launchType: 'FARGATE',
      networkConfiguration: { awsvpcConfiguration: { subnets, assignPublicIp: 'ENABLED' } },
    }),
  );
  const task = tasks![0]!.taskArn!;
  expect(tasks![0]!.lastStatus).toBe('PROVISIONING');
  await wind(40);
  const waited = await waitUntilTasksRunning(
    { client: ecs, maxWaitTime: 10 },
    { cluster: 'harbour', tasks: [task] },
  );
  expect(waited.state).toBe('SUCCESS');
  await ecs.send(new StopTaskCommand({ cluster: 'harbour', task, reason: 'Enough' }));
  await wind(120);
  const described = await ecs.send(new DescribeTasksCommand({ cluster: 'harbour', tasks: [task] }));
  expect(described.tasks![0]).toMatchObject({
    lastStatus: 'STOPPED',
    stopCode: 'UserInitiated',
    stoppedReason: 'Enough',
  });
});

test('errors arrive as the SDK’s own exception classes', async () => {
  const ecs = new ECSClient(config);
  await expect(ecs.send(new DescribeTasksCommand({ cluster: 'nowhere', tasks: ['a'] }))).rejects.toThrow(
    ClusterNotFoundException,
  );
});

test('@aws-sdk/client-ecr creates a repository and is given a token for 12 hours', async () => {
  const ecr = new ECRClient(config);
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'web' }));
  const { repositories } = await ecr.send(new DescribeRepositoriesCommand({}));
  expect(repositories!.map(({ repositoryUri }) => repositoryUri)).toEqual([
    '123456789012.dkr.ecr.us-east-1.amazonaws.com/web',
  ]);
  const state = (await (await fetch(`${serving.url}/_drydock/state`)).json()) as { date: string };
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
  expect(authorizationData![0]!.expiresAt!.getTime() - new Date(state.date).getTime()).toBe(12 * 3_600_000);
});
