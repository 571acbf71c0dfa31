import { describe, expect, test } from 'vitest';
import { webDefinition, type Hands } from '../cloud.ts';
import { behaving, breaker, createShop, harbour, shop, updateShop, words } from './harbour.ts';

const list = (one: Hands, more: object = {}) =>
  one.ask('ecs', 'ListServiceDeployments', { cluster: 'harbour', service: 'shop', ...more })
    .serviceDeployments;
const details = (one: Hands, arn: string) =>
  one.ask('ecs', 'DescribeServiceDeployments', { serviceDeploymentArns: [arn] }).serviceDeployments[0];
const statuses = (one: Hands): string[] => list(one).map(({ status }: { status: string }) => status);

describe('service deployments', () => {
  test('go from PENDING to SUCCESSFUL, with their revisions', () => {
    const one = harbour();
    createShop(one);
    expect(statuses(one)).toEqual(['PENDING']);
    one.wind(30_000);
    expect(statuses(one)).toEqual(['IN_PROGRESS']);
    one.wind(120_000);
    const [brief] = list(one);
    expect(brief).toMatchObject({ status: 'SUCCESSFUL', finishedAt: expect.any(Number) });
    one.ask('ecs', 'RegisterTaskDefinition', webDefinition);
    updateShop(one, { taskDefinition: 'web:2' });
    one.wind(30_000);
    const { currentServiceDeployment, currentServiceRevisions } = shop(one);
    expect(details(one, currentServiceDeployment)).toMatchObject({
      status: 'IN_PROGRESS',
      sourceServiceRevisions: [{ arn: brief.targetServiceRevisionArn, runningTaskCount: 2 }],
      targetServiceRevision: { requestedTaskCount: 2, pendingTaskCount: 2 },
      deploymentCircuitBreaker: { status: 'DISABLED', failureCount: 0, threshold: 3 },
    });
    const revisions = one.ask('ecs', 'DescribeServiceRevisions', {
      serviceRevisionArns: [...currentServiceRevisions.map(({ arn }: { arn: string }) => arn), 'arn:none'],
    });
    expect(revisions).toMatchObject({
      serviceRevisions: [
        { taskDefinition: expect.stringMatching(/web:2$/), containerImages: [{ image: 'httpd:2.4' }] },
        { taskDefinition: expect.stringMatching(/web:1$/), launchType: 'FARGATE' },
      ],
      failures: [{ arn: 'arn:none', reason: 'MISSING' }],
    });
  });

  test('roll back when the breaker trips', () => {
    const one = harbour();
    createShop(one, { desiredCount: 1, deploymentConfiguration: breaker });
    one.wind(150_000);
    one.ask('ecs', 'RegisterTaskDefinition', behaving('exits=1@2s'));
    updateShop(one, { taskDefinition: 'web' });
    one.wind(900_000);
    const [brief] = list(one);
    const reason = 'Service deployment rolled back because the circuit breaker threshold was exceeded.';
    expect(details(one, brief.serviceDeploymentArn)).toMatchObject({
      status: 'ROLLBACK_SUCCESSFUL',
      statusReason: reason,
      rollback: { reason, serviceRevisionArn: list(one)[1].targetServiceRevisionArn },
      // The fourth failed before the breaker, some time after the third, opened.
      deploymentCircuitBreaker: { status: 'TRIGGERED', failureCount: 4, threshold: 3 },
    });
  });

  test('cannot roll back to nothing', () => {
    const one = harbour();
    one.ask('ecs', 'RegisterTaskDefinition', behaving('exits=1@2s'));
    createShop(one, { deploymentConfiguration: breaker });
    one.wind(900_000);
    expect(list(one)).toMatchObject([
      { status: 'ROLLBACK_FAILED', statusReason: 'No rollback candidate was found to run the rollback.' },
    ]);
    expect(shop(one).deployments[0].rolloutState).toBe('FAILED');
  });

  test('are stopped: back to the last one, or where they stand', () => {
    const one = harbour();
    createShop(one);
    one.wind(150_000);
    updateShop(one, { forceNewDeployment: true });
    one.wind(30_000);
    const serviceDeploymentArn = list(one)[0].serviceDeploymentArn;
    one.ask('ecs', 'StopServiceDeployment', { serviceDeploymentArn });
    expect(statuses(one)).toEqual(['ROLLBACK_IN_PROGRESS', 'SUCCESSFUL']);
    expect(words(one)).toContain('(service shop) rolling back to deployment ecs-svc/D.');
    one.wind(150_000);
    expect(statuses(one)).toEqual(['ROLLBACK_SUCCESSFUL', 'SUCCESSFUL']);
    expect(one.refusal('ecs', 'StopServiceDeployment', { serviceDeploymentArn }).code).toBe(
      'ConflictException',
    );
    updateShop(one, { forceNewDeployment: true });
    const { serviceDeploymentArn: second } = list(one)[0];
    one.ask('ecs', 'StopServiceDeployment', { serviceDeploymentArn: second, stopType: 'ABORT' });
    expect(statuses(one)[0]).toBe('STOPPED');
    expect(shop(one).deployments[0].rolloutState).toBe('FAILED');
  });

  test('give way to the next one', () => {
    const one = harbour();
    createShop(one);
    updateShop(one, { forceNewDeployment: true });
    expect(statuses(one)).toEqual(['PENDING', 'STOPPED']);
    one.wind(200_000);
    expect(statuses(one)).toEqual(['SUCCESSFUL', 'STOPPED']);
    expect(list(one, { status: ['STOPPED'] })).toHaveLength(1);
    expect(shop(one).runningCount).toBe(2);
  });
});

test('a failing container health check has its task replaced and trips the breaker', () => {
  const one = harbour();
  createShop(one, { desiredCount: 1, deploymentConfiguration: breaker });
  one.wind(150_000);
  one.ask(
    'ecs',
    'RegisterTaskDefinition',
    behaving('', { healthCheck: { command: ['CMD-SHELL', 'exit 1'], interval: 10, retries: 2 } }),
  );
  updateShop(one, { taskDefinition: 'web' });
  one.wind(1_200_000);
  const said = words(one);
  expect(said).toContain('(service shop) (task T) failed container health checks.');
  expect(said).toContain('(service shop) (deployment ecs-svc/D) deployment failed: tasks failed to start.');
  expect(said.at(-1)).toBe('(service shop) has reached a steady state.');
  expect(shop(one).deployments).toMatchObject([{ taskDefinition: expect.stringMatching(/web:1$/) }]);
});
