import { describe, expect, it } from 'vitest';
import { register, runOnFargate } from '../../content/ecs/goals.ts';
import arm64 from '../../content/fargate/fargate-arm64.lab.ts';
import sizes from '../../content/fargate/fargate-sizes.lab.ts';
import { missingAfter, walk, type NearMiss } from './ecs-walk.ts';

const nearMisses: readonly NearMiss[] = [
  {
    lab: sizes,
    slip: 'less memory in place of more CPU',
    acts: [`sed -i 's/3072/2048/' report.json`, register('report.json')],
    step: 'least-cpu',
    is: 'report:1 has 256 CPU units and 2048 MiB',
  },
  {
    lab: sizes,
    slip: 'more CPU than is needed',
    acts: [`sed -i 's/"256"/"1024"/' report.json`, register('report.json')],
    step: 'least-cpu',
    is: 'report:1 has 1024 CPU units and 3072 MiB',
  },
  {
    lab: arm64,
    slip: 'a build for the own machine',
    acts: ['docker build -t shop:arm64 .', "docker inspect --format '{{.Os}}/{{.Architecture}}' shop:arm64"],
    step: 'build',
    is: 'shop:arm64 is an image for linux/amd64',
  },
  {
    lab: arm64,
    slip: 'a definition without a platform',
    acts: [register('taskdef.json')],
    step: 'definition',
    is: 'shop:1 names no architecture, and runs on X86_64',
  },
  {
    lab: arm64,
    slip: 'a task of that definition',
    acts: [register('taskdef.json'), runOnFargate('shop'), { wind: 60_000 }],
    step: 'run',
    is: 'the task runs on X86_64',
  },
];

describe('the labs on AWS Fargate', () => {
  it.each([sizes, arm64])('$id: the solution reaches each goal, and the start none', walk);

  it.each(nearMisses)('$lab.id: $slip', async ({ lab, step, acts, is }) => {
    expect((await missingAfter(lab, step, acts)).map((missing) => missing.is)).toEqual([is]);
  });
});
