import { describe, expect, it, test } from 'vitest';
import { openBench } from './bench.ts';

/** What a command line sends, or what it says instead. */
async function sent(line: string): Promise<unknown> {
  const bench = await openBench();
  const { stderr } = await bench.shell.run(line);
  return bench.calls.at(-1)?.input ?? stderr.trim();
}

describe('aws ec2 authorize-security-group-ingress', () => {
  const command = 'aws ec2 authorize-security-group-ingress --group-id sg-1';
  const all = [{ CidrIp: '0.0.0.0/0' }];

  test.each<[string, unknown]>([
    [
      '--protocol tcp --port 80 --cidr 0.0.0.0/0',
      [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: all }],
    ],
    [
      '--protocol tcp --port 8000-8080 --source-group sg-2',
      [{ IpProtocol: 'tcp', FromPort: 8000, ToPort: 8080, UserIdGroupPairs: [{ GroupId: 'sg-2' }] }],
    ],
    [
      '--protocol all --source-group web --group-owner 123456789012',
      [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupName: 'web', UserId: '123456789012' }] }],
    ],
    [
      '--protocol icmp --port all --cidr 0.0.0.0/0',
      [{ IpProtocol: 'icmp', FromPort: -1, ToPort: -1, IpRanges: all }],
    ],
    [
      '--ip-permissions IpProtocol=tcp,FromPort=80,ToPort=80,IpRanges=[{CidrIp=0.0.0.0/0}]',
      [{ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: all }],
    ],
  ])('%s', async (options, IpPermissions) => {
    expect(await sent(`${command} ${options}`)).toEqual({ GroupId: 'sg-1', IpPermissions });
  });

  test.each([
    [
      '--protocol carrier-pigeon',
      'protocol parameter should be one of: tcp|udp|icmp|all or any valid protocol number.',
    ],
    ['--protocol 300', 'protocol numbers must be in the range 0-255 or -1 to specify all protocols'],
    ['--protocol tcp --port http', 'port parameter should be of the form <from[-to]> (e.g. 22 or 22-25)'],
    [
      '--ip-permissions IpProtocol=tcp --port 80',
      'The --port option is not compatible with the --ip-permissions option',
    ],
  ])('%s', async (options, message) => {
    expect(await sent(`${command} ${options}`)).toBe(message);
  });
});

describe('aws ec2 run-instances', () => {
  it('starts one instance unless told how many', async () => {
    const command = 'aws ec2 run-instances --image-id ami-1 --instance-type t3.micro';
    const input = { ImageId: 'ami-1', InstanceType: 't3.micro' };
    expect(await sent(command)).toEqual({ ...input, MinCount: 1, MaxCount: 1 });
    expect(await sent(`${command} --count 2:3`)).toEqual({ ...input, MinCount: 2, MaxCount: 3 });
    expect(await sent(`${command} --count some`)).toBe(
      'count parameter should be of the form min[:max] (e.g. 1 or 1:10)',
    );
  });
});

test('the recipe of the ECS documentation finds a task’s public address', async () => {
  const bench = await openBench();
  const run = async (line: string) => (await bench.shell.run(line)).stdout.trim();
  await run(`aws ecs create-cluster --cluster-name lab
aws ecs register-task-definition --family web --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 --container-definitions name=web,image=httpd:2.4
SUBNET=$(aws ec2 describe-subnets --filters Name=availability-zone,Values=us-east-1a --query 'Subnets[0].SubnetId' --output text)
TASK=$(aws ecs run-task --cluster lab --task-definition web --launch-type FARGATE --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}" --query 'tasks[0].taskArn' --output text)
aws ecs wait tasks-running --cluster lab --tasks $TASK`);
  const ip =
    await run(`ENI=$(aws ecs describe-tasks --cluster lab --tasks $TASK --query "tasks[0].attachments[0].details[?name=='networkInterfaceId'].value" --output text)
aws ec2 describe-network-interfaces --network-interface-ids $ENI --query 'NetworkInterfaces[0].Association.PublicIp' --output text`);
  const [task] = bench.cloud.state.regions.get('us-east-1')!.ecs.tasks.values();
  expect(ip).toBe(task!.networkInterface.publicIpv4Address);
});
