/** Knowledge checks: questions, grading, score. Runs anywhere; reading the banks is `read-bank.ts` (Node only). */
export type { Audience, Bank, ShownBank } from './bank.ts';
export { keyOf, shownBank } from './bank.ts';
export type { Answered, CheckEvent, StartedOver } from './events.ts';
export type { Explanation, Grade } from './grader.ts';
export { AnswerError, answerProblem, grade, readyFor } from './grade.ts';
export type {
  Answer,
  BankKey,
  ChoiceKind,
  Option,
  Question,
  QuestionKind,
  ShownQuestion,
} from './question.ts';
export { isChoice } from './question.ts';
export { withKey, withoutKey } from './question.ts';
export { questionScore, tryShare } from './score.ts';
export { shownOptions, shuffled } from './shuffle.ts';
export type { CheckState, QuestionState, Try } from './state.ts';
export { foldCheck, tryWith } from './state.ts';
export { unveilKey, veilKey } from './veil.ts';
