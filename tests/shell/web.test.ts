import { describe, expect, it } from 'vitest';
import { defaultRegion } from '../../simulator/index.ts';
import { openBench, type Bench } from './bench.ts';

const definition = JSON.stringify({
  family: 'web',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
  containerDefinitions: [
    {
      name: 'web',
      image: 'httpd:2.4',
      portMappings: [{ containerPort: 80 }],
      logConfiguration: {
        logDriver: 'awslogs',
        options: { 'awslogs-group': '/web', 'awslogs-region': 'us-east-1', 'awslogs-stream-prefix': 'ecs' },
      },
    },
  ],
});

/** A running task with a public address, and ECS Exec if its role is there. */
async function withTask(): Promise<Bench & { address: string }> {
  const bench = await openBench({ 'web.json': definition });
  const { vpc, ecs } = bench.cloud.state.regions.get(defaultRegion)!;
  const subnet = vpc.subnets[0]!.subnetId;
  await bench.shell.run(
    'aws logs create-log-group --log-group-name /web; aws ecs create-cluster --cluster-name lab; aws ecs register-task-definition --cli-input-json file://web.json',
  );
  await bench.shell.run(
    `aws ecs run-task --cluster lab --task-definition web --launch-type FARGATE --network-configuration 'awsvpcConfiguration={subnets=[${subnet}],assignPublicIp=ENABLED}'`,
  );
  await bench.shell.run('sleep 60');
  const [task] = ecs.tasks.values();
  return { ...bench, address: task!.networkInterface.publicIpv4Address! };
}

/** Lets everybody in on a port, as the lessons do. */
async function open({ cloud, shell }: Bench, port: number): Promise<void> {
  const [group] = cloud.state.regions.get(defaultRegion)!.vpc.securityGroups;
  const { exitCode, stderr } = await shell.run(
    `aws ec2 authorize-security-group-ingress --group-id ${group!.groupId} --protocol tcp --port ${port} --cidr 0.0.0.0/0`,
  );
  expect([exitCode, stderr]).toEqual([0, '']);
}

describe('curl on the learner’s computer', () => {
  it('waits in vain while the security group lets nobody in', async () => {
    const bench = await withTask();
    const before = bench.now();
    expect(await bench.shell.run(`curl http://${bench.address}/`)).toMatchObject({
      stdout: '',
      stderr: `curl: (28) Failed to connect to ${bench.address} port 80 after 134000 ms: Couldn't connect to server\n`,
      exitCode: 28,
    });
    expect(bench.now() - before).toBe(134_000);
  });

  it('gets the page of a task that is let out, and is refused where nothing listens', async () => {
    const bench = await withTask();
    await open(bench, 80);
    await open(bench, 81);
    expect(await bench.shell.run(`curl -s http://${bench.address}/`)).toMatchObject({
      stdout: '<html><body><h1>It works!</h1></body></html>\n',
      exitCode: 0,
    });
    expect(await bench.shell.run(`curl http://${bench.address}:81/`)).toMatchObject({
      stderr: `curl: (7) Failed to connect to ${bench.address} port 81 after 0 ms: Couldn't connect to server\n`,
      exitCode: 7,
    });
    expect(
      await bench.shell.run(`curl -s -o page.html http://${bench.address}/ && grep -c works page.html`),
    ).toMatchObject({ stdout: '1\n' });
    expect(await bench.shell.run(`wget -q -O- http://${bench.address}/ | wc -l`)).toMatchObject({
      stdout: '1\n',
    });
  });

  it('does not know every name', async () => {
    const bench = await openBench();
    expect(await bench.shell.run('curl http://nowhere.example/')).toMatchObject({
      stderr: 'curl: (6) Could not resolve host: nowhere.example\n',
      exitCode: 6,
    });
  });
});

describe('aws logs tail', () => {
  it('shows what a task has written, short or with the stream', async () => {
    const bench = await withTask();
    const { stdout } = await bench.shell.run('aws logs tail /web --since 5m --format short');
    expect(stdout.split('\n').map((line) => line.slice(20))).toEqual([
      expect.stringContaining('AH00558: httpd'),
      expect.stringContaining('resuming normal operations'),
      expect.stringContaining("Command line: 'httpd -D FOREGROUND'"),
      '',
    ]);
    expect((await bench.shell.run('aws logs tail /web')).stdout).toMatch(
      /^2026-01-05T09:00:\d\d\.\d{6}\+00:00 ecs\/web\/[0-9a-f]{32} AH00558/,
    );
    expect(
      (await bench.shell.run('aws logs tail /web --filter-pattern notice')).stdout.split('\n'),
    ).toHaveLength(3);
    expect(await bench.shell.run('aws logs tail /none')).toMatchObject({
      stderr:
        '\nAn error occurred (ResourceNotFoundException) when calling the FilterLogEvents operation: The specified log group does not exist.\n',
      exitCode: 254,
    });
  });

  it('follows for a minute of virtual time', async () => {
    const bench = await withTask();
    const before = bench.now();
    await bench.shell.run('aws logs tail /web --follow');
    expect(bench.now() - before).toBe(60_000);
  });
});

describe('aws ecs execute-command', () => {
  it('prints the session as the plugin does', async () => {
    const bench = await openBench({ 'web.json': definition });
    const { vpc } = bench.cloud.state.regions.get(defaultRegion)!;
    const trust =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
    await bench.shell.run(`aws iam create-role --role-name app --assume-role-policy-document '${trust}'
aws iam put-role-policy --role-name app --policy-name exec --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ssmmessages:*","Resource":"*"}]}'
aws logs create-log-group --log-group-name /web
aws ecs create-cluster --cluster-name lab
aws ecs register-task-definition --cli-input-json file://web.json --task-role-arn app
TASK=$(aws ecs run-task --cluster lab --task-definition web --launch-type FARGATE --enable-execute-command --network-configuration 'awsvpcConfiguration={subnets=[${vpc.subnets[0]!.subnetId}],assignPublicIp=ENABLED}' --query 'tasks[0].taskArn' --output text)
sleep 60`);
    const { stdout } = await bench.shell.run(
      `aws ecs execute-command --cluster lab --task $TASK --container web --interactive --command '/bin/sh -c "echo hello"'`,
    );
    expect(stdout.replaceAll(/ecs-execute-command-[0-9a-f]{17}/g, 'SESSION')).toBe(
      '\nThe Session Manager plugin was installed successfully. Use the AWS CLI to start a session.\n\n\nStarting session with SessionId: SESSION\nhello\n\n\nExiting session with sessionId: SESSION.\n\n',
    );
    expect(await bench.shell.run('aws ecs execute-command --task x')).toMatchObject({ exitCode: 252 });
  });
});
