import type { Failure } from '../../kernel/journal.ts';
import type { Effect } from '../../kernel/queue.ts';
import { readPrivateHost } from '../../registries/resolve.ts';
import type { Container, Task } from '../state.ts';
import { containerSubject, fireContainer, registeredOf, subjectOf } from './containers.ts';
import { imageFor, pullImage, readReference } from './images.ts';
import { initialise } from './initialise.ts';
import { instanceSession } from './instance-role.ts';
import { stop, type TaskScope } from './life.ts';
import { answered, unanswered, type Problem } from './problem.ts';
import { registryOutOfReach } from './reachability.ts';
import { executionRoleOf, sessionOf } from './roles.ts';
import { awsError } from './secrets.ts';
import { pullTime, timings } from './timings.ts';

/** The effect `ecs.pull`: the task gets what it needs, then pulling begins, for all containers at once. */
export function beginPull(effect: Effect, scope: TaskScope): void {
  const { context } = scope;
  const task = scope.ecs.tasks.get(effect.subject);
  if (!task || task.desiredStatus === 'STOPPED') return;
  const problem = initialise(task, scope);
  if (problem) {
    context.schedule(context.random.around(problem.after, 0.1), {
      type: 'ecs.initialiseFailed',
      subject: task.arn,
    });
    return;
  }
  pullAll(task, scope);
}

/** The effect `ecs.initialiseFailed`: the last try. What has been mended meanwhile is taken. */
export function initialiseFailed(effect: Effect, scope: TaskScope): void {
  const task = scope.ecs.tasks.get(effect.subject);
  if (!task || task.desiredStatus === 'STOPPED') return;
  const problem = initialise(task, scope);
  if (problem) stop(task, { stopCode: 'TaskFailedToStart', stoppedReason: problem.reason }, scope);
  else pullAll(task, scope);
}

function pullAll(task: Task, scope: TaskScope): void {
  task.times.pullStartedAt = scope.context.date;
  for (const container of task.containers) pull(task, container, scope);
}

/** Resolves one image and has its container told when the layers have come, or, after all retries, that there is none. */
function pull(task: Task, container: Container, scope: TaskScope): void {
  const { context } = scope;
  const subject = containerSubject(task, container);
  const problem = problemWith(container.image, task, scope);
  if (problem) {
    context.schedule(context.random.around(problem.after, timings['pullRetries']!.spread), {
      type: 'ecs.pullFailed',
      subject,
    });
    return;
  }
  const image = pullImage(container.image, registeredOf(task, scope), scope);
  if ('failure' in image) return;
  container.imageDigest = image.digest;
  fireContainer(task, container, 'MANIFEST_PULLED', context);
  context.schedule(context.random.around(pullTime(image.mebibytes), 0.1), {
    type: 'ecs.container',
    subject,
    event: 'PULLED',
  });
}

/** The effect `ecs.pullFailed`: the last retry. What has been mended meanwhile is taken. */
export function pullFailed(effect: Effect, scope: TaskScope): void {
  const found = subjectOf(effect, scope);
  if (!found || found.task.desiredStatus === 'STOPPED') return;
  const { task, container } = found;
  const problem = problemWith(container.image, task, scope);
  if (!problem) return pull(task, container, scope);
  container.reason = problem.reason;
  fireContainer(task, container, 'FAILED', scope.context);
  stop(task, { stopCode: 'TaskFailedToStart', stoppedReason: problem.reason }, scope);
}

/** Why an image cannot be pulled, in containerd's words as Fargate passes them on; undefined when it can. */
function problemWith(text: string, task: Task, scope: TaskScope): Problem | undefined {
  const reference = readReference(text);
  const retried = (times: number, why: string) =>
    `CannotPullContainerError: pull image manifest has been retried ${times} time(s): ${why}`;
  if (reference) {
    const { registry, repository, tag, digest } = reference;
    const path = `${repository}/manifests/${digest ?? tag ?? 'latest'}`;
    const unreachable = registryOutOfReach(task, { registry, path }, scope);
    if (unreachable?.startsWith('failed to copy'))
      return {
        reason: `CannotPullContainerError: ref pull has been retried 5 time(s): ${unreachable}`,
        after: unanswered,
      };
    if (unreachable !== undefined)
      return { reason: retried(5, `failed to resolve ref ${text}: ${unreachable}`), after: unanswered };
    const refused = refusedToHost(registry, task, scope);
    if (refused) return { reason: `CannotPullECRContainerError: ${awsError(refused)}`, after: answered };
    if (forbidden(registry, repository, task, scope)) {
      const status = `failed with status code [manifests ${digest ?? tag ?? 'latest'}]: 403 Forbidden`;
      return {
        reason: retried(1, `failed to resolve ref ${text}: pulling from host ${registry} ${status}`),
        after: answered,
      };
    }
  }
  const image = imageFor(text, registeredOf(task, scope), scope.registries);
  return 'failure' in image
    ? { reason: retried(7, image.failure), after: timings['pullRetries']!.ms }
    : undefined;
}

/** Why a host whose role counts gets no token for a private registry (agent: `errors.go`, CannotPullECRContainerError). */
function refusedToHost(registry: string, task: Task, scope: TaskScope): Failure | undefined {
  if (!readPrivateHost(registry) || executionRoleOf(task, scope) !== undefined) return undefined;
  const principal = instanceSession(task, scope);
  if (principal === undefined) return undefined;
  return scope.forbids({ service: 'ecr', operation: 'GetAuthorizationToken', input: {}, principal });
}

/** Whether the execution role, or without one the host's, may not read an image of a private registry. */
function forbidden(registry: string, repository: string, task: Task, scope: TaskScope): boolean {
  const at = readPrivateHost(registry);
  if (!at) return false;
  const role = executionRoleOf(task, scope);
  const principal = role === undefined ? instanceSession(task, scope) : sessionOf(role, task);
  if (principal === undefined) return false;
  const input = { registryId: at.accountId, repositoryName: repository };
  return ['BatchGetImage', 'GetDownloadUrlForLayer'].some(
    (operation) => scope.forbids({ service: 'ecr', operation, input, principal }) !== undefined,
  );
}
