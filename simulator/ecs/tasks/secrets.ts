import type { Failure } from '../../kernel/journal.ts';
import type { Task } from '../state.ts';
import { registeredOf, type Definition } from './containers.ts';
import type { TaskScope } from './life.ts';
import { answered, unanswered, type Problem } from './problem.ts';
import { reachesService } from './reachability.ts';

const prefix =
  'ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed:';
const fromSecretsManager = 'unable to retrieve secret from asm: service call has been retried';
const fromParameterStore = 'unable to retrieve secrets from ssm: service call has been retried';

/** Values of secrets by container, then by the name of the variable. */
export type SecretValues = Map<string, Record<string, string>>;

/** A failure as the AWS SDK for Go words it. */
export function awsError({ code, message }: Failure): string {
  return `${code}: ${message}`;
}

/**
 * Reads the secrets that a task's containers are to be given, as its execution role
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html).
 */
export function readSecrets(task: Task, principal: string, scope: TaskScope): SecretValues | Problem {
  const values: SecretValues = new Map();
  for (const { name, secrets } of registeredOf(task, scope).containerDefinitions ?? []) {
    if (!secrets?.length) continue;
    const own: Record<string, string> = {};
    for (const { name: variable, valueFrom } of secrets) {
      const found = readSecret(valueFrom ?? '', task, principal, scope);
      if (typeof found !== 'string') return found;
      own[variable ?? ''] = found;
    }
    values.set(name ?? '', own);
  }
  return values;
}

/** Whether a definition has secrets at all. */
export function hasSecrets(definitions: readonly Definition[] | undefined): boolean {
  return definitions?.some(({ secrets }) => secrets !== undefined && secrets.length > 0) ?? false;
}

function readSecret(valueFrom: string, task: Task, principal: string, scope: TaskScope): string | Problem {
  return valueFrom.includes(':secretsmanager:')
    ? readFromSecretsManager(valueFrom, task, principal, scope)
    : readFromParameterStore(valueFrom, task, principal, scope);
}

/** `arn:…:secret:name-AbCdEf[:json-key[:version-stage[:version-id]]]` */
function readFromSecretsManager(
  valueFrom: string,
  task: Task,
  principal: string,
  scope: TaskScope,
): string | Problem {
  const parts = valueFrom.split(':');
  const arn = parts.slice(0, 7).join(':');
  const [key, stage, version] = parts.slice(7);
  const failed = (why: string, tries: number, after: number): Problem => ({
    reason: `${prefix} ${fromSecretsManager} ${tries} time(s): ${why}`,
    after,
  });
  if (!reachesService(task, 'secretsmanager', scope)) {
    return failed(
      `failed to fetch secret ${arn} from secrets manager: RequestCanceled: request context canceled caused by: context deadline exceeded. Please check your task network configuration.`,
      5,
      unanswered,
    );
  }
  const reply = scope.send({
    service: 'secretsmanager',
    operation: 'GetSecretValue',
    input: {
      SecretId: arn,
      ...(stage ? { VersionStage: stage } : {}),
      ...(version ? { VersionId: version } : {}),
    },
    principal,
  });
  if (!reply.ok)
    return failed(
      `failed to fetch secret ${arn} from secrets manager: ${awsError(reply.error)}`,
      1,
      answered,
    );
  const text = (reply.output as { SecretString?: string }).SecretString ?? '';
  if (!key) return text;
  const value = memberOf(text, key);
  return (
    value ?? failed(`retrieved secret from Secrets Manager did not contain json key ${key}`, 1, answered)
  );
}

/** A member of a secret that is JSON; undefined where there is none. */
function memberOf(text: string, key: string): string | undefined {
  try {
    const value = (JSON.parse(text) as Record<string, unknown> | null)?.[key];
    return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** The name or the ARN of a parameter. */
function readFromParameterStore(
  valueFrom: string,
  task: Task,
  principal: string,
  scope: TaskScope,
): string | Problem {
  const failed = (why: string, tries: number, after: number): Problem => ({
    reason: `${prefix} ${fromParameterStore} ${tries} time(s): ${why}`,
    after,
  });
  if (!reachesService(task, 'ssm', scope)) {
    return failed(
      'RequestCanceled: request context canceled caused by: context deadline exceeded. Please check your task network configuration.',
      5,
      unanswered,
    );
  }
  const reply = scope.send({
    service: 'ssm',
    operation: 'GetParameters',
    input: { Names: [valueFrom], WithDecryption: true },
    principal,
  });
  if (!reply.ok) return failed(awsError(reply.error), 1, answered);
  const [parameter] = (reply.output as { Parameters: { Value: string }[] }).Parameters;
  // The agent's words for names that Parameter Store does not know (`ecs-agent`, ssm.go).
  return parameter?.Value ?? failed(`invalid parameters: ${valueFrom}`, 1, answered);
}
