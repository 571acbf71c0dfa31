/**
 * The review queue: questions that were missed come back at widening intervals until they have been answered right often
 * enough (a Leitner system). A fold over the streams of the checks; a review's answers stand in the same streams as
 * events of their own, so that they move no score. Pure.
 */
import { answerProblem, grade, type Answer, type Question } from '../checks/index.ts';
import { isRecord } from '../journal/envelope.ts';
import type { Envelope } from '../journal/index.ts';

/** The learner answered a question that came back. */
export interface Reviewed {
  readonly type: 'reviewed';
  readonly question: string;
  readonly answer: Answer;
}

const DAY = 86_400_000;

/** Days until a question comes back: after it was missed, and after each right answer in a row. */
export const INTERVALS: readonly number[] = [1, 3, 7, 21];

export interface ReviewItem {
  readonly bank: string;
  readonly question: Question;
  /** Right answers in a row since it was last missed. */
  readonly level: number;
  /** Real time at which it comes back, ms since the epoch. */
  readonly dueAt: number;
}

type Entry = Pick<Envelope, 'event' | 'at'>;

/**
 * What is in the queue of one bank. A question joins when a try at it was not fully right, and leaves after it was
 * answered right at every interval. An answer that comes before its time and is right changes nothing.
 */
export function reviewItems(
  bank: string,
  questions: readonly Question[],
  entries: readonly Entry[],
): ReviewItem[] {
  const byId = new Map(questions.map((question) => [question.id, question]));
  const queue = new Map<string, ReviewItem>();
  for (const { event, at } of entries) {
    const { type, question: id, answer } = event as unknown as Readonly<Record<string, unknown>>;
    if (type === 'started-over') queue.clear();
    const question = byId.get(typeof id === 'string' ? id : '');
    if ((type !== 'answered' && type !== 'reviewed') || !question || !isRecord(answer)) continue;
    if (answerProblem(question, answer) !== null) continue;
    const item = queue.get(question.id);
    if (!grade(question, answer as Answer).correct) {
      queue.set(question.id, { bank, question, level: 0, dueAt: at + INTERVALS[0]! * DAY });
    } else if (type === 'reviewed' && item && at >= item.dueAt) {
      const days = INTERVALS[item.level + 1];
      if (days === undefined) queue.delete(question.id);
      else queue.set(question.id, { ...item, level: item.level + 1, dueAt: at + days * DAY });
    }
  }
  return [...queue.values()];
}

/** What is due now, longest overdue first. */
export function dueNow(items: readonly ReviewItem[], now: number): ReviewItem[] {
  return items.filter(({ dueAt }) => dueAt <= now).sort((a, b) => a.dueAt - b.dueAt);
}
