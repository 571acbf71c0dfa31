/** What a check on a page knows and does, without the page: signals over the journal's fold. */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { BankKey, CheckEvent, CheckState, ShownBank } from '../../learner/checks/index.ts';
import { answerProblem, foldCheck, withKey } from '../../learner/checks/index.ts';
import type { Envelope, JournalStore } from '../../learner/journal/index.ts';
import { spokenVerdict, type Verdict, verdictOf } from './verdict.ts';

/** Where the check gets what it needs. */
export interface CheckSources {
  readonly journal: () => Promise<JournalStore>;
  readonly key: () => Promise<BankKey>;
  /** Told whether there are answers to restore at the next load. */
  readonly mark?: (answered: boolean) => void;
}

export interface CheckModel {
  readonly bank: ShownBank;
  /** Null until there are answers: an untouched check needs no key. */
  readonly state: ReadonlySignal<CheckState | null>;
  /** Chosen option ids by question id. */
  readonly chosen: ReadonlySignal<Readonly<Record<string, readonly string[]>>>;
  /** What stands under each question, by question id. */
  readonly verdicts: ReadonlySignal<Readonly<Record<string, Verdict>>>;
  /** What the learner has to know about storage, newest last. */
  readonly notices: ReadonlySignal<readonly string[]>;
  choose(question: string, option: string, on: boolean): void;
  /** Grades what is chosen and keeps the answer. */
  check(question: string): Promise<void>;
  /** Clears the choice for another try. */
  again(question: string): void;
  /** Forgets all tries (the journal keeps them). */
  startOver(): Promise<void>;
  /** Reads the journal; resolves when earlier answers, if any, are shown. */
  restore(): Promise<void>;
}

const KEY_FAILED: Verdict = {
  sign: 'none',
  word: 'The answers could not be loaded.',
  text: 'See whether you are online, then check again.',
  spoken: '',
};

const asError = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * @param initial what is chosen already, by question id (radios ticked before the script arrived).
 */
export function createCheck(
  bank: ShownBank,
  sources: CheckSources,
  initial: Readonly<Record<string, readonly string[]>> = {},
): CheckModel {
  const stream = `check:${bank.name}` as const;
  const key = signal<BankKey | null>(null);
  const entries = signal<readonly Pick<Envelope, 'event' | 'at'>[]>([]);
  const chosen = signal(initial);
  const verdicts = signal<Readonly<Record<string, Verdict>>>({});
  const notices = signal<readonly string[]>([]);
  const state = computed(() =>
    key.value && entries.value.length > 0
      ? foldCheck(withKey(bank.questions, key.value), entries.value)
      : null,
  );
  // Reading and writing take turns, so that no reading brings back what was before a writing.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
  let journal: Promise<JournalStore> | undefined;
  const open = (): Promise<JournalStore> => (journal ??= sources.journal().then(listen));

  function listen(store: JournalStore): JournalStore {
    store.onNotice(({ message }) => (notices.value = [...notices.value, message]));
    store.onChange(({ streams, origin, kind }) => {
      if (streams.includes(stream) && (origin === 'elsewhere' || kind !== 'appended')) void restore();
    });
    return store;
  }

  const put = (question: string, verdict: Verdict | undefined): void => {
    const { [question]: _old, ...rest } = verdicts.value;
    verdicts.value = verdict ? { ...rest, [question]: verdict } : rest;
  };

  /** Shows what the journal holds. */
  async function read(): Promise<void> {
    const store = await open();
    const stored = await store.read(stream);
    if (stored.length > 0) key.value ??= await sources.key();
    batch(() => {
      entries.value = stored;
      for (const { id } of bank.questions) {
        const question = state.value?.questions[id];
        const last = question?.tries.at(-1);
        if (last) chosen.value = { ...chosen.value, [id]: last.answer.options };
        put(id, question && last ? { ...verdictOf(question), spoken: '' } : undefined);
      }
    });
    sources.mark?.((state.value?.tried ?? 0) > 0);
  }

  /** At the start, and when another tab or an import changed the journal. */
  async function restore(): Promise<void> {
    try {
      await inTurn(read);
    } catch (error) {
      notices.value = [...notices.value, `Your earlier answers could not be shown: ${asError(error)}`];
    }
  }

  /** Keeps an event; when storage refuses it, the page goes on with it and the journal tells the learner. */
  async function keep(event: CheckEvent): Promise<void> {
    const store = await open();
    try {
      entries.value = [...entries.value, ...(await store.append(stream, [event]))];
    } catch {
      entries.value = [...entries.value, { event, at: Date.now() }];
    }
  }

  return {
    bank,
    state,
    chosen,
    verdicts,
    notices,
    choose(question, option, on) {
      const multiple = bank.questions.find(({ id }) => id === question)?.kind === 'multiple';
      const others = multiple ? (chosen.value[question] ?? []).filter((id) => id !== option) : [];
      chosen.value = { ...chosen.value, [question]: on ? [...others, option] : others };
    },
    async check(id) {
      const question = bank.questions.find((one) => one.id === id);
      if (!question || state.value?.questions[id]?.solved) return;
      const answer = { options: chosen.value[id] ?? [] };
      const problem = answerProblem(question, answer);
      if (problem !== null) {
        put(id, { sign: 'none', word: problem, text: '', spoken: '' });
        return;
      }
      try {
        key.value ??= await sources.key();
      } catch {
        put(id, KEY_FAILED);
        return;
      }
      await inTurn(() => keep({ type: 'answered', question: id, answer }));
      const after = state.value?.questions[id];
      if (after) put(id, { ...verdictOf(after), spoken: spokenVerdict(question, after) });
      sources.mark?.(true);
    },
    again(question) {
      chosen.value = { ...chosen.value, [question]: [] };
      put(question, undefined);
    },
    async startOver() {
      await inTurn(() => keep({ type: 'started-over' }));
      batch(() => {
        chosen.value = {};
        verdicts.value = {};
      });
      sources.mark?.(false);
    },
    restore,
  };
}
