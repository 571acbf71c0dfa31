import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { createRequestHandler } from '../../../simulator/api/request-handler.ts';
import { defaultRegion, foldCloud, learner } from '../../../simulator/index.ts';
import { hands, runOne, subnetsOf, webDefinition, type Hands } from '../cloud.ts';
import { createShop, harbour } from '../ecs/harbour.ts';
import { front, health, targetGroupIn, visit } from './harbour.ts';

const addressOf = (one: ReturnType<typeof hands>, task: string): string =>
  one.cloud.state.regions.get(defaultRegion)!.ecs.tasks.get(task)!.networkInterface.privateIpv4Address;

function worldWithTarget(group: object = {}) {
  const one = hands();
  const at = front(one, group);
  const task = runOne(one);
  one.wind(200_000);
  const Targets = [{ Id: addressOf(one, task), Port: 80 }];
  one.ask('elbv2', 'RegisterTargets', { TargetGroupArn: at.targetGroup, Targets });
  return { one, at, task, Targets };
}

describe('a target', () => {
  test('is initial, passes one check and is healthy; deregistered, it drains and is gone', () => {
    const { one, at, Targets } = worldWithTarget();
    expect(health(one, at.targetGroup)).toEqual(['initial: Target registration is in progress']);
    one.wind(3_000);
    expect(health(one, at.targetGroup)).toEqual(['healthy']);
    one.ask('elbv2', 'DeregisterTargets', { TargetGroupArn: at.targetGroup, Targets });
    expect(health(one, at.targetGroup)).toEqual(['draining: Target deregistration is in progress']);
    one.wind(299_000);
    expect(health(one, at.targetGroup)).toHaveLength(1);
    one.wind(2_000);
    expect(health(one, at.targetGroup)).toEqual([]);
  });

  test.each([
    [{ HealthCheckPath: '/nowhere' }, 'unhealthy: Health checks failed with these codes: [404]'],
    [{ HealthCheckPath: '/nowhere', Matcher: { HttpCode: '200-299,404' } }, 'healthy'],
    [{ HealthCheckPort: '8080' }, 'unhealthy: Health checks failed'],
  ])('with %j becomes %s at the second failed check', (group, state) => {
    const { one, at } = worldWithTarget(group);
    one.wind(3_000);
    if (state !== 'healthy')
      expect(health(one, at.targetGroup)).toEqual(['initial: Initial health checks in progress']);
    one.wind(30_000);
    expect(health(one, at.targetGroup)).toEqual([state]);
  });

  test('of nobody times out', () => {
    const one = hands();
    const at = front(one);
    one.ask('elbv2', 'RegisterTargets', { TargetGroupArn: at.targetGroup, Targets: [{ Id: '172.31.9.9' }] });
    one.wind(40_000);
    expect(health(one, at.targetGroup)).toEqual(['unhealthy: Request timed out']);
    expect(one.cloud.next ?? Infinity).toBeGreaterThan(one.cloud.now + 60_000);
  });

  test('is unused while no listener forwards to its group', () => {
    const { one, at } = worldWithTarget();
    one.wind(3_000);
    one.ask('elbv2', 'DeleteListener', { ListenerArn: at.listener });
    expect(health(one, at.targetGroup)).toEqual([
      'unused: Target group is not configured to receive traffic from the load balancer',
    ]);
    one.ask('elbv2', 'CreateListener', {
      LoadBalancerArn: at.loadBalancer,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: at.targetGroup }],
    });
    one.wind(3_000);
    expect(health(one, at.targetGroup)).toEqual(['healthy']);
  });

  test('comes back when it is registered again while it drains', () => {
    const { one, at, Targets } = worldWithTarget();
    one.wind(3_000);
    one.ask('elbv2', 'DeregisterTargets', { TargetGroupArn: at.targetGroup, Targets });
    one.wind(60_000);
    one.ask('elbv2', 'RegisterTargets', { TargetGroupArn: at.targetGroup, Targets });
    one.wind(300_000);
    expect(health(one, at.targetGroup)).toEqual(['healthy']);
    expect(foldCloud(one.journal, { seed: 'test' }).snapshot()).toBe(one.cloud.snapshot());
  });
});

