import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve, type Serving } from '../../cli/serve.ts';
import { aws as runAws, awsCli } from './aws-cli.ts';
import { webDefinition } from '../simulator/cloud.ts';

// Skipped, and counted so, where there is no AWS CLI.
describe.skipIf(!awsCli)('the AWS CLI', { timeout: 120_000 }, () => {
  let serving: Serving;
  let folder: string;

  beforeAll(async () => {
    serving = await serve({ port: 0, speed: 20, seed: 'aws-cli' });
    folder = await mkdtemp(join(tmpdir(), 'drydock-aws-'));
    await writeFile(join(folder, 'web.json'), JSON.stringify(webDefinition));
  });
  afterAll(() => serving.close());

  const aws = (...words: string[]) =>
    runAws({ url: serving.url, words: ['--output', 'json', ...words], cwd: folder });

  test('registers and runs a task, waits until it runs, and describes it', async () => {
    await aws('ecs', 'create-cluster', '--cluster-name', 'harbour');
    const definition = await aws(
      'ecs',
      'register-task-definition',
      '--cli-input-json',
      'file://web.json',
      '--query',
      'taskDefinition.taskDefinitionArn',
      '--output',
      'text',
    );
    expect(definition).toBe('arn:aws:ecs:us-east-1:123456789012:task-definition/web:1');
    const { regions } = (await (await fetch(`${serving.url}/_drydock/state`)).json()) as {
      regions: Record<string, { vpc: { subnets: { subnetId: string }[] } }>;
    };
    const subnet = regions['us-east-1']!.vpc.subnets[0]!.subnetId;
    const network = `awsvpcConfiguration={subnets=[${subnet}],assignPublicIp=ENABLED}`;
    const run =
      'ecs run-task --cluster harbour --task-definition web --launch-type FARGATE --query tasks[0].taskArn --output text';
    const task = await aws(...run.split(' '), '--network-configuration', network);

    await aws('ecs', 'wait', 'tasks-running', '--cluster', 'harbour', '--tasks', task);
    expect(
      await aws(
        'ecs',
        'describe-tasks',
        '--cluster',
        'harbour',
        '--tasks',
        task,
        '--query',
        'tasks[0].lastStatus',
        '--output',
        'text',
      ),
    ).toBe('RUNNING');
  });

  test('shows a refusal as it shows AWS’s', async () => {
    await expect(aws('ecs', 'describe-tasks', '--cluster', 'nowhere', '--tasks', 'a')).rejects.toMatchObject({
      stderr: expect.stringContaining(
        'An error occurred (ClusterNotFoundException) when calling the DescribeTasks operation: Cluster not found.',
      ),
    });
  });

  test('is given a password for the registry', async () => {
    expect(JSON.parse(atob(await aws('ecr', 'get-login-password')))).toMatchObject({ type: 'DATA_KEY' });
  });

  test('deploys, scales, breaks and repairs a service, and its waiters return', async () => {
    const words = (text: string) => text.split(' ');
    await aws(...words('ecs create-cluster --cluster-name quay'));
    await aws(...words('ecs register-task-definition --cli-input-json file://web.json'));
    const subnets = await aws(
      ...words('ec2 describe-subnets --query Subnets[].SubnetId --output text'),
    ).catch(async () => {
      const { regions } = (await (await fetch(`${serving.url}/_drydock/state`)).json()) as {
        regions: Record<string, { vpc: { subnets: { subnetId: string }[] } }>;
      };
      return regions['us-east-1']!.vpc.subnets.map(({ subnetId }) => subnetId).join(' ');
    });
    const network = `awsvpcConfiguration={subnets=[${subnets.split(/\s+/).join(',')}],assignPublicIp=ENABLED}`;
    const breaker = 'deploymentCircuitBreaker={enable=true,rollback=true}';
    await aws(
      ...words(
        'ecs create-service --cluster quay --service-name shop --task-definition web --desired-count 2',
      ),
      ...words(
        `--launch-type FARGATE --network-configuration ${network} --deployment-configuration ${breaker}`,
      ),
    );
    const stable = () => aws(...words('ecs wait services-stable --cluster quay --services shop'));
    const update = (more: string) =>
      aws(...words(`ecs update-service --cluster quay --service shop ${more}`));
    const field = (query: string) =>
      aws(...words('ecs describe-services --cluster quay --services shop --output text --query'), query);
    await stable();
    await update('--desired-count 3');
    await stable();
    expect(await field('services[0].[runningCount,desiredCount]')).toBe('3\t3');

    const crashing = {
      ...webDefinition,
      containerDefinitions: [{ name: 'web', image: 'busybox', command: ['false'] }],
    };
    await writeFile(join(folder, 'crashing.json'), JSON.stringify(crashing));
    await aws(...words('ecs register-task-definition --cli-input-json file://crashing.json'));
    await update('--task-definition web');
    await stable();
    expect(await field('services[0].taskDefinition')).toMatch(/web:\d+$/);
    expect(await field('services[0].events[].message')).toContain('rolling back to deployment ecs-svc/');
    expect(await field('services[0].deployments[].[rolloutState,runningCount]')).toBe('COMPLETED\t3');

    await aws(...words('ecs delete-service --cluster quay --service shop --force'));
    await aws(...words('ecs wait services-inactive --cluster quay --services shop'));
  }, 300_000);
});
