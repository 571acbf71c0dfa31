import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import {
  CreateLaunchTemplateCommand,
  CreateVpcEndpointCommand,
  DescribeInstancesCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeTargetGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve, type Serving } from '../../cli/serve.ts';
import { aws as runAws, awsCli } from './aws-cli.ts';

let serving: Serving;
const config = () => ({
  endpoint: serving.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
});

beforeAll(async () => {
  serving = await serve({ port: 0, speed: 0, seed: 'query' });
});
afterAll(() => serving.close());

describe('@aws-sdk/client-ec2 speaks EC2 Query', () => {
  test('with filters, dates, nested lists, empty lists and errors', async () => {
    const ec2 = new EC2Client(config());
    const { Subnets = [] } = await ec2.send(
      new DescribeSubnetsCommand({ Filters: [{ Name: 'availability-zone', Values: ['us-east-1b', 'x'] }] }),
    );
    expect(Subnets).toMatchObject([
      { AvailabilityZone: 'us-east-1b', AvailableIpAddressCount: 4091, MapPublicIpOnLaunch: true },
    ]);
    const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
    const { VpcEndpoint } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId: Vpcs[0]!.VpcId!,
        VpcEndpointType: 'Interface',
        ServiceName: 'com.amazonaws.us-east-1.logs',
        SubnetIds: [Subnets[0]!.SubnetId!],
        TagSpecifications: [{ ResourceType: 'vpc-endpoint', Tags: [{ Key: 'Name', Value: 'a & b <c>' }] }],
      }),
    );
    const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand({}));
    expect(VpcEndpoints).toEqual([VpcEndpoint]);
    expect(VpcEndpoint).toMatchObject({
      CreationTimestamp: new Date('2026-01-05T09:00:00Z'),
      PrivateDnsEnabled: true,
      RouteTableIds: [],
      SubnetIds: [Subnets[0]!.SubnetId],
      Tags: [{ Key: 'Name', Value: 'a & b <c>' }],
    });
    const { Instances } = await ec2.send(
      new RunInstancesCommand({ ImageId: 'ami-1', InstanceType: 't3.micro', MinCount: 2, MaxCount: 2 }),
    );
    const { Reservations } = await ec2.send(
      new DescribeInstancesCommand({ InstanceIds: Instances!.map(({ InstanceId }) => InstanceId!) }),
    );
    expect(Reservations?.[0]?.Instances?.map(({ State }) => State)).toEqual([
      { Code: 0, Name: 'pending' },
      { Code: 0, Name: 'pending' },
    ]);
    await expect(ec2.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-0'] }))).rejects.toMatchObject({
      name: 'InvalidSubnetID.NotFound',
      message: "The subnet ID 'subnet-0' does not exist",
    });
  });
});

// `npm test` installs the AWS CLI where it can; elsewhere these tests are skipped and counted so.
describe.skipIf(!awsCli)('the AWS CLI', { timeout: 120_000 }, () => {
  async function aws(line: string): Promise<any> {
    const text = await runAws({ url: serving.url, words: ['--output', 'json', ...line.split(' ')] });
    return text === '' ? {} : JSON.parse(text);
  }

  test('opens a port of a security group, and is told when it is open already', async () => {
    const { GroupId } = await aws('ec2 create-security-group --group-name web --description web');
    const rule = `ec2 authorize-security-group-ingress --group-id ${GroupId} --protocol tcp --port 80 --cidr 0.0.0.0/0`;
    expect(await aws(rule)).toMatchObject({
      Return: true,
      SecurityGroupRules: [{ GroupId, IsEgress: false, FromPort: 80, CidrIpv4: '0.0.0.0/0' }],
    });
    await expect(aws(rule)).rejects.toMatchObject({
      stderr: expect.stringContaining(
        'An error occurred (InvalidPermission.Duplicate) when calling the AuthorizeSecurityGroupIngress operation: the specified rule "peer: 0.0.0.0/0, TCP, from port: 80, to port: 80, ALLOW" already exists',
      ),
    });
  });

  test('makes an Auto Scaling group and a target group', async () => {
    const ec2 = new EC2Client(config());
    await ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName: 'hosts',
        LaunchTemplateData: { ImageId: 'ami-1', InstanceType: 't3.micro' },
      }),
    );
    await aws(
      'autoscaling create-auto-scaling-group --auto-scaling-group-name hosts --launch-template LaunchTemplateName=hosts --min-size 1 --max-size 2 --availability-zones us-east-1a us-east-1b',
    );
    const autoScaling = new AutoScalingClient(config());
    const { AutoScalingGroups } = await autoScaling.send(new DescribeAutoScalingGroupsCommand({}));
    expect(AutoScalingGroups).toMatchObject([
      { AutoScalingGroupName: 'hosts', MinSize: 1, DesiredCapacity: 1, CreatedTime: expect.any(Date) },
    ]);
    const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
    const { TargetGroups } = await aws(
      `elbv2 create-target-group --name shop --protocol HTTP --port 80 --target-type ip --vpc-id ${Vpcs[0]!.VpcId}`,
    );
    const elb = new ElasticLoadBalancingV2Client(config());
    expect((await elb.send(new DescribeTargetGroupsCommand({}))).TargetGroups).toMatchObject(TargetGroups);
  });

  test('has a build run, and CodeDeploy’s configurations listed', async () => {
    const iam = new IAMClient(config());
    const trust = {
      Effect: 'Allow',
      Principal: { Service: 'codebuild.amazonaws.com' },
      Action: 'sts:AssumeRole',
    };
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'build',
        AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
      }),
    );
    await iam.send(
      new AttachRolePolicyCommand({
        RoleName: 'build',
        PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
    );
    const environment =
      'type=LINUX_CONTAINER,image=aws/codebuild/standard:7.0,computeType=BUILD_GENERAL1_SMALL';
    const buildspec = '{"version":0.2,"phases":{"build":{"commands":["pwd"]}}}';
    const role = 'arn:aws:iam::123456789012:role/build';
    const source = JSON.stringify({ type: 'NO_SOURCE', buildspec });
    await aws(
      `codebuild create-project --name web --source ${source} --artifacts type=NO_ARTIFACTS --environment ${environment} --service-role ${role}`,
    );
    const { build } = await aws('codebuild start-build --project-name web');
    await fetch(`${serving.url}/_drydock/clock`, { method: 'POST', body: '{"advance": 120}' });
    const { builds } = await aws(`codebuild batch-get-builds --ids ${build.id}`);
    expect(builds).toMatchObject([{ buildStatus: 'SUCCEEDED', currentPhase: 'COMPLETED' }]);
    const { deploymentConfigsList } = await aws('deploy list-deployment-configs');
    expect(deploymentConfigsList).toContain('CodeDeployDefault.ECSAllAtOnce');
  });
});