describe('a load balancer', () => {
  test('answers with its target’s page once it is active, with 503 when it has no target', () => {
    const { one, at, Targets } = worldWithTarget();
    one.wind(3_000);
    expect(visit(one, at.dnsName)).toEqual({
      status: 200,
      body: '<html><body><h1>It works!</h1></body></html>\n',
    });
    expect(visit(one, at.dnsName, { port: 8080 })).toEqual({ failure: 'timeout' });
    expect(visit(one, 'example.com')).toBeUndefined();
    one.ask('elbv2', 'DeregisterTargets', { TargetGroupArn: at.targetGroup, Targets });
    one.wind(301_000);
    expect(visit(one, at.dnsName)).toMatchObject({ status: 503 });
  });

  test('tries its rules by priority', () => {
    const { one, at } = worldWithTarget();
    one.wind(3_000);
    const rule = (Priority: number, Conditions: object[], Actions: object[]) =>
      one.ask('elbv2', 'CreateRule', { ListenerArn: at.listener, Priority, Conditions, Actions }).Rules[0];
    const fixed = (StatusCode: string) => ({
      Type: 'fixed-response',
      FixedResponseConfig: { StatusCode, MessageBody: StatusCode },
    });
    rule(20, [{ Field: 'path-pattern', Values: ['/api/*'] }], [fixed('418')]);
    rule(
      10,
      [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Test', Values: ['yes'] } }],
      [fixed('202')],
    );
    rule(
      30,
      [{ Field: 'path-pattern', Values: ['/old'] }],
      [
        {
          Type: 'redirect',
          RedirectConfig: { StatusCode: 'HTTP_301', Path: '/new', Protocol: 'HTTPS', Port: '443' },
        },
      ],
    );
    expect(visit(one, at.dnsName, { path: '/api/v1' })).toEqual({ status: 418, body: '418' });
    expect(visit(one, at.dnsName, { path: '/api/v1', headers: { 'x-test': 'yes' } })).toMatchObject({
      status: 202,
    });
    expect(visit(one, at.dnsName, { path: '/old?a=b' })).toMatchObject({
      status: 301,
      location: `https://${at.dnsName}:443/new?a=b`,
    });
    expect(visit(one, at.dnsName, { path: '/other' })).toMatchObject({ status: 404 });
    expect(
      one.ask('elbv2', 'DescribeRules', { ListenerArn: at.listener }).Rules.map((each: any) => each.Priority),
    ).toEqual(['10', '20', '30', 'default']);
  });

  test('speaks the Query protocol to the SDK', async () => {
    const one = hands();
    const at = front(one);
    one.wind(180_000);
    const client = new ElasticLoadBalancingV2Client({
      region: defaultRegion,
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
      requestHandler: createRequestHandler(
        (call) => one.cloud.apply({ type: 'call', at: one.cloud.now, call }),
        {
          region: defaultRegion,
          principal: learner,
        },
      ),
    });
    const { LoadBalancers } = await client.send(new DescribeLoadBalancersCommand({ Names: ['shop'] }));
    expect(LoadBalancers).toMatchObject([
      {
        LoadBalancerArn: at.loadBalancer,
        DNSName: at.dnsName,
        State: { Code: 'active' },
        Type: 'application',
        CreatedTime: new Date('2026-01-05T09:00:00Z'),
      },
    ]);
    await expect(client.send(new DescribeLoadBalancersCommand({ Names: ['nope'] }))).rejects.toMatchObject({
      name: 'LoadBalancerNotFoundException',
    });
  });
});

test.each([
  ['CreateLoadBalancer', { Name: 'a_b' }, 'ValidationError', /can only contain characters/],
  [
    'CreateTargetGroup',
    { Name: 'shop', Protocol: 'HTTP', Port: 81 },
    'DuplicateTargetGroupName',
    /'shop' exists/,
  ],
  ['CreateTargetGroup', { Name: 'x', Protocol: 'HTTP' }, 'ValidationError', /^A port must be specified$/],
  [
    'DescribeTargetHealth',
    { TargetGroupArn: 'x' },
    'TargetGroupNotFound',
    /^One or more target groups not found$/,
  ],
  [
    'DeleteTargetGroup',
    {},
    'ResourceInUse',
    /^Target group '.*' is currently in use by a listener or a rule$/,
  ],
  [
    'CreateListener',
    { Protocol: 'HTTP', Port: 80 },
    'DuplicateListener',
    /^A listener already exists on this port/,
  ],
  ['CreateListener', { Protocol: 'TCP', Port: 81 }, 'ValidationError', /must be one of 'HTTP, HTTPS'/],
  ['CreateRule', { Priority: 0 }, 'ValidationError', /^Priority '0' must be between/],
])('%s refuses %j', (operation, wrong, code, message) => {
  const one = hands();
  const at = front(one);
  const before = one.cloud.snapshot();
  const refusal = one.refusal('elbv2', operation, {
    LoadBalancerArn: at.loadBalancer,
    TargetGroupArn: at.targetGroup,
    ListenerArn: at.listener,
    VpcId: one.cloud.state.regions.get(defaultRegion)!.vpc.vpcId,
    TargetType: 'ip',
    DefaultActions: [{ Type: 'forward', TargetGroupArn: at.targetGroup }],
    Conditions: [{ Field: 'path-pattern', Values: ['/'] }],
    Actions: [{ Type: 'forward', TargetGroupArn: at.targetGroup }],
    Subnets: subnetsOf(one),
    ...wrong,
  });
  expect(refusal).toMatchObject({ code, message: expect.stringMatching(message) });
  expect(one.cloud.snapshot()).toBe(before);
});

test('attributes of a target group', () => {
  const one = hands();
  const TargetGroupArn = targetGroupIn(one, 'quick');
  const set = (Value: string) => ({
    TargetGroupArn,
    Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value }],
  });
  expect(one.refusal('elbv2', 'ModifyTargetGroupAttributes', set('4000')).code).toBe('ValidationError');
  expect(one.ask('elbv2', 'ModifyTargetGroupAttributes', set('5')).Attributes).toContainEqual({
    Key: 'deregistration_delay.timeout_seconds',
    Value: '5',
  });
});

