/** What remains of a workshop: who did what, how questions were answered, who has earned a certificate. */
import { countVotes } from '../room/ask.ts';
import { cellOf, progressOf, type FaultGrade } from '../room/board.ts';
import { counts } from '../room/limits.ts';
import type { JournalEntry } from '../room/messages.ts';
import type { OpenRoom } from './hall.ts';
import type { Storage } from './storage.ts';

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
  /** Of a check: people who tried it, and how often each wrong option was chosen. */
  readonly tried?: number;
  readonly wrong: Readonly<Record<string, number>>;
}

export interface Report {
  readonly title: string;
  readonly plan: string;
  readonly createdAt: number;
  readonly endedAt: number | null;
  readonly people: readonly PersonReport[];
  readonly questions: readonly QuestionReport[];
}

/** From this share of the plan on, somebody has earned a certificate of taking part. */
const enough = 0.8;

export function reportOf({ live, book, polls }: OpenRoom): Report {
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
      wrong: Object.fromEntries(Object.entries(all).filter(([id]) => !correct.includes(id))),
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
      ),
    ],
  };
}

function checkQuestions(book: OpenRoom['book'], people: readonly string[]): QuestionReport[] {
  const found = new Map<string, { tried: number; wrong: Record<string, number> }>();
  for (const person of people)
    for (const { wrong } of Object.values(book.rowOf(person).checks))
      for (const [question, options] of Object.entries(wrong)) {
        const one = found.get(question) ?? { tried: 0, wrong: {} };
        found.set(question, one);
        one.tried++;
        for (const option of options) one.wrong[option] = (one.wrong[option] ?? 0) + 1;
      }
  return [...found].map(([id, { tried, wrong }]) => ({ kind: 'check', id, stem: '', tried, wrong }));
}

/** Who has done enough of the plan for a certificate, by name. */
export function certificates({ title, people }: Report): { workshop: string; names: string[] } {
  const names = people.filter(({ progress }) => progress >= enough).map(({ name }) => name);
  return { workshop: title, names: names.sort((a, b) => a.localeCompare(b)) };
}

/** One cell. A name that begins like a formula must not become one in a spreadsheet. */
function cell(value: string | number): string {
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const table = (rows: readonly (readonly (string | number)[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

const percent = (share: number | undefined): number | string =>
  share === undefined ? '' : Math.round(share * 100);

export function peopleCsv({ people }: Report): string {
  return table([
    [
      'name',
      'group',
      'joined',
      'progress %',
      'steps done',
      'steps',
      'score %',
      'hands',
      'votes',
      'faults recovered',
    ],
    ...people.map((one) => [
      one.name,
      one.group,
      new Date(one.joinedAt).toISOString(),
      percent(one.progress),
      one.stepsDone,
      one.steps,
      percent(one.score),
      one.hands,
      one.votes,
      Object.values(one.faults).filter(({ recoveredAt }) => recoveredAt !== undefined).length,
    ]),
  ]);
}

export function questionsCsv({ questions }: Report): string {
  return table([
    [
      'kind',
      'question',
      'stem',
      'right in the first vote %',
      'right in the second vote %',
      'missed by',
      'wrong options',
    ],
    ...questions.map(({ kind, id, stem, first, second, tried, wrong }) => [
      kind,
      id,
      stem,
      percent(first),
      percent(second),
      tried ?? '',
      Object.entries(wrong)
        .map(([option, count]) => `${option}: ${count}`)
        .join('; '),
    ]),
  ]);
}

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
