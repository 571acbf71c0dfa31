import type { Bench, SolutionAct } from '../../learner/bench/index.ts';

/** Carries out one act of a solution. */
export async function perform(bench: Bench, act: SolutionAct): Promise<void> {
  if (typeof act === 'string') await bench.run(act);
  else if ('save' in act) await bench.saveFile(act.save, act.content);
  else await bench.wind(act.wind);
}

/** An act of a solution as one reads it. */
export function wordsOfAct(act: SolutionAct): string {
  if (typeof act === 'string') return act;
  if ('save' in act) return `Save ${act.save} as the solution has it`;
  return `Let ${Math.round(act.wind / 1000)} s of virtual time pass`;
}
