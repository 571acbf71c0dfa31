import type { Behaviour } from '../../images/index.ts';
import { shortName } from '../scope.ts';
import type { Container, Task } from '../state.ts';
import { registeredOf, type Definition } from './containers.ts';
import type { TaskScope } from './life.ts';
import { answered, unanswered, type Problem } from './problem.ts';
import { reachesService } from './reachability.ts';
import { awsError } from './secrets.ts';

/** Where a container's lines go: options of the driver `awslogs`; undefined for others, whose lines are not kept. */
function streamFor(definition: Definition | undefined, task: Task, scope: TaskScope) {
  const { logDriver, options } = definition?.logConfiguration ?? {};
  if (logDriver !== 'awslogs') return undefined;
  // A log group of another Region is not simulated.
  if (options?.['awslogs-region'] !== undefined && options['awslogs-region'] !== scope.region)
    return undefined;
  const prefix = options?.['awslogs-stream-prefix'];
  return {
    logGroupName: options?.['awslogs-group'] ?? '',
    // Without a prefix the stream has the id that Docker gives the container (developer guide, "using_awslogs").
    logStreamName: `${prefix === undefined ? '' : `${prefix}/${definition?.name}/`}${shortName(task.arn)}`,
    creates: options?.['awslogs-create-group'] === 'true',
  };
}

/** Whether a definition logs to CloudWatch Logs at all. */
export function hasLogs(definitions: readonly Definition[] | undefined): boolean {
  return definitions?.some(({ logConfiguration }) => logConfiguration?.logDriver === 'awslogs') ?? false;
}

const prefix = 'ResourceInitializationError: failed to validate logger args:';

/**
 * Makes the log streams of a task's containers, and their groups where `awslogs-create-group` says so, as its execution
 * role. Texts as Fargate's log driver gives them (recorded; those for a group that may not be created are unverified).
 */
export function openStreams(task: Task, principal: string, scope: TaskScope): Problem | undefined {
  const call = (operation: string, input: unknown) =>
    scope.send({ service: 'logs', operation, input, principal });
  for (const definition of registeredOf(task, scope).containerDefinitions ?? []) {
    const stream = streamFor(definition, task, scope);
    if (!stream) continue;
    if (!reachesService(task, 'logs', scope))
      return { reason: `${prefix} signal: killed`, after: unanswered };
    const { logGroupName, logStreamName, creates } = stream;
    if (creates) {
      const made = call('CreateLogGroup', { logGroupName });
      if (!made.ok && made.error.code !== 'ResourceAlreadyExistsException') {
        return {
          reason: `${prefix} create log group has been retried 1 times: failed to create Cloudwatch log group: ${awsError(made.error)} : exit status 1`,
          after: answered,
        };
      }
    }
    const made = call('CreateLogStream', { logGroupName, logStreamName });
    if (!made.ok && made.error.code !== 'ResourceAlreadyExistsException') {
      return {
        reason: `${prefix} create stream has been retried 1 times: failed to create Cloudwatch log stream: ${awsError(made.error)} : exit status 1`,
        after: answered,
      };
    }
  }
  return undefined;
}

/** A container's process begins to write. */
export function beginLog(
  task: Task,
  container: Container,
  { logs, startsAfter, runsFor, says }: Behaviour,
  definition: Definition | undefined,
  scope: TaskScope,
): void {
  const runs = runsOf(definition, task, scope);
  if (!runs) return;
  runs.push({
    startedAt: container.startedAt!,
    within: Math.min(startsAfter, runsFor ?? startsAfter),
    lines: logs,
    says: says ?? [],
  });
}

/** A container's process has ended: it writes no more. */
export function endLog(task: Task, definition: Definition | undefined, scope: TaskScope): void {
  const run = runsOf(definition, task, scope)?.at(-1);
  if (run) run.endedAt ??= scope.context.date;
}

function runsOf(definition: Definition | undefined, task: Task, scope: TaskScope) {
  if (definition?.logConfiguration?.logDriver !== 'awslogs') return undefined;
  const stream = streamFor(definition, task, scope);
  return (
    stream && scope.neighbours.logs.groups.get(stream.logGroupName)?.streams.get(stream.logStreamName)?.runs
  );
}
