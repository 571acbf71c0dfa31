import type { Happening } from '../../../learner/bench/index.ts';

/** A status that a subject entered. */
export interface Stage {
  at: number;
  from: string;
  to: string;
  event: string;
}

/** A thing that has a life cycle. */
export interface Subject {
  /** Id of its machine. */
  machine: string;
  subject: string;
}

/** Things that changed their status up to `at`, the one that changed last first. */
export function subjectsOf(happenings: readonly Happening[], at: number): Subject[] {
  const found = new Map<string, Subject>();
  for (const { notice, at: when } of happenings) {
    if (notice.kind !== 'status' || when > at) continue;
    const { machine, subject } = notice;
    const key = keyOf({ machine, subject });
    // Set anew, so that the latest stands last.
    found.delete(key);
    found.set(key, { machine, subject });
  }
  return [...found.values()].reverse();
}

export function keyOf({ machine, subject }: Subject): string {
  return `${machine} ${subject}`;
}

/** The way that a subject has taken up to `at`. */
export function pathOf(happenings: readonly Happening[], of: Subject, at: number): Stage[] {
  return happenings.flatMap(({ notice, at: when }) =>
    notice.kind === 'status' && notice.subject === of.subject && notice.machine === of.machine && when <= at
      ? [{ at: when, from: notice.from, to: notice.to, event: notice.event }]
      : [],
  );
}
