import { register, runOnFargate } from '../../../content/ecs/goals.ts';
import type { NearMiss } from '../walk.ts';

export const nearMisses: readonly NearMiss[] = [
  {
    lab: 'fargate-sizes',
    slip: 'less memory in place of more CPU',
    acts: [`sed -i 's/3072/2048/' report.json`, register('report.json')],
    step: 'least-cpu',
    is: 'report:1 has 256 CPU units and 2048 MiB',
  },
  {
    lab: 'fargate-sizes',
    slip: 'more CPU than is needed',
    acts: [`sed -i 's/"256"/"1024"/' report.json`, register('report.json')],
    step: 'least-cpu',
    is: 'report:1 has 1024 CPU units and 3072 MiB',
  },
  {
    lab: 'fargate-arm64',
    slip: 'a build for the own machine',
    acts: ['docker build -t shop:arm64 .', "docker inspect --format '{{.Os}}/{{.Architecture}}' shop:arm64"],
    step: 'build',
    is: 'shop:arm64 is an image for linux/amd64',
  },
  {
    lab: 'fargate-arm64',
    slip: 'a definition without a platform',
    acts: [register('taskdef.json')],
    step: 'definition',
    is: 'shop:1 names no architecture, and runs on X86_64',
  },
  {
    lab: 'fargate-arm64',
    slip: 'a task of that definition',
    acts: [register('taskdef.json'), runOnFargate('shop'), { wind: 60_000 }],
    step: 'run',
    is: 'the task runs on X86_64',
  },
  {
    lab: 'fargate-windows',
    slip: 'giving up Windows',
    acts: [
      `jq 'del(.runtimePlatform) | del(.containerDefinitions[0].linuxParameters)' taskdef.json > t.json`,
      register('t.json'),
    ],
    step: 'mended',
    is: 'intranet:1 is for LINUX',
  },
  {
    lab: 'fargate-windows',
    slip: 'more memory than is asked for',
    acts: [
      `jq 'del(.containerDefinitions[0].linuxParameters) | .cpu="1024" | .memory="4096"' taskdef.json > t.json`,
      register('t.json'),
    ],
    step: 'mended',
    is: 'intranet:1 has 1024 CPU units and 4096 MiB',
  },
  {
    lab: 'fargate-one-task-one-interface',
    slip: 'one task in place of two',
    acts: [runOnFargate('web'), { wind: 60_000 }],
    step: 'platform-version',
    is: '1 of 2 tasks are RUNNING',
  },
  {
    lab: 'fargate-one-task-one-interface',
    slip: 'an older platform version',
    acts: [runOnFargate('web', ' --count 2 --platform-version 1.3.0'), { wind: 60_000 }],
    step: 'platform-version',
    is: 'a task runs on platform version 1.3.0',
  },
];
