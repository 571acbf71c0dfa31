import { definitionOf, watch, type Watched } from '../ecs/life.ts';
import type { Scenario } from './scenario.ts';

const seconds = (one: Watched, name: string): number => {
  const shown = one.now();
  return shown[name] - shown.createdAt;
};

const guide = 'AWS developer guide, sample task state change events of a Fargate start';

/** Single tasks on Fargate. */
export const taskScenarios: readonly Scenario[] = [
  {
    id: 'fargate-start',
    title: 'A Fargate task starts',
    source: guide,
    milestones: {
      'network interface connected': { recorded: 4.1 },
      'pull started': { recorded: 17.7 },
      'pull stopped': { recorded: 20.7 },
      RUNNING: { recorded: 23.7 },
    },
    simulate() {
      const one = watch(definitionOf({ name: 'web', image: 'httpd:2.4' }));
      one.wind(120_000);
      return {
        'network interface connected': seconds(one, 'connectivityAt'),
        'pull started': seconds(one, 'pullStartedAt'),
        'pull stopped': seconds(one, 'pullStoppedAt'),
        RUNNING: seconds(one, 'startedAt'),
      };
    },
  },
  {
    id: 'fargate-start-larger-image',
    title: 'A Fargate task with a larger image',
    source: 'a start recorded in 2023; the size of its image is not known, the simulator pulls 89 MiB',
    milestones: {
      'pull lasts': { recorded: 4.5 },
      'RUNNING after the pull': {
        recorded: 2.1,
        why: 'AWS’s own sample, which the simulator follows, has 3.0 s.',
      },
    },
    simulate() {
      const one = watch(
        definitionOf({
          name: 'web',
          image: 'mcr.microsoft.com/dotnet/aspnet:8.0',
          command: ['sleep', 'infinity'],
        }),
      );
      one.wind(120_000);
      return {
        'pull lasts': seconds(one, 'pullStoppedAt') - seconds(one, 'pullStartedAt'),
        'RUNNING after the pull': seconds(one, 'startedAt') - seconds(one, 'pullStoppedAt'),
      };
    },
  },
  {
    id: 'missing-image',
    title: 'An image tag that does not exist',
    source: 'recorded on 2 July 2026: 86 s and 85 s from start to failure, the first time 92 s',
    milestones: { 'pull failed': { recorded: 92 } },
    simulate() {
      const image = '123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v1';
      const one = watch(definitionOf({ name: 'web', image }), {}, (cloud) =>
        cloud.ask('ecr', 'CreateRepository', { repositoryName: 'web' }),
      );
      one.wind(300_000);
      return { 'pull failed': one.when('web', 'STOPPED') };
    },
  },
  {
    id: 'stop',
    title: 'The end of a task',
    source: 'a recorded stop: 16 s to detach and delete the network interface',
    milestones: { 'DEPROVISIONING lasts': { recorded: 16 } },
    simulate() {
      const one = watch(definitionOf({ name: 'web', image: 'httpd:2.4' }));
      one.wind(60_000);
      one.ask('ecs', 'StopTask', { cluster: 'harbour', task: one.task });
      one.wind(120_000);
      return { 'DEPROVISIONING lasts': one.when('task', 'STOPPED') - one.when('task', 'DEPROVISIONING') };
    },
  },
  {
    id: 'failing-health-check',
    title: 'A container health check that times out',
    source: 'recorded: 143 s from the start of a service’s task to `failed container health checks`',
    milestones: { UNHEALTHY: { recorded: 143 } },
    simulate() {
      const healthCheck = { command: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'] };
      const environment = [{ name: 'DRYDOCK_BEHAVIOUR', value: 'hangs=0s' }];
      const one = watch(definitionOf({ name: 'web', image: 'httpd:2.4', healthCheck, environment }));
      one.wind(300_000);
      return { UNHEALTHY: one.when('web', 'UNHEALTHY') };
    },
  },
];
