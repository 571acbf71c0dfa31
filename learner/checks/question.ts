/**
 * What a question is. A question has two halves: what the learner sees, and the key that grades it. They travel apart,
 * so that a page can hold the first without the second.
 *
 * A new kind of question (ordering, matching, numeric, short text, mend a task definition, reach a state, what happens
 * next) is one more member of `QuestionKinds`; the compiler then asks for its grader in `grade.ts`.
 */

/** One option of a choice. Its id is permanent: answers are stored by it. */
export interface Option {
  readonly id: string;
  /** Text with `code` in backticks. */
  readonly text: string;
}

interface ChoiceBody {
  readonly options: readonly Option[];
  /** The author's order is the only one that makes sense (true and false always keep theirs). */
  readonly keepOrder?: boolean;
}

interface ChoiceKey {
  /** Ids of the right options. */
  readonly correct: readonly string[];
  /** Why each option is right or wrong, by option id. */
  readonly why: Readonly<Record<string, string>>;
}

/** Ids of the chosen options, in any order. */
export interface ChoiceAnswer {
  readonly options: readonly string[];
}

interface Choice {
  readonly body: ChoiceBody;
  readonly key: ChoiceKey;
  readonly answer: ChoiceAnswer;
}

/** Every kind of question: what it shows, what its key holds, what an answer to it is. */
export interface QuestionKinds {
  /** One option is right. */
  readonly single: Choice;
  /** One or more options are right. */
  readonly multiple: Choice;
  /** Two options, one of them right. */
  readonly 'true-false': Choice;
}

export type QuestionKind = keyof QuestionKinds;

interface Head<K extends QuestionKind> {
  /** Permanent: progress is kept by it. Unique over all banks. */
  readonly id: string;
  readonly kind: K;
  /** The question itself, text with `code` in backticks. */
  readonly stem: string;
}

/** The half that a page may hold. */
export type ShownQuestion<K extends QuestionKind = QuestionKind> = {
  [P in K]: Head<P> & QuestionKinds[P]['body'];
}[K];

/** A whole question. */
export type Question<K extends QuestionKind = QuestionKind> = {
  [P in K]: ShownQuestion<P> & { readonly key: QuestionKinds[P]['key'] };
}[K];

/** The other half of each question of a bank, by question id. */
export type BankKey = Readonly<Record<string, Question['key']>>;

export type Answer<K extends QuestionKind = QuestionKind> = QuestionKinds[K]['answer'];

/** The half of a question that a page may hold. */
export function withoutKey(question: Question): ShownQuestion {
  const { key: _key, ...shown } = question;
  return shown;
}

/** Joins the halves again; questions without a key are left out, for they cannot be graded. */
export function withKey(questions: readonly ShownQuestion[], keys: BankKey): Question[] {
  return questions.flatMap((shown) => {
    const key = Object.hasOwn(keys, shown.id) ? keys[shown.id] : undefined;
    return key ? [{ ...shown, key }] : [];
  });
}
