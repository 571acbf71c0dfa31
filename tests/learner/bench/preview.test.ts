import { expect, test } from 'vitest';
import { doorsOf } from '../../../src/bench/preview/doors.ts';
import { hands, runOne } from '../../simulator/cloud.ts';

test('the preview offers the public addresses of running tasks with their ports', () => {
  const one = hands();
  expect(doorsOf({ world: one.cloud })).toEqual([]);
  runOne(one);
  expect(doorsOf({ world: one.cloud })).toEqual([]);
  one.wind(60_000);
  const [task] = one.cloud.state.regions.get('us-east-1')!.ecs.tasks.values();
  expect(doorsOf({ world: one.cloud })).toEqual([
    { url: `http://${task!.networkInterface.publicIpv4Address}/`, name: 'Task of web' },
  ]);
});
