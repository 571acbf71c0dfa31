import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import lab from '../../../content/ecr/push-and-run.lab.ts';
import { Bench, foldBench, textOf, type BenchEvent } from '../../../learner/bench/index.ts';
import { openJournal, openMemoryJournal, type JournalStore } from '../../../learner/journal/index.ts';

const stream = `lab:${lab.id}` as const;
const solution = lab.steps.flatMap(({ solution }) => solution);

const stored = async (store: JournalStore) =>
  (await store.read(stream)).map(({ event }) => event as BenchEvent);
const textOfJournal = (journal: readonly BenchEvent[]) => textOf(foldBench(lab, journal));

type Act = (bench: Bench) => unknown;

/** What a learner may do, mostly sensible, in any order. */
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc
    .constantFrom(
      ...solution.filter((one) => typeof one === 'string'),
      'echo "hello $USER" > note.txt; cat note.txt',
      'cd /tmp && pwd',
      'export COLOUR=teal',
      'rm index.html',
      'sleep 3',
      'aws ecr describe-repositories',
      'nonsense --help',
      "aws ecs describe-tasks --cluster drydock --tasks 'x'",
    )
    .map((line) => (bench: Bench) => bench.run(line)),
  fc.string().map((text) => (bench: Bench) => bench.saveFile('taskdef.json', text)),
  fc.constant((bench: Bench) =>
    bench.saveFile(
      'taskdef.json',
      (solution.find((one) => typeof one === 'object' && 'save' in one) as { content: string }).content,
    ),
  ),
  fc.integer({ min: 1, max: 50_000_000 }).map((ms) => (bench: Bench) => bench.wind(ms)),
  fc.constant((bench: Bench) => bench.windToNext()),
  fc.constant((bench: Bench) => bench.undo()),
  fc
    .record({
      speed: fc.constantFrom(1, 10, 60),
      ticks: fc.array(fc.integer({ min: 1, max: 2_000 }), { maxLength: 12 }),
    })
    .map(({ speed, ticks }) => (bench: Bench) => {
      bench.play(speed);
      for (const ms of ticks) bench.tick(ms);
      bench.pause();
    }),
);

