import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import lab from '../../../content/ecr/push-and-run.lab.ts';
import { Bench, foldBench, textOf } from '../../../learner/bench/index.ts';
import { openMemoryJournal, type JournalStore } from '../../../learner/journal/index.ts';

/** A bench on which the whole sample solution was done: images, a task that ran and was stopped. */
async function solved(store?: JournalStore): Promise<Bench> {
  const bench = await Bench.open({ lab, store: store ?? (await openMemoryJournal()) });
  for (const act of lab.steps.flatMap(({ solution }) => solution)) {
    if (typeof act === 'string') await bench.run(act);
    else if ('save' in act) await bench.saveFile(act.save, act.content);
    else await bench.wind(act.wind);
  }
  return bench;
}

/** What the bench shows, but for what is only live. */
const shown = ({ world, files, commands, cwd }: Bench) =>
  JSON.stringify([world.snapshot(), [...files].sort(), commands, cwd]);

describe('the past', () => {
  test('is what a fold of the events up to then, and the clock, lead to', async () => {
    const bench = await solved();
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }), (places) => {
        for (const place of places) {
          const at = Math.floor(place * (bench.present - 1));
          bench.look(at);
          const standing = foldBench(
            lab,
            bench.journal.filter((event) => event.at <= at),
          );
          if (at > standing.world.now) standing.world.apply({ type: 'clock', at });
          expect(bench.past).toBe(at);
          expect(shown(bench)).toBe(
            JSON.stringify([
              standing.world.snapshot(),
              [...standing.files].sort(),
              standing.commands,
              standing.cwd,
            ]),
          );
        }
      }),
      { numRuns: 15 },
    );
  }, 30_000);

  test('leaves the present as it is, shows only the steps that were done, and ends at the present', async () => {
    const bench = await solved();
    const before = textOf(bench.standing);
    const [first, second] = bench.steps;
    bench.look(1);
    expect(bench.steps[0]?.reachedAt).toBe(first?.reachedAt);
    expect(second?.reachedAt).toBeGreaterThan(1);
    expect(bench.steps[1]?.reachedAt).toBeUndefined();
    bench.look(bench.present);
    expect([bench.past, textOf(bench.standing)]).toEqual([undefined, before]);
  });

  test('cannot be changed: a file is not saved, and a command is carried out in the present', async () => {
    const bench = await solved();
    const count = bench.journal.length;
    bench.look(5_000);
    await bench.saveFile('taskdef.json', 'changed');
    expect(bench.journal.length).toBe(count);
    const now = bench.present;
    await bench.run('echo here');
    expect([bench.past, bench.journal.at(-1)?.at]).toEqual([undefined, now]);
  });
});

describe('what if', () => {
  test('a branch goes on from the past, the old line is kept, and going back to it loses nothing', async () => {
    const store = await openMemoryJournal();
    const bench = await solved(store);
    const whole = textOf(bench.standing);
    bench.look(20_000);
    const then = bench.world.snapshot();
    await bench.branch('With the task');
    expect([bench.past, bench.now, bench.world.snapshot()]).toEqual([undefined, 20_000, then]);
    await bench.run('aws ecr create-repository --repository-name other');
    const other = textOf(bench.standing);
    const [line] = await bench.lines();
    expect(line).toMatchObject({ name: 'With the task', leftAt: 20_000 });

    await bench.follow(line!, 'With other');
    expect(textOf(bench.standing)).toBe(whole);
    const left = await bench.lines();
    expect(left.map(({ name }) => name)).toEqual(['With other']);
    // A bench opened anew stands on the line that was followed, and knows the other one.
    await bench.idle();
    const again = await Bench.open({ lab, store });
    expect(textOf(again.standing)).toBe(whole);
    await again.follow((await again.lines())[0]!, 'Back');
    expect(textOf(again.standing)).toBe(other);
    expect((await again.lines()).map(({ name }) => name)).toEqual(['Back']);
  });

  test('a line that the present only goes on from is not kept twice', async () => {
    const bench = await solved();
    bench.look(20_000);
    await bench.branch('Old');
    await bench.undo();
    await bench.follow((await bench.lines())[0]!, 'Needless');
    expect(await bench.lines()).toEqual([]);
  });

  test('a journal from elsewhere takes the place of the present one, which is kept', async () => {
    const [there, here] = [await solved(), await Bench.open({ lab, store: await openMemoryJournal() })];
    await here.run('echo mine');
    await here.adopt(there.journal, 'Mine');
    expect(textOf(here.standing)).toBe(textOf(there.standing));
    await here.follow((await here.lines())[0]!, 'Theirs');
    expect(here.commands.map(({ line }) => line)).toEqual(['echo mine']);
    const foreign = there.journal.map((event) => (event.type === 'begin' ? { ...event, lab: 'x' } : event));
    await expect(here.adopt(foreign, 'Mine')).rejects.toThrow('The journal belongs to the lab x');
    expect(here.commands.map(({ line }) => line)).toEqual(['echo mine']);
  });
});

describe('the chronicle', () => {
  test('is the same whether it was lived through or folded', async () => {
    const store = await openMemoryJournal();
    const bench = await solved(store);
    await bench.idle();
    const again = await Bench.open({ lab, store });
    expect(bench.chronicle.happenings.length).toBeGreaterThan(30);
    expect(again.chronicle.happenings).toEqual(bench.chronicle.happenings);
  });

  test('forgets what undo takes back', async () => {
    const bench = await solved();
    const before = [...bench.chronicle.happenings];
    await bench.run('aws ecs list-clusters');
    await bench.wind(3_600_000);
    expect(bench.chronicle.happenings.length).toBeGreaterThan(before.length);
    await bench.undo();
    await bench.undo();
    expect(bench.chronicle.happenings).toEqual(before);
  });

  test('keeps an answer as it was given, whatever becomes of the state', async () => {
    const bench = await solved();
    await bench.run('aws ecs list-clusters');
    const { notice } = bench.chronicle.happenings.at(-1)!;
    const text = JSON.stringify(notice);
    await bench.run('aws ecs create-cluster --cluster-name second');
    expect(JSON.stringify(notice)).toBe(text);
  });
});

test('a call of the console is an act: it is in the journal, and undo takes it back', async () => {
  const bench = await Bench.open({ lab, store: await openMemoryJournal() });
  const refused = await bench.send({
    service: 'ecs',
    operation: 'DescribeServices',
    input: { services: [] },
  });
  expect(refused).toMatchObject({ ok: false });
  const made = await bench.send({
    service: 'ecr',
    operation: 'CreateRepository',
    input: { repositoryName: 'web' },
  });
  expect(made).toMatchObject({ ok: true, output: { repository: { repositoryName: 'web' } } });
  expect(bench.journal.slice(-2).map(({ act }) => act)).toEqual(['console', 'console']);
  expect([bench.undoable, bench.steps[0]?.reachedAt]).toEqual(['CreateRepository', 0]);
  await bench.undo();
  expect((await bench.run('aws ecr describe-repositories --query repositories --output text')).stdout).toBe(
    '',
  );
});

test('the next thing of interest is a change that one can see', async () => {
  const bench = await solved();
  // The login's token expires twelve hours on; the stopped task's end is of no interest.
  expect(await bench.windToInterest()).toBe(true);
  const { notice } = bench.chronicle.happenings.at(-1)!;
  expect(notice).toMatchObject({ kind: 'status', machine: 'token', to: 'EXPIRED' });
  expect(await bench.windToInterest()).toBe(false);
});
