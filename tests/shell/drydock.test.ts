import { expect, test } from 'vitest';
import { openBench } from './bench.ts';

test('drydock fault lists, shows, injects and clears', async () => {
  const { shell } = await openBench();
  const run = (line: string) => shell.run(line);
  expect((await run('drydock fault list')).stdout).toMatch(
    /^Faults:\n {2}zone-outage +Availability Zone outage\n[\s\S]*\nBroken now:\n {2}nothing\n$/,
  );
  expect((await run('drydock fault show no-capacity')).stdout).toContain(
    'Capacity is unavailable at this time.',
  );
  expect(await run('drydock fault inject zone-outage zone=us-east-1a')).toEqual({
    stdout: 'zone-outage is fault 1: drydock fault clear 1 takes it back.\n',
    stderr: '',
    exitCode: 0,
  });
  expect((await run('drydock fault list')).stdout).toMatch(
    /Broken now:\n {2}1 {2}zone-outage {2}zone=us-east-1a\n$/,
  );
  expect((await run('drydock fault clear 1')).stdout).toBe('Cleared fault 1.\n');
  expect(await run('drydock fault inject no-capacity --after 60')).toEqual({
    stdout: 'no-capacity will happen in 60 s of virtual time.\n',
    stderr: '',
    exitCode: 0,
  });
  await run('sleep 61');
  expect((await run('drydock fault list')).stdout).toMatch(/Broken now:\n {2}2 {2}no-capacity\n$/);
});

test('drydock says what is wrong with a command line', async () => {
  const { shell } = await openBench();
  expect(await shell.run('drydock fault inject zone-outage')).toEqual({
    stdout: '',
    stderr: 'drydock: zone-outage needs zone: Availability Zone, such as us-east-1a.\n',
    exitCode: 1,
  });
  expect(await shell.run('drydock fault inject no-capacity FARGATE')).toEqual({
    stdout: '',
    stderr: 'drydock: FARGATE is no parameter: write NAME=VALUE\n',
    exitCode: 1,
  });
  expect((await shell.run('drydock')).stdout).toContain('drydock fault inject ID');
});

test('drydock load gives a service something to do', async () => {
  const { shell } = await openBench();
  await shell.run('aws ecs create-cluster --cluster-name drydock');
  await shell.run(
    `aws ecs register-task-definition --family web --network-mode awsvpc --requires-compatibilities FARGATE --cpu 256 --memory 512 --container-definitions '[{"name":"web","image":"public.ecr.aws/docker/library/httpd:2.4"}]'`,
  );
  await shell.run(
    'aws ecs create-service --cluster drydock --service-name web --task-definition web --desired-count 1 --launch-type FARGATE --network-configuration "awsvpcConfiguration={subnets=[$(aws ec2 describe-subnets --query "Subnets[0].SubnetId" --output text)],assignPublicIp=ENABLED}"',
  );
  expect(await shell.run('drydock load web --cluster drydock cpu=90 requests=5')).toEqual({
    stdout: 'web now has cpu = 90 and requests = 5.\n',
    stderr: '',
    exitCode: 0,
  });
  expect((await shell.run('drydock load web cpu=90')).stderr).toMatch(/^drydock: There is no service .*web/);
  expect((await shell.run('drydock load web --cluster drydock memory=5')).stderr).toBe(
    'drydock: memory=5 is no load: write requests=N or cpu=P, with a number from 0 up\n',
  );
  expect((await shell.run('drydock load web --cluster drydock')).exitCode).toBe(1);
});

test('drydock commit pushes the files of a folder, which a build takes as its source', async () => {
  const buildspec = 'version: 0.2\nphases:\n  build:\n    commands:\n      - cat greeting.txt\n';
  const { shell } = await openBench({ 'app/buildspec.yml': buildspec, 'app/greeting.txt': 'Ahoy\n' });
  expect((await shell.run('drydock commit shop app')).stderr).toBe(
    'drydock: name the repository as OWNER/NAME: drydock commit octo/shop .\n',
  );
  expect((await shell.run('drydock commit octo/shop app -m "Say hello"')).stdout).toMatch(
    /^\[main [0-9a-f]{7}\] Say hello\n 2 files in octo\/shop\n$/,
  );
  const trust =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"codebuild.amazonaws.com"},"Action":"sts:AssumeRole"}]}';
  const { stdout } =
    await shell.run(`aws iam create-role --role-name build --assume-role-policy-document '${trust}' > /dev/null
aws iam attach-role-policy --role-name build --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
aws codebuild create-project --name shop --source type=GITHUB,location=https://github.com/octo/shop --artifacts type=NO_ARTIFACTS --environment type=LINUX_CONTAINER,image=aws/codebuild/amazonlinux-x86_64-standard:5.0,computeType=BUILD_GENERAL1_SMALL --service-role arn:aws:iam::123456789012:role/build > /dev/null
ID=$(aws codebuild start-build --project-name shop --query build.id --output text)
sleep 60
aws codebuild batch-get-builds --ids $ID --query 'builds[0].buildStatus' --output text
aws logs tail /aws/codebuild/shop --format short | cut -c 21-`);
  expect(stdout.split('\n')[0]).toBe('SUCCEEDED');
  expect(stdout).toContain('\nAhoy\n');
});
