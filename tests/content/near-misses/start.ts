import { register } from '../../../content/ecs/goals.ts';
import type { NearMiss } from '../walk.ts';

export const nearMisses: readonly NearMiss[] = [
  {
    lab: 'start-tour',
    slip: 'another command',
    acts: ['aws ecs describe-clusters'],
    step: 'first-command',
    is: 'no command has been run',
  },
  {
    lab: 'start-tour',
    slip: 'the file registered as it was',
    acts: [register('hello.json')],
    step: 'file',
    is: 'hello:2 has 512 MiB',
  },
];
