import { describe, expect, test } from 'vitest';
import { webDefinition, type Hands } from '../cloud.ts';
import { behaving, harbour, shop, shopInput } from '../ecs/harbour.ts';
import { front, targetGroupIn, visit } from './harbour.ts';
import { roleFor } from './roles.ts';

const role = 'arn:aws:iam::123456789012:role/codedeploy';
const names = { applicationName: 'shop', deploymentGroupName: 'blue-green' };
const at = { clusterName: 'harbour', serviceName: 'shop' };

interface Dock {
  one: Hands;
  dnsName: string;
  groups: string[];
  listener: string;
}

/** The input of a deployment group for the service `shop`. */
const groupInput = (listener: string, more: object = {}) => ({
  ...names,
  serviceRoleArn: role,
  deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
  blueGreenDeploymentConfiguration: {
    deploymentReadyOption: { actionOnTimeout: 'CONTINUE_DEPLOYMENT', waitTimeInMinutes: 0 },
    terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 5 },
  },
  loadBalancerInfo: {
    targetGroupPairInfoList: [
      { targetGroups: [{ name: 'shop' }, { name: 'green' }], prodTrafficRoute: { listenerArns: [listener] } },
    ],
  },
  ecsServices: [at],
  ...more,
});

/** A CODE_DEPLOY service with two tasks behind a load balancer, and all that CodeDeploy needs to deploy it. */
function dock(more: object = {}): Dock {
  const one = harbour();
  const { targetGroup, dnsName, listener } = front(one);
  const green = targetGroupIn(one, 'green');
  one.ask('ecs', 'CreateService', {
    ...shopInput(one),
    deploymentController: { type: 'CODE_DEPLOY' },
    loadBalancers: [{ targetGroupArn: targetGroup, containerName: 'web', containerPort: 80 }],
  });
  roleFor(one, 'codedeploy', 'codedeploy.amazonaws.com', '*');
  one.ask('deploy', 'CreateApplication', { applicationName: 'shop', computePlatform: 'ECS' });
  one.ask('deploy', 'CreateDeploymentGroup', groupInput(listener, more));
  one.wind(180_000);
  return { one, dnsName, groups: [targetGroup, green], listener };
}

const appSpec = (taskDefinition: string, hooks = '') => `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: "${taskDefinition}"
        LoadBalancerInfo:
          ContainerName: "web"
          ContainerPort: 80
${hooks}`;

function deploy(one: Hands, content: string, more: object = {}): string {
  return one.ask('deploy', 'CreateDeployment', {
    ...names,
    revision: { revisionType: 'AppSpecContent', appSpecContent: { content } },
    ...more,
  }).deploymentId;
}
/** Registers the next revision of `web` and gives its ARN. */
const revision = (one: Hands, definition: object = webDefinition): string =>
  one.ask('ecs', 'RegisterTaskDefinition', definition).taskDefinition.taskDefinitionArn;
const info = (one: Hands, deploymentId: string) =>
  one.ask('deploy', 'GetDeployment', { deploymentId }).deploymentInfo;
const target = (one: Hands, deploymentId: string) =>
  one.ask('deploy', 'GetDeploymentTarget', { deploymentId, targetId: 'harbour:shop' }).deploymentTarget
    .ecsTarget;
const events = (one: Hands, id: string): string[] =>
  target(one, id).lifecycleEvents.map((each: any) => `${each.lifecycleEventName} ${each.status}`);
const weights = (one: Hands, id: string): string[] =>
  target(one, id).taskSetsInfo.map(
    (each: any) =>
      `${each.taskSetLabel} ${each.status} ${each.runningCount} ${each.trafficWeight}% ${each.targetGroup.name}`,
  );

