import { expect } from 'vitest';
import { Bench, type Lab, type Missing, type SolutionAct } from '../../learner/bench/index.ts';
import { openMemoryJournal } from '../../learner/journal/index.ts';

/** A bench for a lab, over a journal in memory. */
export async function benchOf(lab: Lab): Promise<Bench> {
  return Bench.open({ lab, store: await openMemoryJournal() });
}

export async function act(bench: Bench, acts: readonly SolutionAct[]): Promise<void> {
  for (const one of acts) {
    if (typeof one === 'string') await bench.run(one);
    else if ('save' in one) await bench.saveFile(one.save, one.content);
    else await bench.wind(one.wind);
  }
}

const reachedSteps = (bench: Bench) =>
  bench.steps.filter(({ missing }) => missing.length === 0).map(({ step }) => step.id);

/** The untouched start reaches no goal; the solution reaches them one by one, each at its own step and not before. */
export async function walk(lab: Lab): Promise<void> {
  const bench = await benchOf(lab);
  const failed = bench.journal.filter((event) => event.type === 'command' && event.exitCode !== 0);
  expect(failed, 'commands of the start that fail').toEqual([]);
  expect(reachedSteps(bench)).toEqual([]);
  for (const [index, step] of lab.steps.entries()) {
    expect(reachedSteps(bench), `before ${step.id}`).toEqual(lab.steps.slice(0, index).map(({ id }) => id));
    await act(bench, step.solution);
    const missing = bench.steps[index]!.missing;
    expect(missing, `after ${step.id}: ${JSON.stringify(bench.commands.slice(-2))}`).toEqual([]);
  }
  bench.close();
}

/** What a step still misses after the acts of somebody who nearly got there. */
export async function missingAfter(
  lab: Lab,
  stepId: string,
  acts: readonly SolutionAct[],
): Promise<readonly Missing[]> {
  const bench = await benchOf(lab);
  await act(bench, acts);
  const { missing } = bench.steps.find(({ step }) => step.id === stepId)!;
  bench.close();
  return missing;
}

/** Something that a learner may do in place of the solution, and what the step then says. */
export interface NearMiss {
  /** The lab's id. */
  lab: string;
  /** What went wrong, in a few words. */
  slip: string;
  acts: readonly SolutionAct[];
  /** The step that is not reached. */
  step: string;
  /** Its message: what there is in place of what should be. */
  is: string;
}
