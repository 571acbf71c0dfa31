/** What remains of a workshop: who did what, how questions were answered, who has earned a certificate. */
import type { Bank } from '../../learner/checks/index.ts';
import { countVotes } from '../room/ask.ts';
import { cellOf, progressOf, type FaultGrade } from '../room/board.ts';
import { counts } from '../room/limits.ts';
import type { JournalEntry } from '../room/messages.ts';
import type { OpenRoom } from './hall.ts';
import type { Storage } from './storage.ts';
import { wordingOf, wordingsOf, type Wording } from './wording.ts';

export interface PersonReport {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly joinedAt: number;
  /** Share of the plan's steps and checks that are done, 0 to 1. */
  readonly progress: number;
  readonly stepsDone: number;
  readonly steps: number;
  /** Mean score of the checks, 0 to 1; one not begun counts as 0. */
  readonly score: number;
  readonly hands: number;
  readonly votes: number;
  readonly faults: Readonly<Record<string, FaultGrade>>;
}

export interface QuestionReport {
  /** `poll` was asked live; `check` is of a knowledge check. */
  readonly kind: 'poll' | 'check';
  readonly id: string;
  readonly stem: string;
  /** Of a poll: share of right votes in each round, 0 to 1. */
  readonly first?: number;
  readonly second?: number;
  /** Of a check: people who missed it at least once. */
  readonly missed?: number;
  /** Wrong options that were chosen, most frequent first. */
  readonly wrong: readonly WrongOption[];
}

export interface WrongOption {
  readonly option: string;
  /** What the option says; its id when that is not known. */
  readonly text: string;
  readonly people: number;
}

export interface Report {
  readonly title: string;
  readonly plan: string;
  readonly createdAt: number;
  readonly endedAt: number | null;
  readonly people: readonly PersonReport[];
  readonly questions: readonly QuestionReport[];
  /** From this share of the plan on, somebody has earned a certificate of taking part; 0 to 1. */
  readonly certificateFrom: number;
}

const certificateFrom = 0.8;

/** @param bankOf the course's banks */
export function reportOf({ live, book, polls }: OpenRoom, bankOf: (name: string) => Bank): Report {
  const { room, record } = live;
  const { columns } = room;
  const steps = columns.filter((column) => column.kind === 'step' && !column.optional);
  const checks = columns.filter((column) => column.kind === 'check');
  const participants = [...room.people.values()].filter(
    ({ role, removed }) => role === 'participant' && !removed,
  );
  const asks = [...room.asks.values()];
  const people = participants.map(({ id, name, group, joinedAt }): PersonReport => {
    const row = book.rowOf(id);
    const scores = checks.map(({ bank }) => row.checks[bank]?.score ?? 0);
    return {
      id,
      name,
      group,
      joinedAt,
      progress: progressOf(row, columns),
      stepsDone: steps.filter((column) => cellOf(row, column, 0) === 'done').length,
      steps: steps.length,
      score: scores.length === 0 ? 0 : scores.reduce((sum, one) => sum + one, 0) / scores.length,
      hands: [...room.hands.values()].filter(({ person }) => person === id).length,
      votes: asks.filter(({ votes }) => votes.first.has(id) || votes.second.has(id)).length,
      faults: row.faults,
    };
  });
  const asked = asks.map((ask): QuestionReport => {
    const key = polls[ask.poll]?.key;
    const correct = key && 'correct' in key ? key.correct : [];
    const right = (round: 'first' | 'second') => {
      const votes = [...ask.votes[round].values()];
      if (votes.length === 0) return undefined;
      return (
        votes.filter(
          (options) => options.length === correct.length && options.every((id) => correct.includes(id)),
        ).length / votes.length
      );
    };
    const [first, second] = [right('first'), right('second')];
    const all = countVotes(ask, ask.votes.second.size > 0 ? 'second' : 'first');
    return {
      kind: 'poll',
      id: ask.poll,
      stem: ask.question.stem,
      ...(first === undefined ? {} : { first }),
      ...(second === undefined ? {} : { second }),
      wrong: 'options' in ask.question ? wrongOf(all, wordingOf(ask.question), correct) : [],
    };
  });
  return {
    title: record.title,
    plan: record.plan,
    createdAt: record.createdAt,
    endedAt: room.endedAt,
    people,
    questions: [
      ...asked,
      ...checkQuestions(
        book,
        participants.map(({ id }) => id),
        wordingsOf(columns, bankOf),
      ),
    ],
    certificateFrom,
  };
}

/** @param correct options that are not wrong */
const wrongOf = (
  counts: Readonly<Record<string, number>>,
  wording: Wording | undefined,
  correct: readonly string[] = [],
): WrongOption[] =>
  Object.entries(counts)
    .filter(([option, people]) => people > 0 && !correct.includes(option))
    .map(([option, people]) => ({ option, text: wording?.options[option] ?? option, people }))
    .sort((a, b) => b.people - a.people);

function checkQuestions(
  book: OpenRoom['book'],
  people: readonly string[],
  wordings: Readonly<Record<string, Wording>>,
): QuestionReport[] {
  const found = new Map<string, { missed: number; wrong: Record<string, number> }>();
  for (const person of people)
    for (const { wrong } of Object.values(book.rowOf(person).checks))
      for (const [question, options] of Object.entries(wrong)) {
        const one = found.get(question) ?? { missed: 0, wrong: {} };
        found.set(question, one);
        one.missed++;
        for (const option of options) one.wrong[option] = (one.wrong[option] ?? 0) + 1;
      }
  return [...found].map(([id, { missed, wrong }]) => ({
    kind: 'check',
    id,
    stem: wordings[id]?.stem ?? '',
    missed,
    wrong: wrongOf(wrong, wordings[id]),
  }));
}

/** Those who have done enough of the plan for a certificate, by name. */
export const earned = ({ people }: Report): PersonReport[] =>
  people.filter(({ progress }) => progress >= certificateFrom).sort((a, b) => a.name.localeCompare(b.name));

/** All journals of a room as the text of one file. */
export async function journals({ live }: OpenRoom, storage: Storage): Promise<string> {
  const people = [];
  for (const { id, name, role } of live.room.people.values()) {
    if (role !== 'participant') continue;
    const entries: JournalEntry[] = [];
    for (;;) {
      const part = await storage.entries(live.id, id, entries.at(-1)?.n ?? 0, counts.entries);
      entries.push(...part);
      if (part.length < counts.entries) break;
    }
    people.push({ id, name, entries });
  }
  return JSON.stringify({
    format: 'drydock-workshop',
    version: 1,
    title: live.record.title,
    log: live.events,
    people,
  });
}
