import type { ExecuteCommandRequest, ExecuteCommandResponse } from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { toBase64 } from '../../ecr/distribution/base64.ts';
import type { Answer } from '../../images/answer.ts';
import { commandLine } from '../../images/index.ts';
import { run } from '../../images/process.ts';
import { expand, sessionPrograms } from '../../images/session-programs.ts';
import { answerAt } from '../../neighbours/load-balancing/answer.ts';
import { answerByName } from '../../neighbours/service-discovery/answer.ts';
import { clusterOf, findTask, type EcsScope } from '../scope.ts';
import type { Container, Task } from '../state.ts';
import { answerOf } from './answers.ts';
import { behaviourIn, configIn, imageOf } from './behaviour.ts';
import { definitionsOf } from './containers.ts';
import { isConnected } from './exec-agent.ts';
import type { TaskScope } from './life.ts';
import { metadataAnswer, metadataUri } from './metadata.ts';
import { taskRoleOf } from './roles.ts';
import { keepWrites, mountedFiles } from './volumes.ts';

/**
 * ExecuteCommand: runs one command in a container. AWS hands out a stream to be read over a WebSocket; here the session's
 * token holds, as base64 JSON, what the stream would show.
 * @throws AwsError ClusterNotFoundException, InvalidParameterException, TargetNotConnectedException
 */
export function executeCommand(
  input: Wire<ExecuteCommandRequest>,
  scope: EcsScope,
): Wire<ExecuteCommandResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const task = findTask(input.task ?? '', cluster, scope);
  if (!task) throw new AwsError('InvalidParameterException', 'The referenced task was not found.');
  if (!input.interactive)
    throw new AwsError('InvalidParameterException', 'Interactive is the only mode supported currently.');
  const container = containerFor(task, input.container);
  if (!task.enableExecuteCommand || container.status !== 'RUNNING') {
    throw new AwsError(
      'InvalidParameterException',
      'The execute command failed because execute command was not enabled when the task was run or the execute command agent isn’t running. Wait and try again or run a new task with execute command enabled and try again.',
    );
  }
  if (!isConnected(task, scope)) {
    throw new AwsError(
      'TargetNotConnectedException',
      'The execute command failed due to an internal error. Try again later.',
    );
  }
  const shown = inContainer(task, container, input.command ?? '', scope);
  const id = `ecs-execute-command-${scope.context.random.hex(17)}`;
  return {
    clusterArn: cluster.arn,
    containerArn: container.arn,
    containerName: container.name,
    interactive: true,
    session: {
      sessionId: id,
      streamUrl: `wss://ssmmessages.${scope.region}.amazonaws.com/v1/data-channel/${id}?role=publish_subscribe`,
      tokenValue: toBase64(new TextEncoder().encode(JSON.stringify(shown))),
    },
    taskArn: task.arn,
  };
}

/** @throws AwsError InvalidParameterException; that the name is needed with several containers is AWS's, its text unverified */
function containerFor(task: Task, name: string | undefined): Container {
  if (name === undefined && task.containers.length > 1) {
    throw new AwsError(
      'InvalidParameterException',
      'The container name must be specified because the task has more than one container.',
    );
  }
  const found = task.containers.find((each) => name === undefined || each.name === name);
  if (!found)
    throw new AwsError('InvalidParameterException', `The container ${name} is not part of the task.`);
  return found;
}

/** Runs a command line in a container: its files are what they are now, and what is written stays. */
function inContainer(
  task: Task,
  container: Container,
  line: string,
  scope: TaskScope,
): { output: string[]; exitCode: number } {
  const config = configIn(task, container, scope);
  const environment = [...(config.Env ?? []), ...agentVariables(task, container, scope)];
  const behaviour = behaviourIn(task, container, scope);
  const before = {
    ...imageOf(task, container, scope)?.files,
    ...behaviour.writes,
    ...container.written,
    ...mountedFiles(task, container, scope),
  };
  const files = new Map(Object.entries(before));
  const definition = definitionsOf(task, scope).get(container.name);
  const command = commandLine(config, definition?.command, definition?.entryPoint);
  const outcome = run(['/bin/sh', '-c', expand(unwrap(line), environment)], {
    run,
    config: { ...config, Env: environment },
    files,
    programs: sessionPrograms(
      command,
      `ip-${task.networkInterface.privateIpv4Address.replaceAll('.', '-')}.ec2.internal`,
    ),
    fetch: (url) => fetchFrom(task, container, url, scope),
  });
  keepWrites(task, container, { files, before }, scope);
  return { output: outcome.logs, exitCode: outcome.ends?.exitCode ?? 0 };
}

/** `/bin/sh -c "…"` is what one writes most: the script alone, so that its variables can be put in. */
function unwrap(line: string): string {
  const match = /^\s*(?:\/bin\/)?(?:sh|bash)\s+-c\s+(?:"((?:[^"\\]|\\.)*)"|'([^']*)')\s*$/s.exec(line);
  return match ? (match[2] ?? match[1]!.replaceAll(/\\(["$\\`])/g, '$1')) : line;
}

/** What Fargate's agent adds to each container's environment. */
function agentVariables(task: Task, container: Container, scope: TaskScope): string[] {
  return [
    `ECS_CONTAINER_METADATA_URI_V4=${metadataUri(container)}`,
    'AWS_EXECUTION_ENV=AWS_ECS_FARGATE',
    `AWS_REGION=${scope.region}`,
    `AWS_DEFAULT_REGION=${scope.region}`,
    ...(taskRoleOf(task, scope) === undefined
      ? []
      : [
          `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/credentials/${container.arn.slice(container.arn.lastIndexOf('/') + 1)}`,
        ]),
  ];
}

function fetchFrom(
  task: Task,
  container: Container,
  url: { host: string; port: number; path: string },
  scope: TaskScope,
): Answer {
  const known = metadataAnswer(task, container, url, scope);
  if (known) return { kind: 'answers', ...known, took: 5 };
  const own = ['localhost', '127.0.0.1', task.networkInterface.privateIpv4Address];
  const target = own.includes(url.host)
    ? task
    : [...scope.ecs.tasks.values()].find(
        ({ networkInterface, desiredStatus }) =>
          desiredStatus === 'RUNNING' && networkInterface.privateIpv4Address === url.host,
      );
  if (!target) {
    const named = answerAt(url.host, url, scope) ?? answerByName(url.host, url, task, scope);
    if (!named) return { kind: 'silent' };
    if (named.failure === undefined)
      return { kind: 'answers', status: named.status, body: named.body, took: 20 };
    return { kind: named.failure === 'timeout' ? 'silent' : named.failure };
  }
  const answer = answerOf(target, url, scope);
  if (answer.failure !== undefined) return { kind: answer.failure === 'refused' ? 'refused' : 'silent' };
  return { kind: 'answers', status: answer.status, body: answer.body, took: answer.took };
}