describe('a deployment of CodeDeploy', () => {
  test('installs a replacement, gives it all traffic, waits, and ends the original', () => {
    const { one, dnsName, groups, listener } = dock();
    const id = deploy(one, appSpec(revision(one)));
    expect(id).toMatch(/^d-[A-Z0-9]{9}$/);
    expect(info(one, id)).toMatchObject({ status: 'Created', creator: 'user', computePlatform: 'ECS' });
    one.wind(20_000);
    expect(events(one, id).slice(0, 3)).toEqual([
      'BeforeInstall Succeeded',
      'Install InProgress',
      'AfterInstall Pending',
    ]);
    one.wind(200_000);
    expect(weights(one, id)).toEqual(['Blue ACTIVE 2 0% shop', 'Green PRIMARY 2 100% green']);
    expect(events(one, id)).toEqual([
      'BeforeInstall Succeeded',
      'Install Succeeded',
      'AfterInstall Succeeded',
      'BeforeAllowTraffic Succeeded',
      'AllowTraffic Succeeded',
      'AfterAllowTraffic Succeeded',
    ]);
    expect(
      one.ask('elbv2', 'DescribeListeners', { ListenerArns: [listener] }).Listeners[0].DefaultActions[0]
        .ForwardConfig.TargetGroups,
    ).toEqual([{ TargetGroupArn: groups[1], Weight: 100 }]);
    expect(visit(one, dnsName)).toMatchObject({ status: 200 });
    expect(info(one, id)).toMatchObject({ status: 'InProgress', instanceTerminationWaitTimeStarted: true });
    one.wind(600_000);
    expect(info(one, id)).toMatchObject({
      status: 'Succeeded',
      deploymentOverview: { Succeeded: 1, InProgress: 0 },
    });
    expect(shop(one)).toMatchObject({ runningCount: 2, taskSets: [{ status: 'PRIMARY', runningCount: 2 }] });
    expect(shop(one).taskDefinition).toMatch(/web:2$/);
    expect(
      one.ask('deploy', 'GetDeploymentGroup', names).deploymentGroupInfo.lastSuccessfulDeployment,
    ).toMatchObject({ deploymentId: id, status: 'Succeeded' });
    // The next one goes back to the first target group.
    const next = deploy(one, appSpec(revision(one)));
    one.wind(900_000);
    expect([info(one, next).status, weights(one, next)]).toEqual([
      'Succeeded',
      ['Green PRIMARY 2 100% shop'],
    ]);
    expect(one.ask('deploy', 'ListDeployments', names).deployments).toEqual([next, id]);
  });

  test('as a canary gives a tenth of the traffic first, and the rest after five minutes', () => {
    const { one } = dock();
    const deploymentConfigName = 'CodeDeployDefault.ECSCanary10Percent5Minutes';
    const id = deploy(one, appSpec(revision(one)), { deploymentConfigName });
    const seen = new Set<string>();
    for (let minute = 0; minute < 12; minute++) {
      one.wind(60_000);
      seen.add(weights(one, id).at(-1)!);
    }
    expect([...seen].filter((line) => line.startsWith('Green'))).toEqual([
      expect.stringMatching(/^Green ACTIVE \d 0% green$/),
      'Green ACTIVE 2 10% green',
      'Green PRIMARY 2 100% green',
    ]);
  });

  test('fails on a task definition that is not there, and says what ECS said', () => {
    const { one } = dock();
    const id = deploy(one, appSpec('web:9'));
    one.wind(60_000);
    expect(info(one, id)).toMatchObject({
      status: 'Failed',
      errorInformation: {
        code: 'ECS_UPDATE_ERROR',
        message:
          'The ECS service cannot be updated due to an unexpected error: TaskDefinition not found. (Service: AmazonECS; Status Code: 400; Error Code: ClientException).',
      },
    });
    expect(events(one, id).slice(1, 3)).toEqual(['Install Failed', 'AfterInstall Skipped']);
    expect(shop(one).taskSets).toHaveLength(1);
  });

  test('times out after an hour when the replacement never becomes healthy, and is rolled back', () => {
    const { one } = dock({
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
    });
    const id = deploy(one, appSpec(revision(one, behaving('exits=1@5s'))));
    one.wind(3_900_000);
    const { status, errorInformation, rollbackInfo } = info(one, id);
    expect([status, errorInformation]).toEqual([
      'Failed',
      {
        code: 'TIMEOUT',
        message:
          'The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes.',
      },
    ]);
    expect(info(one, rollbackInfo.rollbackDeploymentId)).toMatchObject({
      status: 'Succeeded',
      creator: 'codeDeployRollback',
      rollbackInfo: { rollbackTriggeringDeploymentId: id },
    });
    expect(shop(one)).toMatchObject({ runningCount: 2, taskSets: [{ status: 'PRIMARY' }] });
  });

  test('goes back when a hook fails after the traffic has gone over', () => {
    const { one, dnsName } = dock({
      autoRollbackConfiguration: { enabled: true, events: ['DEPLOYMENT_FAILURE'] },
    });
    const id = deploy(one, appSpec(revision(one), 'Hooks:\n  - AfterAllowTraffic: "SmokeTestThatFails"\n'));
    one.wind(300_000);
    expect(info(one, id).errorInformation.code).toBe('HOOK_EXECUTION_FAILURE');
    expect(target(one, id).lifecycleEvents.at(-1)).toMatchObject({
      status: 'Failed',
      diagnostics: { message: 'The AfterAllowTraffic hook SmokeTestThatFails reported the status Failed.' },
    });
    expect(shop(one)).toMatchObject({
      taskDefinition: expect.stringMatching(/web:1$/),
      taskSets: [{ status: 'PRIMARY' }],
    });
    expect(visit(one, dnsName)).toMatchObject({ status: 200 });
  });

  test('waits until somebody lets the traffic over, and can be stopped and rolled back', () => {
    const { one } = dock({
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: 'STOP_DEPLOYMENT', waitTimeInMinutes: 30 },
        terminateBlueInstancesOnDeploymentSuccess: { action: 'TERMINATE', terminationWaitTimeInMinutes: 60 },
      },
    });
    const id = deploy(one, appSpec(revision(one)));
    expect(one.refusal('deploy', 'ContinueDeployment', { deploymentId: id }).code).toBe(
      'DeploymentIsNotInReadyStateException',
    );
    one.wind(300_000);
    expect(info(one, id).status).toBe('Ready');
    expect(
      one.refusal('deploy', 'CreateDeployment', {
        ...names,
        revision: { revisionType: 'AppSpecContent', appSpecContent: { content: appSpec('web') } },
      }),
    ).toMatchObject({
      code: 'DeploymentLimitExceededException',
      message: `The Deployment Group 'blue-green' already has an active Deployment '${id}'`,
    });
    one.ask('deploy', 'ContinueDeployment', { deploymentId: id, deploymentWaitType: 'READY_WAIT' });
    one.wind(60_000);
    expect(weights(one, id)).toEqual(['Blue ACTIVE 2 0% shop', 'Green PRIMARY 2 100% green']);
    one.ask('deploy', 'StopDeployment', { deploymentId: id, autoRollbackEnabled: true });
    one.wind(120_000);
    expect(info(one, id)).toMatchObject({ status: 'Stopped', errorInformation: { code: 'MANUAL_STOP' } });
    expect(shop(one).taskSets).toMatchObject([{ status: 'PRIMARY', runningCount: 2 }]);
    expect(shop(one).taskDefinition).toMatch(/web:1$/);
    // Nobody lets the next one over: it stops by itself.
    const next = deploy(one, appSpec(revision(one)));
    one.wind(3_600_000);
    expect(info(one, next).status).toBe('Stopped');
  });

  test('needs a service role that CodeDeploy may take on, and that may change the service', () => {
    const { one } = dock();
    one.ask('iam', 'DeleteRolePolicy', { RoleName: 'codedeploy', PolicyName: 'what-it-may' });
    const id = deploy(one, appSpec(revision(one)));
    one.wind(60_000);
    expect(info(one, id).errorInformation.code).toBe('IAM_ROLE_PERMISSIONS');
  });
});

