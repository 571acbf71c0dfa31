import type { Effect } from '../../kernel/queue.ts';
import type { Container, Task } from '../state.ts';
import { containerSubject, fireContainer, registeredOf, subjectOf } from './containers.ts';
import { imageFor, pullImage } from './images.ts';
import { stop, type TaskScope } from './life.ts';
import { pullTime, timings } from './timings.ts';

/** The effect `ecs.pull`: pulling begins, for all containers at once. */
export function beginPull(effect: Effect, scope: TaskScope): void {
  const task = scope.ecs.tasks.get(effect.subject);
  if (!task || task.desiredStatus === 'STOPPED') return;
  task.times.pullStartedAt = scope.context.date;
  for (const container of task.containers) pull(task, container, scope, timings['pullRetries']!.ms);
}

/** Resolves one image and has its container told when the layers have come, or, after all retries, that there is none. */
function pull(task: Task, container: Container, scope: TaskScope, patience: number): void {
  const { context } = scope;
  const image = pullImage(container.image, registeredOf(task, scope), scope);
  const subject = containerSubject(task, container);
  if ('failure' in image) {
    context.schedule(context.random.around(patience, timings['pullRetries']!.spread), {
      type: 'ecs.pullFailed',
      subject,
    });
    return;
  }
  container.imageDigest = image.digest;
  fireContainer(task, container, 'MANIFEST_PULLED', context);
  context.schedule(context.random.around(pullTime(image.mebibytes), 0.1), {
    type: 'ecs.container',
    subject,
    event: 'PULLED',
  });
}

/** The effect `ecs.pullFailed`: the last retry. An image that has been pushed meanwhile is taken. */
export function pullFailed(effect: Effect, scope: TaskScope): void {
  const found = subjectOf(effect, scope);
  if (!found || found.task.desiredStatus === 'STOPPED') return;
  const { task, container } = found;
  const image = imageFor(container.image, registeredOf(task, scope), scope.registries);
  if (!('failure' in image)) return pull(task, container, scope, 0);
  const reason = `CannotPullContainerError: pull image manifest has been retried 7 time(s): ${image.failure}`;
  container.reason = reason;
  fireContainer(task, container, 'FAILED', scope.context);
  stop(task, { stopCode: 'TaskFailedToStart', stoppedReason: reason }, scope);
}
