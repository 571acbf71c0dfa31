import { describe, expect, it } from 'vitest';
import { openBench, type Bench } from './bench.ts';

const out = (stdout: string, stderr = '', exitCode = 0) => ({ stdout, stderr, exitCode });
const taskdef = JSON.stringify({
  family: 'web',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  containerDefinitions: [{ name: 'web', image: 'public.ecr.aws/docker/library/httpd:2.4', essential: true }],
});

async function withTask(): Promise<Bench & { subnet: string }> {
  const bench = await openBench({ 'taskdef.json': taskdef });
  const subnet = bench.cloud.state.regions.get('us-east-1')!.vpc.subnets[0]!.subnetId;
  await bench.shell.run('aws ecs create-cluster --cluster-name lab');
  await bench.shell.run('aws ecs register-task-definition --cli-input-json file://taskdef.json');
  return { ...bench, subnet };
}

describe('aws over the simulated cloud', () => {
  it('says a service error on standard error and ends with 254', async () => {
    const { shell } = await openBench();
    expect(await shell.run('aws ecr describe-images --repository-name nope')).toEqual(
      out(
        '',
        "\nAn error occurred (RepositoryNotFoundException) when calling the DescribeImages operation: The repository with name 'nope' does not exist in the registry with id '123456789012'\n",
        254,
      ),
    );
  });

  it('says that there is no endpoint, and ends with 255', async () => {
    const { shell } = await openBench();
    expect(await shell.run('aws ecr-public describe-registries --region eu-west-1')).toEqual(
      out(
        '',
        '\nCould not connect to the endpoint URL: "https://api.ecr-public.eu-west-1.amazonaws.com/"\n',
        255,
      ),
    );
  });

  it('gives timestamps with microseconds, and the Region of the option', async () => {
    const { shell } = await openBench();
    await shell.run('sleep 0.123');
    expect(
      await shell.run(
        'aws ecr create-repository --repository-name web --region eu-west-1 --query repository.[repositoryUri,createdAt] --output text',
      ),
    ).toEqual(out('123456789012.dkr.ecr.eu-west-1.amazonaws.com/web\t2026-01-05T09:00:00.123000+00:00\n'));
  });

  it('knows the caller', async () => {
    const { shell } = await openBench();
    expect(await shell.run('aws sts get-caller-identity --query Arn')).toEqual(
      out('"arn:aws:iam::123456789012:user/learner"\n'),
    );
    await shell.run('aws configure set aws_access_key_id AKIAWRONG');
    expect(await shell.run('aws sts get-caller-identity')).toEqual(
      out(
        '',
        '\nAn error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid.\n',
        254,
      ),
    );
  });

  it('asks for a Region and for credentials when there are none', async () => {
    const { shell } = await openBench();
    await shell.run('rm ~/.aws/config');
    expect(await shell.run('aws ecs list-clusters')).toEqual(
      out(
        '',
        '\nYou must specify a region. You can also configure your region by running "aws configure".\n',
        253,
      ),
    );
    await shell.run('rm ~/.aws/credentials; aws configure set region us-east-1');
    expect(await shell.run('aws ecs list-clusters')).toEqual(
      out(
        '',
        '\nUnable to locate credentials. You can configure credentials by running "aws configure".\n',
        253,
      ),
    );
  });

  it('waits for a task in virtual time, six seconds a try', async () => {
    const { shell, now, subnet } = await withTask();
    const arn = (
      await shell.run(
        `aws ecs run-task --cluster lab --task-definition web --launch-type FARGATE --network-configuration 'awsvpcConfiguration={subnets=[${subnet}],assignPublicIp=ENABLED}' --query 'tasks[0].taskArn' --output text`,
      )
    ).stdout.trim();
    expect(arn).toMatch(/^arn:aws:ecs:us-east-1:123456789012:task\/lab\/[0-9a-f]{32}$/);
    expect(await shell.run(`aws ecs wait tasks-running --cluster lab --tasks ${arn}`)).toEqual(out(''));
    expect(now() % 6000).toBe(0);
    expect(now()).toBeGreaterThan(12_000);
    expect(
      await shell.run(
        `aws ecs describe-tasks --cluster lab --tasks ${arn} --query 'tasks[].lastStatus' --output text`,
      ),
    ).toEqual(out('RUNNING\n'));
    await shell.run(`aws ecs stop-task --cluster lab --task ${arn}`);
    expect(await shell.run(`aws ecs wait tasks-stopped --cluster lab --tasks ${arn}`)).toEqual(out(''));
    expect(await shell.run(`aws ecs wait tasks-running --cluster lab --tasks ${arn}`)).toEqual(
      out(
        '',
        '\nWaiter TasksRunning failed: Waiter encountered a terminal failure state: For expression "tasks[].lastStatus" we matched expected path: "STOPPED" at least once\n',
        255,
      ),
    );
  });

  it('reads input from a file, and options win over it', async () => {
    const { shell, calls } = await openBench({ 'taskdef.json': taskdef });
    await shell.run(
      'aws ecs register-task-definition --cli-input-json file://taskdef.json --family other --cpu 512 --memory 1024',
    );
    expect(calls.at(-1)).toEqual({
      service: 'ecs',
      operation: 'RegisterTaskDefinition',
      input: { ...(JSON.parse(taskdef) as object), family: 'other', cpu: '512', memory: '1024' },
      region: 'us-east-1',
      principal: 'arn:aws:iam::123456789012:user/learner',
    });
  });

  it('prints a skeleton of the types that its own validation takes', async () => {
    const { shell } = await openBench();
    const { stdout, exitCode } = await shell.run(
      'aws ecs run-task --generate-cli-skeleton > skeleton.json; jq -r "keys | length" skeleton.json',
    );
    expect({ stdout, exitCode }).toEqual({ stdout: '19\n', exitCode: 0 });
    expect((await shell.run('aws ecs run-task --cli-input-json file://skeleton.json')).stderr).not.toMatch(
      /Unknown parameter|Invalid type/,
    );
  });

  it('keeps the legacy get-login as AWS CLI v1 has it', async () => {
    const { shell } = await openBench();
    const { stdout } = await shell.run('aws ecr get-login --no-include-email');
    expect(stdout.replace(/-p \S+/, '-p …')).toBe(
      'docker login -u AWS -p … https://123456789012.dkr.ecr.us-east-1.amazonaws.com\n',
    );
    expect(await shell.run('$(aws ecr get-login --no-include-email)')).toEqual(
      out('Login Succeeded\n', 'WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n'),
    );
  });

  it('has help for a service, an operation and itself', async () => {
    const { shell } = await openBench();
    for (const line of [
      'aws help',
      'aws ecs help',
      'aws ecr wait help',
      'aws ecr get-login help',
      'aws ecs run-task help',
    ]) {
      const { stdout, stderr, exitCode } = await shell.run(line);
      expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
      expect(stdout).toMatch(/^NAME\n/);
    }
    expect((await shell.run('aws ecs run-task help')).stdout).toMatch(
      /--task-definition \(string\)\n {10}The `?family/,
    );
  });
});
