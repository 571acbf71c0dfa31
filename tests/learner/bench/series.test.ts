import { expect, test } from 'vitest';
import service from '../../../content/sandbox/sandbox-service.lab.ts';
import { Bench } from '../../../learner/bench/index.ts';
import { openMemoryJournal } from '../../../learner/journal/index.ts';
import { servicesSeries } from '../../../src/bench/charts/series.ts';

test('running follows desired, and ends where the service says', async () => {
  const bench = await Bench.open({ lab: service, store: await openMemoryJournal() });
  await bench.run('aws ecs update-service --cluster drydock --service web --desired-count 1');
  await bench.wind(300_000);
  const { tasks, services } = bench.world.state.regions.get('us-east-1')!.ecs;
  const [arn] = services.keys();
  const series = servicesSeries(bench.chronicle.happenings, bench.now, (task) =>
    tasks.get(task)?.group === 'service:web' ? arn : undefined,
  );
  const points = series.get(arn!)!;
  expect([...new Set(points.map(({ desired }) => desired))]).toEqual([3, 1]);
  expect(Math.max(...points.map(({ running }) => running))).toBe(3);
  expect(points.at(-1)).toMatchObject({ running: 1, desired: 1 });
});
