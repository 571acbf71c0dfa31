/** The events of a `check:<bank>` stream. They hold what the learner did, never a grade: nobody can forge one. */
import { isRecord } from '../journal/envelope.ts';
import type { Answer } from './question.ts';

/** The learner gave an answer. */
export interface Answered {
  readonly type: 'answered';
  /** The permanent id of the question. */
  readonly question: string;
  readonly answer: Answer;
}

/** The learner started over: earlier tries no longer count. */
export interface StartedOver {
  readonly type: 'started-over';
}

export type CheckEvent = Answered | StartedOver;

/** Whether an event out of a journal is one that the fold understands. Whether the answer fits is not asked here. */
export function isCheckEvent(event: { readonly type: string }): event is CheckEvent {
  if (event.type === 'started-over') return true;
  const { question, answer } = event as Partial<Answered>;
  return event.type === 'answered' && typeof question === 'string' && isRecord(answer);
}
