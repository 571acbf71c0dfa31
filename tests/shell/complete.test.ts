import { beforeAll, describe, expect, it } from 'vitest';
import { openBench, type Bench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ 'taskdef.json': '{}', 'app/Dockerfile': 'FROM scratch\n', 'app/a b.txt': '' });
  await bench.shell.run('docker pull -q busybox');
});

const cases: [line: string, from: number, options: string[]][] = [
  ['aw', 0, ['aws ']],
  ['aws ec', 4, ['ec2 ', 'ecr ', 'ecr-public ', 'ecs ']],
  ['aws ecs run-t', 8, ['run-task ']],
  ['aws ecs wait tasks-', 13, ['tasks-running ', 'tasks-stopped ']],
  ['aws ecr get-login', 8, ['get-login ', 'get-login-password ']],
  ['aws ecs run-task --task', 17, ['--task-definition ']],
  ['aws ecs run-task --launch-type F', 31, ['FARGATE ']],
  ['aws ecs run-task --task-definition x --reg', 37, ['--region ']],
  ['aws ecs register-task-definition --cli-input-json file://task', 50, ['file://taskdef.json ']],
  ['docker pu', 7, ['pull ', 'push ']],
  ['docker image l', 13, ['list ', 'load ', 'ls ']],
  ['docker push bus', 12, ['busybox:latest ']],
  ['docker build --tar', 13, ['--target ']],
  ['docker build a', 13, ['app/ ']],
  ['cat app/', 4, ['app/Dockerfile ', 'app/a\\ b.txt ']],
  ['aws ecr get-login-password | dock', 29, ['docker ']],
  ['nosuch --x', 7, []],
];

describe('completion', () => {
  for (const [line, from, options] of cases) {
    it(line, async () => {
      const wanted = options.map((option) => (option === 'app/ ' ? 'app/' : option));
      expect(await bench.shell.complete(line, line.length)).toEqual({ from, options: wanted });
    });
  }
  it('asks without leaving a trace in the journal', async () => {
    const before = bench.calls.length;
    await bench.shell.complete('docker push bus', 15);
    expect(bench.calls.length).toBe(before);
  });
});
