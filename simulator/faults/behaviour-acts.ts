import { containerSubject } from '../ecs/tasks/containers.ts';
import type { RegionScope } from '../region.ts';
import { refuse, type Act } from './act.ts';
import { tasksMeant } from './targets.ts';

/** Has running containers behave differently from now on, as `DRYDOCK_BEHAVIOUR` words it. */
function misbehave(
  character: string,
  parameters: Readonly<Record<string, string>>,
  scope: RegionScope,
): void {
  let meant = 0;
  for (const task of tasksMeant(parameters, scope))
    for (const container of task.containers) {
      if (container.status !== 'RUNNING') continue;
      if (parameters['container'] !== undefined && parameters['container'] !== container.name) continue;
      meant++;
      scope.context.schedule(0, {
        type: 'ecs.misbehave',
        subject: containerSubject(task, container),
        event: character,
      });
    }
  if (meant === 0) refuse('No running container is meant: start tasks first.');
}

/** Has containers of a family that start from now on behave so. */
function fromNowOn(
  character: string,
  { family = '', container }: Readonly<Record<string, string>>,
  { ecs, neighbours }: RegionScope,
): { key: string } {
  if (!ecs.families.has(family)) refuse(`There is no task definition family ${family}.`);
  const key = container === undefined ? family : `${family}/${container}`;
  neighbours.faults.characters.set(key, character);
  return { key };
}

const forget: NonNullable<Act['clear']> = ({ undo }, { neighbours }) =>
  void neighbours.faults.characters.delete(String(undo['key']));

/** Faults of what containers do. */
export const behaviourActs: Readonly<Record<string, Act>> = {
  'memory-leak': {
    inject: (parameters, scope) => misbehave(`leaks=${parameters['rate'] ?? '60MiB/min'}`, parameters, scope),
  },
  'failing-health-check': {
    inject: (parameters, scope) => misbehave(`answers=${parameters['status'] ?? '503'}`, parameters, scope),
  },
  'dependency-cycle': {
    inject: (parameters, scope) => fromNowOn('answers=503', parameters, scope),
    clear: forget,
  },
  'slow-start': {
    inject: (parameters, scope) => fromNowOn(`starts=${parameters['by'] ?? '90s'}`, parameters, scope),
    clear: forget,
  },
};
