import { setup } from 'xstate';
import { compile } from '../../kernel/machine.ts';

/**
 * The life cycle of a task (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html).
 * `schedule` names a delay of `timings.ts`; `stamp` names the time that DescribeTasks shows; `pullImages`,
 * `stopContainers` and `release` are carried out by `life.ts`.
 */
export const taskMachine = setup({
  types: {
    events: {} as {
      type:
        | 'PROVISIONED'
        | 'CONTAINERS_RUNNING'
        | 'ACTIVATED'
        | 'STOP'
        | 'FAIL'
        | 'DEACTIVATED'
        | 'CONTAINERS_STOPPED'
        | 'DEPROVISIONED'
        | 'HOST_LOST'
        | 'FORGET';
    },
  },
  actions: {
    schedule: (_, _params: { event: string; delay: string }) => {},
    stamp: (_, _params: { field: string }) => {},
    pullImages: () => {},
    stopContainers: () => {},
    release: () => {},
    forget: () => {},
  },
}).createMachine({
  id: 'task',
  initial: 'PROVISIONING',
  states: {
    PROVISIONING: {
      description:
        'ECS does what must be done before the task is launched: with awsvpc, an elastic network interface.',
      entry: [{ type: 'schedule', params: { event: 'PROVISIONED', delay: 'provisioning' } }],
      on: {
        PROVISIONED: { target: 'PENDING', actions: [{ type: 'stamp', params: { field: 'connectivityAt' } }] },
        STOP: { target: 'DEPROVISIONING', actions: ['stopContainers'] },
        FAIL: { target: 'DEPROVISIONING', actions: ['stopContainers'] },
        HOST_LOST: 'STOPPED',
      },
    },
    PENDING: {
      description: 'ECS waits for the container agent: images are pulled, containers created and started.',
      entry: ['pullImages'],
      on: {
        CONTAINERS_RUNNING: 'ACTIVATING',
        STOP: 'DEACTIVATING',
        FAIL: 'DEACTIVATING',
        HOST_LOST: 'STOPPED',
      },
    },
    ACTIVATING: {
      description: 'The containers run; ECS registers the task with target groups and service discovery.',
      entry: [{ type: 'schedule', params: { event: 'ACTIVATED', delay: 'activating' } }],
      on: { ACTIVATED: 'RUNNING', STOP: 'DEACTIVATING', FAIL: 'DEACTIVATING', HOST_LOST: 'STOPPED' },
    },
    RUNNING: {
      description: 'The task runs.',
      entry: [{ type: 'stamp', params: { field: 'startedAt' } }],
      on: { STOP: 'DEACTIVATING', FAIL: 'DEACTIVATING', HOST_LOST: 'STOPPED' },
    },
    DEACTIVATING: {
      description: 'ECS takes the task out of target groups and service discovery before it stops.',
      entry: [{ type: 'schedule', params: { event: 'DEACTIVATED', delay: 'deactivating' } }],
      on: { DEACTIVATED: 'STOPPING', HOST_LOST: 'STOPPED' },
    },
    STOPPING: {
      description: 'Each container gets SIGTERM and, when its stop timeout is over, SIGKILL.',
      entry: ['stopContainers'],
      on: {
        CONTAINERS_STOPPED: {
          target: 'DEPROVISIONING',
          actions: [{ type: 'stamp', params: { field: 'executionStoppedAt' } }],
        },
        HOST_LOST: 'STOPPED',
      },
    },
    DEPROVISIONING: {
      description:
        'ECS undoes what it did at the start: the elastic network interface is detached and deleted.',
      entry: [{ type: 'schedule', params: { event: 'DEPROVISIONED', delay: 'deprovisioning' } }],
      on: { DEPROVISIONED: 'STOPPED', HOST_LOST: 'STOPPED' },
    },
    STOPPED: {
      description: 'The task has ended. It can be described for at least an hour.',
      entry: [
        { type: 'stamp', params: { field: 'stoppedAt' } },
        'release',
        { type: 'schedule', params: { event: 'FORGET', delay: 'memory' } },
      ],
      on: { FORGET: 'DELETED' },
    },
    DELETED: { description: 'ECS has forgotten the task.', entry: ['forget'], type: 'final' },
  },
});

export const taskTable = compile(taskMachine);
