import type { Audience } from './bank.ts';
import type { Asked, Demand, Goal, StartAct } from './question.ts';

/** The file as written, once it fits the schema. */
export interface BankFile {
  readonly bank: string;
  readonly title: string;
  readonly audience?: Audience;
  readonly questions: readonly WrittenQuestion[];
}

interface Head<Kind extends string> {
  readonly id: string;
  readonly kind: Kind;
  readonly stem: string;
}

/** An option, an item, a prompt: something with an explanation of its own. */
export interface WrittenPart {
  readonly id: string;
  readonly text: string;
  readonly why: string;
}

export interface WrittenChoice extends Head<'single' | 'multiple' | 'true-false'> {
  readonly keepOrder?: boolean;
  readonly options: readonly (WrittenPart & { readonly correct?: boolean })[];
}

export interface WrittenPrediction extends Head<'predict'> {
  readonly keepOrder?: boolean;
  readonly start: readonly StartAct[];
  readonly ask: Asked & { readonly query: string };
  readonly options: readonly (WrittenPart & { readonly value: unknown })[];
}

export interface WrittenOrdering extends Head<'ordering'> {
  readonly items: readonly WrittenPart[];
  readonly extras?: readonly WrittenPart[];
}

export interface WrittenMatching extends Head<'matching'> {
  readonly prompts: readonly (WrittenPart & { readonly match: string })[];
  readonly matches: readonly Omit<WrittenPart, 'why'>[];
}

export interface WrittenNumeric extends Head<'numeric'> {
  readonly value: number;
  readonly tolerance?: number;
  readonly unit?: string;
  readonly why: string;
  readonly near?: readonly { readonly value: number; readonly why: string }[];
}

export interface WrittenText extends Head<'text'> {
  readonly accept: readonly string[];
  readonly why: string;
  readonly near?: readonly { readonly text: string; readonly why: string }[];
}

export interface WrittenMend extends Head<'mend'> {
  readonly document: string;
  readonly keeps?: readonly Demand[];
  readonly solution: string;
  readonly why: string;
}

export interface WrittenReach extends Head<'reach'> {
  readonly start?: readonly StartAct[];
  readonly goals: readonly Goal[];
  readonly solution: readonly string[];
  readonly why: string;
}

export type WrittenQuestion =
  | WrittenChoice
  | WrittenPrediction
  | WrittenOrdering
  | WrittenMatching
  | WrittenNumeric
  | WrittenText
  | WrittenMend
  | WrittenReach;

/** Path into the file: keys and list positions. */
export type Path = readonly (string | number)[];
