/** The bench: a lab's cloud, shell, files and steps over the learner's journal. No DOM. */
export { Bench, type BenchOptions } from './bench.ts';
export type { Chronicle, Happening } from './chronicle.ts';
export { environmentOf } from './environment.ts';
export type { BenchEvent } from './events.ts';
export { defineLab, defineSandbox, type Lab, type Missing, type SolutionAct, type Step } from './lab.ts';
export type { SavedState } from './ledger.ts';
export type { Line } from './lines.ts';
export type { StepState } from './step-book.ts';
export { foldBench, home, textOf, type Standing } from './standing.ts';
export { type Command, type LabView, viewOf } from './view.ts';
