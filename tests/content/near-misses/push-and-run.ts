import type { NearMiss } from '../walk.ts';

export const nearMisses: readonly NearMiss[] = [
  {
    lab: 'push-and-run',
    slip: 'a slip of the fingers',
    acts: ['aws ecr create-repository --repository-name wep'],
    step: 'create-repository',
    is: 'the registry has wep, and no repository web',
  },
  {
    lab: 'push-and-run',
    slip: 'an image without the registry in its name',
    acts: ['aws ecr create-repository --repository-name web', 'docker build -t web:v1 .'],
    step: 'build-image',
    is: 'web:v1 is built, but has no name in your registry',
  },
];
