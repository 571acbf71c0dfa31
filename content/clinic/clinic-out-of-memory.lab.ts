import { register } from '../ecs/goals.ts';
import { missing, reached } from '../goals.ts';
import {
  createService,
  deploy,
  describeStopped,
  httpd,
  registerQuietly,
  shop,
  toFind,
  wantedIn,
} from './goals.ts';
import { incident, provenWell } from './incident.ts';

/** How much the application takes, MiB. */
const appetite = 800;
const definition = (memory: string) =>
  shop(
    { image: httpd, environment: [{ name: 'DRYDOCK_BEHAVIOUR', value: `memory=${appetite}MiB` }] },
    { memory },
  );

export default incident({
  id: 'clinic-out-of-memory',
  title: 'Incident: killed for its appetite',
  files: { 'taskdef.json': definition('512') },
  start: [registerQuietly, createService(1), 'sleep 120'],
  steps: [
    {
      id: 'find',
      title: 'Find the cause',
      text: 'The tasks end with exit code 137. Find out which of its two causes it is.',
      goal: toFind(
        'OutOfMemoryError',
        'nothing has shown the container’s reason',
        'a describe-tasks of a stopped task, with exit code and reason of its container',
      ),
      hints: [
        '137 is SIGKILL. Somebody sent it, and the container knows why.',
        'The container has a reason of its own, beside its exitCode.',
        describeStopped,
      ],
      solution: [describeStopped],
      typicalMinutes: 2,
    },
    {
      id: 'mend',
      title: 'Mend it',
      text: `The application needs ${appetite} MiB from its start, says its maker. Give the service a revision with room for that.`,
      goal(view) {
        const memory = Number(wantedIn(view)?.memory ?? 0);
        return memory > appetite
          ? reached
          : missing(
              `the service’s revision has ${memory} MiB`,
              `a revision with more than ${appetite} MiB in the service`,
            );
      },
      hints: [
        'Not every number is a size of Fargate.',
        '256 CPU units go with 512, 1024 or 2048 MiB.',
        'Set "memory": "1024", save, register, and update the service.',
      ],
      solution: [{ save: 'taskdef.json', content: definition('1024') }, register('taskdef.json'), deploy],
      typicalMinutes: 3,
    },
    provenWell(1),
  ],
});
