import { signal } from '@preact/signals';
import type { Bench, StepState } from '../../learner/bench/index.ts';
import type { Visit } from './visit.ts';

/** Steps that a workshop's instructor has closed: `lab/step`. Empty outside of a workshop. */
export const closedSteps = signal<ReadonlySet<string>>(new Set());

/** Steps whose goals were met while they were closed: they count once the instructor opens them. */
const early = signal<ReadonlySet<string>>(new Set());

interface Where {
  readonly bench: Bench;
  readonly visit: Visit | undefined;
}

const keyOf = ({ bench }: Where, { step }: StepState) => `${bench.lab.id}/${step.id}`;

/** Whether a step of one's own bench has to wait. What was done before it was closed is done. */
export function isClosed(ui: Where, state: StepState): boolean {
  const key = keyOf(ui, state);
  if (ui.visit || !closedSteps.value.has(key)) return false;
  return state.reachedAt === undefined || early.value.has(key);
}

/** Notes that a step was reached just now. @returns whether it has to wait until it is opened */
export function noteEarly(ui: Where, state: StepState): boolean {
  const key = keyOf(ui, state);
  if (ui.visit || !closedSteps.peek().has(key)) return false;
  early.value = new Set([...early.peek(), key]);
  return true;
}

/** The step to do now: the first that the lab needs, or else one that is optional; none while all that is left is closed. */
export function nextStep(ui: Where): StepState | undefined {
  const open = ui.bench.steps.filter((state) => state.reachedAt === undefined && !isClosed(ui, state));
  return open.find(({ step }) => !step.optional) ?? open[0];
}