describe('a bench and its journal', () => {
  test('the fold of the stored journal is the live bench, to the byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(acts, { minLength: 1, maxLength: 14 }), async (list) => {
        const store = await openMemoryJournal();
        const bench = await Bench.open({ lab, store });
        for (const act of list) await act(bench);
        await bench.idle();
        const journal = await stored(store);
        if (journal.length > 0) expect(textOfJournal(journal)).toBe(textOf(bench.standing));
        expect(bench.journal.filter((_, index) => index < journal.length)).toEqual(journal);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  test('undo is the fold of the shorter journal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(acts, { minLength: 1, maxLength: 8 }), async (list) => {
        const store = await openMemoryJournal();
        const bench = await Bench.open({ lab, store });
        await bench.run('echo start');
        for (const act of list) await act(bench);
        await bench.idle();
        const before = textOf(bench.standing);
        await bench.run('date > when.txt');
        expect(textOf(bench.standing)).not.toBe(before);
        expect(await bench.undo()).toBe(true);
        expect(textOf(bench.standing)).toBe(before);
        expect(textOfJournal(await stored(store))).toBe(before);
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  test('a bench opened anew stands where it stood, and its shell goes on', async () => {
    const store = await openMemoryJournal();
    const first = await Bench.open({ lab, store });
    await first.run('REGISTRY=123456789012.dkr.ecr.us-east-1.amazonaws.com');
    await first.run('mkdir site && cd site && echo hi > page.txt');
    await first.saveFile('taskdef.json', '{}');
    await first.idle();
    first.close();
    const again = await Bench.open({ lab, store });
    expect(textOf(again.standing)).toBe(textOf(first.standing));
    expect(await again.run('echo $REGISTRY; pwd; cat page.txt ../taskdef.json')).toEqual({
      stdout: '123456789012.dkr.ecr.us-east-1.amazonaws.com\n/home/learner/site\nhi\n{}',
      stderr: '',
      exitCode: 0,
    });
  });

  test('a file that is renamed or deleted is gone from the shell too, and undo brings it back in one step', async () => {
    const bench = await Bench.open({ lab, store: await openMemoryJournal() });
    await bench.prepare();
    const text = bench.files.get('taskdef.json');
    await bench.renameFile('taskdef.json', 'mine/web.json');
    expect([bench.files.get('taskdef.json'), bench.files.get('mine/web.json')]).toEqual([undefined, text]);
    expect((await bench.run('cat mine/web.json; ls')).stdout).not.toContain('taskdef.json');
    await bench.removeFile('mine/web.json');
    expect(bench.undoable).toBe('the removal of mine/web.json');
    expect((await bench.run('cat mine/web.json')).exitCode).toBe(1);
    for (let acts = 0; acts < 4; acts++) await bench.undo();
    expect(bench.files.get('taskdef.json')).toBe(text);
    expect(bench.files.has('mine/web.json')).toBe(false);
    bench.close();
  });

  test('a saved file is the home folder’s, wherever the shell stands', async () => {
    const bench = await Bench.open({ lab, store: await openMemoryJournal() });
    await bench.run('cd /tmp');
    await bench.saveFile('taskdef.json', 'mended');
    expect((await bench.run('cat ~/taskdef.json; ls')).stdout).toBe('mended');
  });

  test('what a lab does at its start is there, is not the learner’s, and is not undone', async () => {
    const store = await openMemoryJournal();
    const prepared = {
      ...lab,
      start: ['aws ecr create-repository --repository-name web', 'cd /tmp; echo x > ~/x.txt'],
    };
    const bench = await Bench.open({ lab: prepared, store });
    expect([bench.commands, bench.undoable, bench.cwd, bench.files.get('x.txt')]).toEqual([
      [],
      undefined,
      '/tmp',
      'x\n',
    ]);
    expect(await store.streams()).toEqual([]);
    await bench.run('pwd');
    await bench.idle();
    const again = await Bench.open({ lab: prepared, store });
    expect(textOf(again.standing)).toBe(textOf(bench.standing));
    expect(again.commands.map(({ line }) => line)).toEqual(['pwd']);
    expect(await again.undo()).toBe(true);
    expect(await again.undo()).toBe(false);
    expect(again.steps[0]?.reachedAt).toBe(0);
  });

  test('what a lab makes and breaks again at its start is not reached', async () => {
    const create = 'aws ecr create-repository --repository-name web';
    const broken = { ...lab, start: [create, 'aws ecr delete-repository --repository-name web'] };
    const bench = await Bench.open({ lab: broken, store: await openMemoryJournal() });
    expect(bench.steps[0]?.reachedAt).toBe(undefined);
    await bench.run(create);
    expect(bench.steps[0]?.reachedAt).toBe(0);
  });

  test('an untouched bench leaves no trace', async () => {
    const store = await openMemoryJournal();
    const bench = await Bench.open({ lab, store });
    bench.play(10);
    bench.tick(900);
    bench.tick(900);
    bench.pause();
    await bench.complete('aws e', 5);
    bench.close();
    await bench.idle();
    expect(await store.streams()).toEqual([]);
  });

  test('completion asks the world without leaving a trace', async () => {
    const bench = await Bench.open({ lab, store: await openMemoryJournal() });
    await bench.run('docker build -q -t web:v1 .');
    const before = textOf(bench.standing);
    const { options } = await bench.complete('docker push we', 14);
    expect(options).toEqual(['web:v1 ']);
    expect(textOf(bench.standing)).toBe(before);
  });

  test('reset keeps the old journal as an archive', async () => {
    const store = await openMemoryJournal();
    const bench = await Bench.open({ lab, store });
    const fresh = textOf(bench.standing);
    await bench.run('aws ecr create-repository --repository-name web');
    await bench.idle();
    const count = bench.journal.length;
    await bench.reset();
    expect(textOf(bench.standing)).toBe(fresh);
    expect(await store.streams()).toEqual([{ stream: `archive:1:${stream}`, count, lastSeq: count }]);
  });

  test('whoever listens hears of an undo when the world stands as it was', async () => {
    const bench = await Bench.open({ lab, store: await openMemoryJournal() });
    await bench.run('aws ecr create-repository --repository-name web');
    let seen = -1;
    bench.subscribe(() => (seen = bench.world.state.regions.get('us-east-1')!.ecr.repositories.size));
    await bench.undo();
    expect(seen).toBe(0);
  });

  test('undo takes passed time along, and stops the clock', async () => {
    const bench = await Bench.open({ lab, store: await openMemoryJournal() });
    expect(bench.undoable).toBeUndefined();
    expect(await bench.undo()).toBe(false);
    await bench.run('aws ecr get-login-password');
    bench.play(60);
    for (let tick = 0; tick < 800; tick++) bench.tick(1000);
    await bench.idle();
    expect(bench.journal.at(-1)).toMatchObject({ type: 'clock', act: 'play' });
    expect(bench.undoable).toBe('aws ecr get-login-password');
    expect(await bench.undo()).toBe(true);
    expect([bench.playing, bench.now, bench.commands]).toEqual([false, 0, []]);
  });
});

describe('time that passes by itself', () => {
  async function withTask(): Promise<{ bench: Bench; before: number }> {
    const bench = await Bench.open({ lab, store: await openMemoryJournal() });
    for (const step of lab.steps.slice(0, 6))
      for (const one of step.solution) {
        if (typeof one === 'string') await bench.run(one);
        else if ('save' in one) await bench.saveFile(one.save, one.content);
      }
    return { bench, before: bench.journal.length };
  }

  test('it is written down when something fell due, at most once a second of real time', async () => {
    const { bench, before } = await withTask();
    bench.play(10);
    for (let ms = 0; ms < 4_000; ms += 16) bench.tick(16);
    const passed = bench.journal.slice(before);
    expect(new Set(passed.map(({ type }) => type))).toEqual(new Set(['clock']));
    // Four seconds, and the step "see it run" at once.
    expect(passed.length).toBeGreaterThan(1);
    expect(passed.length).toBeLessThanOrEqual(5);
    expect(bench.steps.find(({ step }) => step.id === 'see-running')?.reachedAt).toBeGreaterThan(20_000);
    expect(textOfJournal(bench.journal)).toBe(textOf(bench.standing));
  });

  test('a tab that slept does not make the clock jump', async () => {
    const { bench } = await withTask();
    const from = bench.now;
    bench.play(1);
    bench.tick(3_600_000);
    expect(bench.now).toBe(from + 1000);
  });

  test('a pause keeps the time', async () => {
    const { bench } = await withTask();
    const from = bench.now;
    bench.play(60);
    bench.tick(500);
    bench.pause();
    bench.tick(500);
    expect(bench.now).toBe(from + 30_000);
    expect(foldBench(lab, bench.journal).world.now).toBe(from + 30_000);
  });

  test('stepping stops at each thing that happens', async () => {
    const { bench } = await withTask();
    const seen = new Set<string>();
    const status = () => [...bench.world.state.regions.get('us-east-1')!.ecs.tasks.values()][0]!.status;
    for (let step = 0; step < 40 && status() !== 'RUNNING'; step++) {
      seen.add(status());
      await bench.windToNext();
    }
    seen.add(status());
    expect([...seen]).toEqual(['PROVISIONING', 'PENDING', 'ACTIVATING', 'RUNNING']);
  });
});

describe('two tabs', () => {
  test('one sees what the other has done', async () => {
    const store = await openMemoryJournal();
    const [one, other] = [await Bench.open({ lab, store }), await Bench.open({ lab, store })];
    await one.run('aws ecr create-repository --repository-name web');
    await one.idle();
    // Both tabs here share a store, so `other` is told of it only by its own next write.
    await other.run('aws ecr create-repository --repository-name web');
    await other.idle();
    expect(textOf(other.standing)).toBe(textOfJournal(await stored(store)));
    expect(
      (await other.run('aws ecr describe-repositories --query repositories[].repositoryName --output text'))
        .stdout,
    ).toBe('web\n');
  });

  test('a tab that only watches follows', async () => {
    const open = () => openJournal({ database: 'two tabs' });
    const [here, there] = [await open(), await open()];
    const [one, other] = [await Bench.open({ lab, store: here }), await Bench.open({ lab, store: there })];
    await one.run('aws ecr create-repository --repository-name web');
    await one.idle();
    await expect.poll(() => other.commands.length).toBe(1);
    await other.idle();
    expect(textOf(other.standing)).toBe(textOf(one.standing));
    await other.undo();
    await expect.poll(() => one.commands.length).toBe(0);
    one.close();
    other.close();
    here.close();
    there.close();
  });

  test('acts of both, in the order in which they were stored, fold', async () => {
    const store = await openMemoryJournal();
    const [one, other] = [await Bench.open({ lab, store }), await Bench.open({ lab, store })];
    await one.wind(60_000);
    await other.run('echo late');
    await Promise.all([one.run('echo a'), other.run('echo b')]);
    await one.idle();
    await other.idle();
    const journal = await stored(store);
    await one.run('true');
    await one.idle();
    expect(
      foldBench(lab, journal)
        .commands.map(({ line }) => line)
        .sort(),
    ).toEqual(['echo a', 'echo b', 'echo late']);
    expect(textOf(one.standing)).toBe(textOfJournal(await stored(store)));
  });
});

describe('a journal that does not fold', () => {
  test.each([
    [
      'of another lab',
      { type: 'begin', at: 0, version: 1, lab: 'other', seed: 's', region: 'us-east-1', files: {} },
    ],
    [
      'of a later version',
      { type: 'begin', at: 0, version: 2, lab: lab.id, seed: 's', region: 'us-east-1', files: {} },
    ],
    ['without its beginning', { type: 'clock', at: 5 }],
    ['with an unknown event', { type: 'dance', at: 5 }],
    ['with a time that is none', { type: 'clock', at: 'noon' }],
  ])('%s is kept aside, and the lab starts anew', async (_, event) => {
    const store = await openMemoryJournal();
    await store.append(stream, [event]);
    const bench = await Bench.open({ lab, store });
    expect(bench.notice).toBe(
      `The saved work of this lab could not be read, so the lab starts anew. The old work is kept as archive:1:${stream}: export your journal to look at it.`,
    );
    expect((await bench.run('echo fine')).stdout).toBe('fine\n');
    await bench.idle();
    expect(textOfJournal(await stored(store))).toBe(textOf(bench.standing));
    expect((await store.read(`archive:1:${stream}`)).map((one) => one.event)).toEqual([event]);
  });
});

test('what cannot be saved is said, and is saved with the next act that can', async () => {
  const inner = await openMemoryJournal();
  let full = true;
  const store: JournalStore = {
    ...inner,
    kind: 'browser',
    append: (name, events) =>
      full ? Promise.reject(new Error('The disk is full.')) : inner.append(name, events),
  };
  const bench = await Bench.open({ lab, store });
  await bench.run('echo one');
  await bench.idle();
  expect(bench.saved).toEqual({ is: 'not saved', reason: 'The disk is full.' });
  full = false;
  await bench.run('echo two');
  await bench.idle();
  expect(bench.saved).toEqual({ is: 'saved' });
  expect((await stored(inner)).flatMap((event) => (event.type === 'command' ? [event.line] : []))).toEqual([
    'echo one',
    'echo two',
  ]);
});

test('long outputs are cut in the journal, not in the answer', async () => {
  const bench = await Bench.open({ lab, store: await openMemoryJournal() });
  const { stdout } = await bench.run('for i in $(seq 1 4000); do echo line $i of many; done');
  expect(stdout.split('\n')).toHaveLength(4001);
  const kept = bench.commands.at(-1)!.stdout;
  expect(kept.length).toBeLessThan(20_100);
  expect(kept).toMatch(/\n… \d+ more characters are not shown\.\n$/);
});

test('a journal of 500 events opens within 300 ms', async () => {
  const store = await openMemoryJournal();
  const bench = await Bench.open({ lab, store });
  for (const one of solution) {
    if (typeof one === 'string') await bench.run(one);
    else if ('save' in one) await bench.saveFile(one.save, one.content);
    else await bench.wind(one.wind);
  }
  while (bench.journal.length < 500)
    await bench.run('aws ecs list-tasks --cluster drydock; aws ecr describe-repositories');
  await bench.idle();
  const started = performance.now();
  await Bench.open({ lab, store });
  expect(performance.now() - started).toBeLessThan(300);
});