test.each<[string, object, string]>([
  [
    'CreateDeploymentGroup',
    { ...names, ecsServices: [{ ...at, serviceName: 'other' }] },
    'InvalidECSServiceException',
  ],
  ['CreateDeploymentGroup', { ...names, deploymentStyle: {} }, 'InvalidDeploymentStyleException'],
  [
    'CreateDeploymentGroup',
    { ...names, deploymentConfigName: 'fast' },
    'DeploymentConfigDoesNotExistException',
  ],
  [
    'CreateDeployment',
    { applicationName: 'tea', deploymentGroupName: 'x' },
    'ApplicationDoesNotExistException',
  ],
  ['CreateDeployment', names, 'DeploymentGroupDoesNotExistException'],
  ['GetDeployment', { deploymentId: 'd-0' }, 'DeploymentDoesNotExistException'],
])('%s %j is refused', (operation, input, code) => {
  const one = harbour();
  const { listener } = front(one);
  one.ask('ecs', 'CreateService', shopInput(one));
  one.ask('deploy', 'CreateApplication', { applicationName: 'shop', computePlatform: 'ECS' });
  const whole = operation === 'CreateDeploymentGroup' ? { ...groupInput(listener), ...input } : input;
  expect(one.refusal('deploy', operation, whole).code).toBe(code);
});
