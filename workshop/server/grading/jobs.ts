/** What the thread that grades is asked, and what it answers. */
import type { Envelope } from '../../../learner/journal/index.ts';
import type { CheckGrade } from '../../room/board.ts';
import type { Gate, LabRecord } from './lab.ts';

/** Grades a stream on. `from` is the last envelope that was graded before; the thread may have forgotten what came before. */
export interface Job extends Gate {
  readonly id: number;
  /** Room, person and stream. */
  readonly key: string;
  readonly stream: string;
  /** `seq` of the envelope before the first; 0 when `envelopes` is the whole stream. */
  readonly from: number;
  readonly envelopes: readonly Envelope[];
  /** What is known of the whole stream already. */
  readonly base?: LabRecord;
}

export type Result = { readonly id: number } & (
  | { readonly kind: 'lab'; readonly record: LabRecord }
  | { readonly kind: 'check'; readonly seq: number; readonly lastId: string; readonly check: CheckGrade }
  /** The thread does not have what comes before: ask again with the whole stream. */
  | { readonly kind: 'whole' }
  /** The stream cannot be graded. */
  | { readonly kind: 'failed'; readonly reason: string }
);