describe('security groups', () => {
  const rule = { IpProtocol: 'tcp', FromPort: 80, ToPort: 80 };
  const group = (one: Hands, GroupName: string) =>
    one.ask('ec2', 'CreateSecurityGroup', { GroupName, Description: GroupName }).GroupId;

  test('must let the load balancer in to the tasks, and visitors in to the load balancer', () => {
    const one = harbour();
    const { loadBalancer, dnsName, targetGroup } = front(one);
    const tasks = group(one, 'tasks');
    const [balancer] = one.ask('elbv2', 'DescribeLoadBalancers', { LoadBalancerArns: [loadBalancer] })
      .LoadBalancers[0].SecurityGroups;
    createShop(one, {
      loadBalancers: [{ targetGroupArn: targetGroup, containerName: 'web', containerPort: 80 }],
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: subnetsOf(one),
          securityGroups: [tasks],
          assignPublicIp: 'ENABLED',
        },
      },
      desiredCount: 1,
      healthCheckGracePeriodSeconds: 3_600,
    });
    one.wind(300_000);
    expect(health(one, targetGroup)).toEqual(['unhealthy: Request timed out']);
    one.ask('ec2', 'AuthorizeSecurityGroupIngress', {
      GroupId: tasks,
      IpPermissions: [{ ...rule, UserIdGroupPairs: [{ GroupId: balancer }] }],
    });
    one.wind(200_000);
    expect(health(one, targetGroup)).toEqual(['healthy']);
    const get = () => one.ask('http', 'GET', { url: `http://${dnsName}/` });
    expect(get()).toEqual({ kind: 'unreachable' });
    one.ask('ec2', 'AuthorizeSecurityGroupIngress', {
      GroupId: balancer,
      IpPermissions: [{ ...rule, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    });
    expect(get()).toMatchObject({ kind: 'answers', status: 200 });
  });
});

test('tasks on instances are targets at the ports of their hosts', () => {
  const one = harbour();
  const { targetGroup, dnsName } = front(one, { TargetType: 'instance' });
  const { containerInstance } = one.ask('ecs', 'RegisterContainerInstance', {
    cluster: 'harbour',
    instanceIdentityDocument:
      '{"instanceId":"i-1","instanceType":"t3.medium","availabilityZone":"us-east-1a"}',
  });
  one.ask('ecs', 'RegisterTaskDefinition', {
    family: 'bridge',
    networkMode: 'bridge',
    containerDefinitions: [{ ...webDefinition.containerDefinitions[0], memory: 128 }],
  });
  one.ask('ecs', 'CreateService', {
    cluster: 'harbour',
    serviceName: 'bridge',
    taskDefinition: 'bridge',
    desiredCount: 2,
    loadBalancers: [{ targetGroupArn: targetGroup, containerName: 'web', containerPort: 80 }],
  });
  one.wind(180_000);
  const { TargetHealthDescriptions: targets } = one.ask('elbv2', 'DescribeTargetHealth', {
    TargetGroupArn: targetGroup,
  });
  expect(targets.map(({ Target, TargetHealth }: any) => [Target.Id, TargetHealth.State])).toEqual([
    [containerInstance.ec2InstanceId, 'healthy'],
    [containerInstance.ec2InstanceId, 'healthy'],
  ]);
  expect(targets.map(({ Target }: any) => Target.Port > 32_767)).toEqual([true, true]);
  expect(visit(one, dnsName)).toMatchObject({ status: 200 });
  // Whoever may come in finds each task at its port of the host, and nobody behind another.
  const { GroupId } = one.ask('ec2', 'DescribeSecurityGroups').SecurityGroups[0];
  one.ask('ec2', 'AuthorizeSecurityGroupIngress', {
    GroupId,
    IpProtocol: 'tcp',
    FromPort: 0,
    ToPort: 65_535,
    CidrIp: '0.0.0.0/0',
  });
  const [task] = one.cloud.state.regions.get('us-east-1')!.ecs.tasks.values();
  const host = task!.networkInterface.publicIpv4Address;
  const get = (port: number) => one.ask('http', 'GET', { url: `http://${host}:${port}/` });
  expect(get(targets[0].Target.Port)).toMatchObject({ kind: 'answers', status: 200 });
  expect(get(80)).toEqual({ kind: 'refused' });
});
