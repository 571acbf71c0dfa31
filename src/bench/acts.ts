import { clockText } from './clock-text.ts';
import { panels, type Panel } from './panels.ts';
import type { BenchUi } from './ui.ts';

/** Something that the learner can do at the bench: by button, by key, or by its name in the search. */
export interface Act {
  id: string;
  /** As it is shown: `Alt+P`. */
  keys: string;
  /** `KeyboardEvent.code` that goes with Alt: with Alt a Mac types other characters, so the place counts. */
  code?: string;
  title: string;
  run(ui: BenchUi): unknown;
}

const halfDay = 12 * 3_600_000;

/** What each panel gives the focus to. */
const focusOf: Partial<Record<Panel, string>> = {
  terminal: '.bench-input textarea',
  editor: '.monaco-editor textarea, .monaco-editor .native-edit-context, .bench-area:not([hidden])',
};

/** Shows a panel and moves the focus into it. */
export function goTo(ui: BenchUi, panel: Panel): void {
  const { layout, root } = ui;
  const { group } = panels[panel];
  layout.single.value = panel;
  if (group === 'left' || group === 'right') layout[group].value = panel;
  // A panel that is seen for the first time is still being fetched.
  let tries = 40;
  const focus = () => {
    const place = root.querySelector(`#bench-panel-${panel}`);
    const target = place?.querySelector<HTMLElement>(
      focusOf[panel] ?? '[data-first], [tabindex="0"], button, input, select',
    );
    if (target) target.focus();
    else if (tries-- > 0) setTimeout(focus, 50);
  };
  requestAnimationFrame(focus);
}

export const acts: readonly Act[] = [
  {
    id: 'play',
    keys: 'Alt+P',
    code: 'KeyP',
    title: 'Run or pause the clock',
    run({ bench, announcement }) {
      if (bench.playing) bench.pause();
      else bench.play();
      announcement.value = bench.playing ? 'The clock runs.' : `Paused at ${clockText(bench.now)}.`;
    },
  },
  {
    id: 'next',
    keys: 'Alt+N',
    code: 'KeyN',
    title: 'Go on to the next thing that one can see',
    async run({ bench, announcement }) {
      if (bench.playing) bench.pause();
      const moved = await bench.windToInterest();
      announcement.value = moved
        ? `The clock stands at ${clockText(bench.now)}.`
        : 'Nothing is waiting to happen.';
    },
  },
  {
    id: 'step',
    keys: 'Alt+S',
    code: 'KeyS',
    title: 'Step to the next moment at which anything falls due',
    async run({ bench, announcement }) {
      if (bench.playing) bench.pause();
      const moved = await bench.windToNext();
      announcement.value = moved
        ? `The clock stands at ${clockText(bench.now)}.`
        : 'Nothing is waiting to happen.';
    },
  },
  {
    id: 'half-day',
    keys: 'Alt+H',
    code: 'KeyH',
    title: 'Wind the clock on by twelve hours',
    async run({ bench, announcement }) {
      await bench.wind(halfDay);
      announcement.value = `Twelve hours have passed. The clock stands at ${clockText(bench.now)}.`;
    },
  },
  {
    id: 'back',
    keys: 'Alt+←',
    code: 'ArrowLeft',
    title: 'Look back to what happened before',
    run: (ui) => lookAlong(ui, -1),
  },
  {
    id: 'forward',
    keys: 'Alt+→',
    code: 'ArrowRight',
    title: 'Look on to what happened next',
    run: (ui) => lookAlong(ui, 1),
  },
  {
    id: 'present',
    keys: 'Alt+0',
    code: 'Digit0',
    title: 'Come back to the present',
    run({ bench, announcement }) {
      bench.lookAway();
      announcement.value = `This is the present, ${clockText(bench.now)}.`;
    },
  },
  {
    id: 'branch',
    keys: 'Alt+B',
    code: 'KeyB',
    title: 'Go on from the moment that you look at: what if?',
    run({ bench, announcement, dialog }) {
      if (bench.past === undefined) announcement.value = 'Look at the past first: the timeline leads there.';
      else dialog.value = 'branch';
    },
  },
  {
    id: 'undo',
    keys: 'Alt+U',
    code: 'KeyU',
    title: 'Undo the last act',
    async run({ bench, announcement }) {
      const what = bench.undoable;
      announcement.value = (await bench.undo()) ? `Undone: ${what}.` : 'There is nothing to undo.';
    },
  },
  {
    id: 'reset',
    keys: 'Alt+R',
    code: 'KeyR',
    title: 'Start the lab anew',
    run: ({ dialog }) => (dialog.value = 'reset'),
  },
  {
    id: 'share',
    keys: 'Alt+L',
    code: 'KeyL',
    title: 'Share this world by link or file',
    run: ({ dialog }) => (dialog.value = 'share'),
  },
  ...(Object.keys(panels) as Panel[]).map((panel, index) => ({
    id: `go-${panel}`,
    keys: `Alt+${index + 1}`,
    code: `Digit${index + 1}`,
    title: `Go to the panel ${panels[panel].title}`,
    run: (ui: BenchUi) => goTo(ui, panel),
  })),
  { id: 'keys', keys: '?', title: 'List the keys', run: ({ dialog }) => (dialog.value = 'keys') },
  {
    id: 'find',
    keys: 'Ctrl+K',
    title: 'Find lessons, acts and resources',
    run: async () => (await import('../shell/search-dialog.ts')).openSearch(),
  },
];

const byId = new Map(acts.map((act) => [act.id, act]));

/** An act by its id. */
export function act(id: string): Act {
  return byId.get(id)!;
}

/** What an act's button says on hover: what it does, and its key. */
export function tip(id: string, title = act(id).title): string {
  return `${title} (${act(id).keys})`;
}

/** The act that a key stands for, as far as the bench has one. */
export function actOf(event: KeyboardEvent): Act | undefined {
  const target = event.target as HTMLElement;
  if (event.ctrlKey || event.metaKey) {
    const finds = event.key.toLowerCase() === 'k' && !event.shiftKey && !event.altKey;
    return finds && !target.closest('.monaco-editor') ? act('find') : undefined;
  }
  if (event.altKey) {
    // In text, Alt with an arrow moves by words.
    if (event.code.startsWith('Arrow') && target.matches('textarea, input, [contenteditable]'))
      return undefined;
    return acts.find(({ code }) => code === event.code);
  }
  const typing = target.closest('textarea, input, select, [contenteditable], .monaco-editor') !== null;
  return event.key === '?' && !typing ? act('keys') : undefined;
}

/** Looks at the happening before or after the moment that is seen. */
function lookAlong({ bench, announcement }: BenchUi, by: 1 | -1): void {
  const moments = bench.chronicle.happenings;
  const at =
    by < 0
      ? (moments.findLast((one) => one.at < bench.now)?.at ?? 0)
      : (moments.find((one) => one.at > bench.now)?.at ?? bench.present);
  bench.look(at);
  announcement.value =
    bench.past === undefined ? 'This is the present.' : `You look at ${clockText(bench.past)}.`;
}
