import { render } from 'preact';
import { Bench, type Lab } from '../../learner/bench/index.ts';
import { openMemoryJournal, type JournalStore } from '../../learner/journal/index.ts';
import { App } from './App.tsx';
import { ownBench } from './own-bench.ts';
import type { Panel } from './panels.ts';
import { createUi, startClock, type BenchUi } from './ui.ts';
import type { Stage, Visit } from './visit.ts';

/** The stage of a page's bench. @param root the element that benches stand in. */
export function createStage(root: HTMLElement, lab: Lab, store: JournalStore): Stage {
  let ui: BenchUi | undefined;

  function show(bench: Bench, visit?: Visit, focus?: Panel): BenchUi {
    ui?.close();
    // Before the page follows the bench: from then on it remembers how the clock stands.
    if (!visit) startClock(bench);
    ui = createUi(bench, root, stage, visit);
    const place = document.createElement('div');
    place.className = 'bench-place';
    render(<App ui={ui} focus={focus} />, place);
    for (const old of root.querySelectorAll('.bench-place')) render(null, old);
    root.replaceChildren(place);
    root.dataset.state = 'open';
    ownBench.value = visit ? undefined : ui;
    // Effects run before the bench stands in the page, so the cursor is placed once more.
    const cursor = { terminal: '.bench-input textarea', editor: '.bench-area' }[focus as string];
    if (cursor) root.querySelector<HTMLElement>(cursor)?.focus({ preventScroll: true });
    void bench.prepare().catch(() => {});
    return ui;
  }

  const stage: Stage = {
    say(sentence) {
      if (ui) ui.told.value = sentence;
    },

    async own(focus, typed) {
      const bench = await Bench.open({ lab, store });
      if (typed !== undefined) await bench.saveFile(lab.open, typed);
      show(bench, undefined, focus);
    },

    async visit(journal, says) {
      const memory = await openMemoryJournal();
      await memory.append(`lab:${lab.id}`, journal);
      const bench = await Bench.open({ lab, store: memory });
      // A journal that does not fold is put aside, with a sentence on it.
      if (bench.notice)
        throw new Error('This world belongs to another version of the lab, and cannot be opened.');
      const leave = async () => {
        history.replaceState(null, '', location.pathname + location.search);
        await stage.own('terminal');
      };
      show(bench, {
        kind: 'shared',
        says,
        leave,
        async keep() {
          const events = [...bench.journal];
          await leave();
          await ui!.bench.adopt(events, 'My work before the shared world');
          ui!.announcement.value =
            'The shared world is yours now. Your own is kept: the timeline leads back to it.';
        },
      });
    },

    async follow(says, leave) {
      const bench = await Bench.open({ lab, store });
      if (bench.notice)
        throw new Error('This journal belongs to another version of the lab, and cannot be shown.');
      return show(bench, { kind: 'shoulder', says, leave });
    },

    async watch(step) {
      const { createReplay } = await import('./replay.ts');
      const bench = await Bench.open({ lab, store: await openMemoryJournal() });
      const at = lab.steps.indexOf(step);
      const { replay, start, stop } = createReplay(step, lab.steps.slice(0, at));
      const shown = show(bench, {
        kind: 'watch',
        says: `You watch “${step.title}”. Your own work waits for you.`,
        replay,
        async leave() {
          stop();
          await stage.own('terminal');
        },
      });
      void start(shown);
    },
  };
  return stage;
}
