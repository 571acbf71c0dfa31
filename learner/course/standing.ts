/** Where a learner stands in the course: a score for each module, and whether all of it is done. Pure. */
import type { CheckState } from '../checks/index.ts';
import { meanScore } from '../checks/score.ts';
import { MASTERY } from './assessment.ts';

/** What a module asks for. */
export interface ModuleParts {
  readonly title: string;
  /** Names of its banks. */
  readonly checks: readonly string[];
  /** Ids of its labs. */
  readonly labs: readonly string[];
}

export interface ModuleStanding {
  readonly title: string;
  /** Mean score of the module's checks, 0 to 1; a check not begun counts as 0. */
  readonly score: number;
  readonly checksBegun: number;
  readonly checks: number;
  readonly labsDone: number;
  readonly labs: number;
  /** The score has reached the threshold. A soft gate: nothing is closed below it. */
  readonly mastered: boolean;
  /** Mastered, and every lab done. */
  readonly complete: boolean;
}

/**
 * @param checkOf the state of a check by its bank's name, undefined when it was not begun
 * @param isDone whether a lab has reached all its steps but the optional ones
 */
export function standingOf(
  { title, checks, labs }: ModuleParts,
  checkOf: (bank: string) => CheckState | undefined,
  isDone: (lab: string) => boolean,
): ModuleStanding {
  const states = checks.map(checkOf);
  const score = meanScore(states.map((state) => state?.score ?? 0));
  const labsDone = labs.filter(isDone).length;
  // A module without checks has nothing to score: its labs are all it asks for.
  const mastered = checks.length === 0 || score >= MASTERY;
  return {
    title,
    score,
    checksBegun: states.filter((state) => (state?.tried ?? 0) > 0).length,
    checks: checks.length,
    labsDone,
    labs: labs.length,
    mastered,
    complete: mastered && labsDone === labs.length,
  };
}
