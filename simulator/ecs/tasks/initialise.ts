import { readPrivateHost } from '../../registries/resolve.ts';
import type { Task } from '../state.ts';
import { registeredOf, type Definition } from './containers.ts';
import { provisionDockerVolumes } from './docker-volumes.ts';
import { readReference } from './images.ts';
import type { TaskScope } from './life.ts';
import { hasLogs, openStreams } from './logging.ts';
import { createVolume } from './managed-volumes.ts';
import { mountVolumes } from './mount.ts';
import { answered, unanswered, type Problem } from './problem.ts';
import { reachesService, sendFailed } from './reachability.ts';
import { executionRoleOf, sessionOf, taskRoleOf } from './roles.ts';
import { awsError, hasSecrets, readSecrets } from './secrets.ts';

/**
 * What Fargate does before it pulls: takes the roles, mounts volumes, gets a token for ECR, reads secrets, opens log
 * streams. The task has what it needs when nothing comes back
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html).
 */
export function initialise(task: Task, scope: TaskScope): Problem | undefined {
  const { containerDefinitions } = registeredOf(task, scope);
  const role = executionRoleOf(task, scope);
  const unknown = [role, taskRoleOf(task, scope)].find(
    (each) => each !== undefined && 'refused' in scope.assume(each, 'ecs-tasks.amazonaws.com', task.arn),
  );
  if (unknown !== undefined) {
    return {
      reason: `ECS was unable to assume the role '${unknown}' that was provided for this task. Please verify that the role being passed has the proper trust relationship and permissions and that your IAM user has permissions to pass this role.`,
      after: answered,
    };
  }
  const unmounted =
    createVolume(task, scope) ?? provisionDockerVolumes(task, scope) ?? mountVolumes(task, scope);
  if (unmounted) return unmounted;
  const envFile = environmentFile(containerDefinitions);
  if (envFile) return envFile;
  if (role === undefined) return undefined;
  const principal = sessionOf(role, task);
  const unauthorised = registryAuth(task, principal, scope);
  if (unauthorised) return unauthorised;
  if (hasSecrets(containerDefinitions)) {
    const secrets = readSecrets(task, principal, scope);
    if ('reason' in secrets) return secrets;
    for (const container of task.containers) {
      const own = secrets.get(container.name);
      if (own) container.secrets = own;
    }
  }
  return hasLogs(containerDefinitions) ? openStreams(task, principal, scope) : undefined;
}

/**
 * Environment files lie in Amazon S3, which this cloud has no buckets of: a task that wants one fails as it does without
 * its bucket. The words after `error stream:` are S3's (API reference, error responses).
 */
function environmentFile(definitions: readonly Definition[] = []): Problem | undefined {
  if (
    !definitions.some(({ environmentFiles }) => environmentFiles !== undefined && environmentFiles.length > 0)
  )
    return undefined;
  return {
    reason:
      'ResourceInitializationError: failed to download env files: file download command: non empty error stream: NoSuchBucket: The specified bucket does not exist status code: 404',
    after: answered,
  };
}

/** A token for ECR, where an image lies in a private registry. */
function registryAuth(task: Task, principal: string, scope: TaskScope): Problem | undefined {
  const hosts = task.containers.map(({ image }) => readReference(image)?.registry ?? '');
  const at = hosts.map(readPrivateHost).find((each) => each !== undefined);
  if (!at) return undefined;
  const failed = 'ResourceInitializationError: unable to pull secrets or registry auth:';
  if (!reachesService(task, 'ecr.api', scope)) {
    return {
      reason: `${failed} The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. ${sendFailed(`api.ecr.${at.region}.amazonaws.com`)}`,
      after: unanswered,
    };
  }
  const refused = scope.forbids({ service: 'ecr', operation: 'GetAuthorizationToken', input: {}, principal });
  if (!refused) return undefined;
  return {
    reason: `${failed} execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): ${awsError(refused)}`,
    after: answered,
  };
}
