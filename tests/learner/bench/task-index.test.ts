import fc from 'fast-check';
import { expect, test } from 'vitest';
import capacity from '../../../content/ecs/ecs-capacity.lab.ts';
import service from '../../../content/sandbox/sandbox-service.lab.ts';
import { Bench } from '../../../learner/bench/index.ts';
import { openMemoryJournal } from '../../../learner/journal/index.ts';
import { mapOf } from '../../../src/bench/map/map-model.ts';

const change = (count: number) =>
  `aws ecs update-service --cluster drydock --service web --desired-count ${count} --query service.desiredCount`;

/** Where the tasks stand, found by looking at each. */
function looked({ world }: Bench): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const { arn, status, availabilityZone } of world.state.regions.get('us-east-1')!.ecs.tasks.values())
    (found[status === 'STOPPED' ? 'stopped' : availabilityZone || 'waiting'] ??= []).push(`${status} ${arn}`);
  for (const list of Object.values(found)) list.sort();
  return found;
}

/** The same as the map has it, with its own counts checked against it. */
function mapped(bench: Bench): Record<string, string[]> {
  const { tasks } = bench.world.state.regions.get('us-east-1')!.ecs;
  const found: Record<string, string[]> = {};
  for (const { place, arns, counts } of mapOf(bench).clusters[0]!.places) {
    if (arns.length === 0) continue;
    found[place] = arns.map((arn) => `${tasks.get(arn)!.status} ${arn}`).sort();
    const statuses: Record<string, number> = {};
    for (const arn of arns) statuses[tasks.get(arn)!.status] = (statuses[tasks.get(arn)!.status] ?? 0) + 1;
    expect(Object.fromEntries(counts)).toEqual(statuses);
  }
  return found;
}

test('the tasks that the map keeps up with are those that are there, wherever one looks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 30, max: 5_000 })), {
        minLength: 1,
        maxLength: 6,
      }),
      async (acts) => {
        const bench = await Bench.open({ lab: service, store: await openMemoryJournal() });
        expect(mapped(bench)).toEqual(looked(bench));
        for (const act of acts) {
          if (act <= 20) await bench.run(change(act));
          else await bench.wind(act * 1000);
          expect(mapped(bench)).toEqual(looked(bench));
        }
        bench.look(Math.floor(bench.present * 0.7));
        expect(mapped(bench)).toEqual(looked(bench));
        await bench.undo();
        expect(mapped(bench)).toEqual(looked(bench));
      },
    ),
    { numRuns: 8 },
  );
}, 60_000);

test('a task that waits for a host stands with those that wait, then in its host’s zone', async () => {
  const bench = await Bench.open({ lab: capacity, store: await openMemoryJournal() });
  const [connect, grow] = capacity.steps;
  for (const one of connect!.solution) await bench.run(one as string);
  expect(mapped(bench)).toEqual({});
  await bench.run(grow!.solution[0] as string);
  await bench.wind(30_000);
  expect(Object.keys(looked(bench))).toEqual(['waiting']);
  for (let minute = 0; minute < 10; minute++) {
    await bench.wind(60_000);
    expect(mapped(bench)).toEqual(looked(bench));
  }
  expect(Object.keys(looked(bench))).not.toContain('waiting');
});
