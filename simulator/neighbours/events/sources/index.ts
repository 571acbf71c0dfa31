import { reportedStatus } from '../../../ecs/tasks/container-machine.ts';
import type { Notice } from '../../../kernel/journal.ts';
import type { Effect } from '../../../kernel/queue.ts';
import type { Context } from '../../../kernel/world.ts';
import type { Events } from '../state.ts';
import { imageActed, scanEnded } from './ecr.ts';
import { deploymentChanged, instanceChanged, serviceActed, serviceActions, taskChanged } from './ecs.ts';

/**
 * Events come from what the world notices of itself: ECS and ECR know nothing of EventBridge. What is noticed in the
 * midst of a change becomes an event at the change's end, as an effect without delay.
 */
export function hear(notice: Notice, events: Events, context: Context): void {
  const effect = effectOf(notice);
  if (!effect) return;
  // However much of a task or an instance changes at once, it is one event.
  if (effect.type === 'events.task' || effect.type === 'events.instance') {
    if (events.due.has(effect.subject)) return;
    events.due.add(effect.subject);
  }
  context.schedule(0, effect);
}

type StatusNotice = Extract<Notice, { kind: 'status' }>;

const ofMachine: Readonly<Record<string, (notice: StatusNotice) => Effect | undefined>> = {
  task: ({ subject, to }) => (to === 'DELETED' ? undefined : { type: 'events.task', subject }),
  container: ({ subject, from, to }) =>
    reportedStatus(from) === reportedStatus(to)
      ? undefined
      : { type: 'events.task', subject: subject.slice(0, subject.lastIndexOf('/')) },
  'container instance': ({ subject }) => ({ type: 'events.instance', subject }),
  agent: ({ subject }) => ({ type: 'events.instance', subject }),
  rollout: ({ subject, to }) => ({ type: 'events.deployment', subject, event: to }),
  scan: ({ subject, to }) =>
    to === 'COMPLETE' || to === 'FAILED' ? { type: 'events.scan', subject, event: to } : undefined,
};

function effectOf(notice: Notice): Effect | undefined {
  switch (notice.kind) {
    case 'status':
      return Object.hasOwn(ofMachine, notice.machine) ? ofMachine[notice.machine]!(notice) : undefined;
    case 'service event': {
      const text = notice.message.replace(/^\(service [^)]*\) /, '');
      const action = serviceActions.find(({ pattern }) => pattern.test(text));
      return action && { type: 'events.serviceAction', subject: notice.subject, event: action.name };
    }
    case 'image':
      return { type: 'events.image', subject: notice.subject, event: notice.message };
    default:
      return undefined;
  }
}

export const sourceReactions = {
  'events.task': taskChanged,
  'events.instance': instanceChanged,
  'events.serviceAction': serviceActed,
  'events.deployment': deploymentChanged,
  'events.image': imageActed,
  'events.scan': scanEnded,
};
