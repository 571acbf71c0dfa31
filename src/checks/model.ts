/** What a check on a page knows and does, without the page: signals over the journal's fold. */
import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type {
  Answer,
  BankKey,
  CheckEvent,
  CheckState,
  ShownBank,
  ShownQuestion,
} from '../../learner/checks/index.ts';
import { answerProblem, foldCheck, readyFor, withKey } from '../../learner/checks/index.ts';
import type { Envelope, JournalStore } from '../../learner/journal/index.ts';
import { spokenVerdict, type Verdict, verdictOf } from './verdict.ts';

/** An answer in the making. */
export type Draft = Partial<{
  readonly options: readonly string[];
  readonly order: readonly string[];
  readonly pairs: Readonly<Record<string, string>>;
  readonly value: number;
  readonly text: string;
  readonly lines: string;
  readonly events: Answer<'reach'>['events'];
}>;

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
  /** What the learner is about to answer, by question id; of the form of an answer, perhaps not whole yet. */
  readonly drafts: ReadonlySignal<Readonly<Record<string, Draft>>>;
  /** What stands under each question, by question id. */
  readonly verdicts: ReadonlySignal<Readonly<Record<string, Verdict>>>;
  /** What the learner has to know about storage, newest last. */
  readonly notices: ReadonlySignal<readonly string[]>;
  /** Ticks an option of a choice, or takes the tick away. */
  choose(question: string, option: string, on: boolean): void;
  /** Replaces the draft of a question of any other kind. */
  write(question: string, draft: Draft): void;
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

/** What stands there before the learner does anything. */
const untouched = (question: ShownQuestion): Draft =>
  question.kind === 'ordering' ? { order: question.items.map(({ id }) => id) } : { options: [] };

const asError = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * @param initial what is answered already, by question id (radios ticked before the script arrived).
 */
export function createCheck(
  bank: ShownBank,
  sources: CheckSources,
  initial: Readonly<Record<string, Draft>> = {},
): CheckModel {
  const stream = `check:${bank.name}` as const;
  const key = signal<BankKey | null>(null);
  const entries = signal<readonly Pick<Envelope, 'event' | 'at'>[]>([]);
  const drafts = signal(initial);
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

  /** Fetches the key, and what grading needs. */
  async function load(): Promise<void> {
    const [fetched] = await Promise.all([key.value ?? sources.key(), readyFor(bank.questions)]);
    key.value ??= fetched;
  }

  /** Shows what the journal holds. */
  async function read(): Promise<void> {
    const store = await open();
    const stored = await store.read(stream);
    if (stored.length > 0) await load();
    batch(() => {
      entries.value = stored;
      for (const { id } of bank.questions) {
        const question = state.value?.questions[id];
        const last = question?.tries.at(-1);
        if (last) drafts.value = { ...drafts.value, [id]: last.answer };
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
    drafts,
    verdicts,
    notices,
    choose(question, option, on) {
      const multiple = bank.questions.find(({ id }) => id === question)?.kind === 'multiple';
      const before = drafts.value[question]?.options ?? [];
      const others = multiple ? before.filter((id) => id !== option) : [];
      drafts.value = { ...drafts.value, [question]: { options: on ? [...others, option] : others } };
    },
    write(question, draft) {
      drafts.value = { ...drafts.value, [question]: draft };
    },
    async check(id) {
      const question = bank.questions.find((one) => one.id === id);
      if (!question || state.value?.questions[id]?.solved) return;
      const answer = drafts.value[id] ?? untouched(question);
      const problem = answerProblem(question, answer);
      if (problem !== null) {
        put(id, { sign: 'none', word: problem, text: '', spoken: '' });
        return;
      }
      try {
        await load();
      } catch {
        put(id, KEY_FAILED);
        return;
      }
      await inTurn(() => keep({ type: 'answered', question: id, answer: answer as Answer }));
      const after = state.value?.questions[id];
      if (after) put(id, { ...verdictOf(after), spoken: spokenVerdict(question, after) });
      sources.mark?.(true);
    },
    again(question) {
      const { [question]: draft, ...rest } = drafts.value;
      // What was written is easier mended than written anew; only ticks are taken away.
      drafts.value = draft && !draft.options ? drafts.value : rest;
      put(question, undefined);
    },
    async startOver() {
      await inTurn(() => keep({ type: 'started-over' }));
      batch(() => {
        drafts.value = {};
        verdicts.value = {};
      });
      sources.mark?.(false);
    },
    restore,
  };
}
