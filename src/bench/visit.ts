import type { Signal } from '@preact/signals';
import type { Bench, BenchEvent, Step } from '../../learner/bench/index.ts';
import type { Panel } from './panels.ts';

/**
 * A bench that is not the learner's own: a shared world, a step that is done before their eyes, or the bench of somebody
 * over whose shoulder they look. Nothing of it is kept.
 */
export interface Visit {
  kind: 'shared' | 'watch' | 'shoulder';
  /** What the learner looks at, in a sentence. */
  says: string;
  /** Takes the world in place of the learner's own, which is kept as a line. */
  keep?: () => Promise<void>;
  /** Back to the learner's own bench. */
  leave: () => Promise<void>;
  replay?: Replay;
}

/** A solution that is carried out by itself. */
export interface Replay {
  readonly state: Signal<'playing' | 'paused' | 'done'>;
  /** What is being typed. */
  readonly typing: Signal<string>;
  toggle(): void;
}

/** A bench that is shown as somebody else works at it. */
export interface Followed {
  readonly bench: Bench;
  /** Goes up whenever something at the bench has changed. */
  readonly version: Signal<number>;
  close(): void;
}

/** Where benches are shown: the learner's own, and for a while others in its place. */
export interface Stage {
  /** Shows the learner's own bench. @param typed text for the lab's first file that was typed before. */
  own(focus?: Panel, typed?: string): Promise<void>;
  /** Shows a world from elsewhere. The learner's own work is not touched. @throws Error when it does not fold. */
  visit(journal: readonly BenchEvent[], says: string): Promise<void>;
  /** Does a step before the learner's eyes, after what comes before it. */
  watch(step: Step): Promise<void>;
  /** Shows the stage's own journal as somebody else writes it. @throws Error when it does not fold. */
  follow(says: string, leave: () => Promise<void>): Promise<Followed>;
  /** Tells the learner something on the bench that is shown. */
  say(sentence: string): void;
}
