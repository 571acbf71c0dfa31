import type { Task } from '../state.ts';
import type { TaskScope } from './life.ts';
import { reachesService } from './reachability.ts';
import { sessionOf, taskRoleOf } from './roles.ts';

/** What the SSM agent beside a container needs (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html). */
const channels = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'];

/** Whether the agent that serves ECS Exec has its connection: its task role allows it, and there is a way to Session Manager. */
export function isConnected(task: Task, scope: TaskScope): boolean {
  const role = taskRoleOf(task, scope);
  if (role === undefined || !reachesService(task, 'ssmmessages', scope)) return false;
  const principal = sessionOf(role, task);
  return channels.every(
    (operation) => scope.forbids({ service: 'ssmmessages', operation, input: {}, principal }) === undefined,
  );
}
