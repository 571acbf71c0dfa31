import { expect, test } from 'vitest';
import { hands, type Hands } from '../cloud.ts';

function yard(): { one: Hands; task: string } {
  const one = hands();
  one.ask('ecs', 'CreateCluster', { clusterName: 'yard' });
  one.ask('ecs', 'RegisterContainerInstance', { cluster: 'yard' });
  one.ask('ecs', 'RegisterTaskDefinition', {
    family: 'bridge',
    containerDefinitions: [
      { name: 'web', image: 'httpd:2.4', memory: 128 },
      { name: 'side', image: 'httpd:2.4', memory: 128, essential: false },
    ],
  });
  const { tasks } = one.ask('ecs', 'RunTask', { cluster: 'yard', taskDefinition: 'bridge' });
  one.wind(30_000);
  return { one, task: tasks[0].taskArn };
}

const look = (one: Hands, task: string) =>
  one.ask('ecs', 'DescribeTasks', { cluster: 'yard', tasks: [task] }).tasks[0];

test('an agent learns where it asks for work', () => {
  expect(hands().ask('ecs', 'DiscoverPollEndpoint', { cluster: 'yard' })).toEqual({
    endpoint: 'https://ecs-a-1.us-east-1.amazonaws.com/',
    telemetryEndpoint: 'https://ecs-t-1.us-east-1.amazonaws.com/',
    serviceConnectEndpoint: 'https://ecs-sc.us-east-1.api.aws',
  });
});

test('a report by hand that a task has stopped stops it, with its reason', () => {
  const { one, task } = yard();
  const report = { cluster: 'yard', task, status: 'STOPPED', reason: 'The host says so' };
  expect(one.ask('ecs', 'SubmitTaskStateChange', { ...report, status: 'RUNNING' })).toEqual({
    acknowledgment: 'ACK',
  });
  expect(look(one, task).desiredStatus).toBe('RUNNING');
  one.ask('ecs', 'SubmitTaskStateChange', report);
  one.wind(60_000);
  expect(look(one, task)).toMatchObject({
    lastStatus: 'STOPPED',
    stopCode: 'EssentialContainerExited',
    stoppedReason: 'The host says so',
  });
});

test('a report that an essential container has stopped stops its task; one of another container does not', () => {
  const { one, task } = yard();
  const report = (containerName: string) => ({ cluster: 'yard', task, containerName, status: 'STOPPED' });
  one.ask('ecs', 'SubmitContainerStateChange', report('side'));
  expect(look(one, task).desiredStatus).toBe('RUNNING');
  expect(one.refusal('ecs', 'SubmitContainerStateChange', report('none')).code).toBe(
    'InvalidParameterException',
  );
  one.ask('ecs', 'SubmitContainerStateChange', report('web'));
  expect(look(one, task)).toMatchObject({
    desiredStatus: 'STOPPED',
    stoppedReason: 'Essential container in task exited',
  });
});

test('a report names a cluster, a task and attachments that are there', () => {
  const { one, task } = yard();
  const codes = [
    one.refusal('ecs', 'SubmitTaskStateChange', { cluster: 'gone', task }),
    one.refusal('ecs', 'SubmitTaskStateChange', { cluster: 'yard', task: 'gone' }),
    one.refusal('ecs', 'SubmitAttachmentStateChanges', { cluster: 'yard', attachments: [] }),
  ].map(({ code }) => code);
  expect(codes).toEqual([
    'ClusterNotFoundException',
    'InvalidParameterException',
    'InvalidParameterException',
  ]);
  const attachments = [{ attachmentArn: `${task}/eni`, status: 'ATTACHED' }];
  expect(one.ask('ecs', 'SubmitAttachmentStateChanges', { cluster: 'yard', attachments })).toEqual({
    acknowledgment: 'ACK',
  });
});
