import { shortName } from '../scope.ts';
import type { Task } from '../state.ts';
import { registeredOf } from './containers.ts';
import type { TaskScope } from './life.ts';

/** ARN of the role that ECS and Fargate use to start a task; undefined when it has none. */
export function executionRoleOf(task: Task, scope: TaskScope): string | undefined {
  return fullArn(task.overrides?.executionRoleArn ?? registeredOf(task, scope).executionRoleArn, scope);
}

/** ARN of the role that a task's own programs have; undefined when it has none. */
export function taskRoleOf(task: Task, scope: TaskScope): string | undefined {
  return fullArn(task.overrides?.taskRoleArn ?? registeredOf(task, scope).taskRoleArn, scope);
}

/** A definition may name a role by its name alone. */
function fullArn(role: string | undefined, { accountId }: TaskScope): string | undefined {
  if (role === undefined || role === '' || role.startsWith('arn:')) return role || undefined;
  return `arn:aws:iam::${accountId}:role/${role}`;
}

/** Who a task is when it uses a role: a session that is named after the task's id. */
export function sessionOf(role: string, task: Task): string {
  const accountId = role.split(':')[4];
  return `arn:aws:sts::${accountId}:assumed-role/${shortName(role)}/${shortName(task.arn)}`;
}
