import type { Missing, Step } from './lab.ts';
import type { Standing } from './standing.ts';
import { viewOf } from './view.ts';

export interface StepState {
  step: Step;
  /** Virtual time at which the goal was first met, in ms. */
  reachedAt: number | undefined;
  missing: Missing[];
}

/** The steps of a bench. What a step still misses is worked out once for each event. */
export class StepBook {
  #known: { standing: Standing; events: number; at: number; states: StepState[] } | undefined;

  /**
   * @param events how many events `standing` has taken.
   * @param reached step id to the virtual time at which its goal was first met; what lies ahead of `standing` is not met.
   */
  read(standing: Standing, events: number, reached: ReadonlyMap<string, number>): readonly StepState[] {
    const { world, lab } = standing;
    if (this.#known?.standing !== standing || this.#known.events !== events || this.#known.at !== world.now) {
      const view = viewOf(standing);
      const states = lab.steps.map((step) => {
        const at = reached.get(step.id);
        const reachedAt = at !== undefined && at <= world.now ? at : undefined;
        return { step, reachedAt, missing: reachedAt === undefined ? step.goal(view) : [] };
      });
      this.#known = { standing, events, at: world.now, states };
    }
    return this.#known.states;
  }

  forget(): void {
    this.#known = undefined;
  }
}
