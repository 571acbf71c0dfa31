/**
 * What a question is. A question has two halves: what the learner sees, and the key that grades it. They travel apart,
 * so that a page can hold the first without the second.
 *
 * A new kind of question is one more member of `QuestionKinds`; the compiler then asks for its grader in `grade.ts`.
 */
import type { Call, JournalEvent } from '../../simulator/index.ts';

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

/** Kinds whose questions have options. */
export type ChoiceKind = 'single' | 'multiple' | 'true-false' | 'predict';

/** Ids of the chosen options, in any order. */
interface ChoiceAnswer {
  readonly options: readonly string[];
}

interface Choice {
  readonly body: ChoiceBody;
  readonly key: ChoiceKey;
  readonly answer: ChoiceAnswer;
}

interface Ordering {
  /** Shuffled; some may belong nowhere. */
  readonly body: { readonly items: readonly Option[] };
  readonly key: {
    /** Ids in the right order, without those that belong nowhere. */
    readonly order: readonly string[];
    readonly why: Readonly<Record<string, string>>;
  };
  /** Ids of the items that were put in, in their order. */
  readonly answer: { readonly order: readonly string[] };
}

interface Matching {
  /** Each prompt takes one of the matches; a match may serve several prompts or none. */
  readonly body: { readonly prompts: readonly Option[]; readonly matches: readonly Option[] };
  readonly key: {
    /** Match id by prompt id. */
    readonly pairs: Readonly<Record<string, string>>;
    /** By prompt id. */
    readonly why: Readonly<Record<string, string>>;
  };
  readonly answer: { readonly pairs: Readonly<Record<string, string>> };
}

interface Numeric {
  readonly body: { readonly unit?: string };
  readonly key: {
    readonly value: number;
    /** How far off is still right. */
    readonly tolerance: number;
    readonly why: string;
    /** Wrong values that deserve a word of their own. */
    readonly near: readonly { readonly value: number; readonly why: string }[];
  };
  readonly answer: { readonly value: number };
}

interface ShortText {
  readonly body: object;
  readonly key: {
    /** Texts that are right; compared without regard to case, quotes and spaces around. */
    readonly accept: readonly string[];
    readonly why: string;
    readonly near: readonly { readonly text: string; readonly why: string }[];
  };
  readonly answer: { readonly text: string };
}

/** Mend this task definition: graded by the real rules. */
interface Mend {
  readonly body: { readonly document: string };
  readonly key: {
    /** What must still hold once no rule objects, so that taking the fault out with all around it is no cure. */
    readonly keeps: readonly Demand[];
    readonly solution: string;
    readonly why: string;
  };
  readonly answer: { readonly text: string };
}

/** Reach this state: graded by the simulator. */
interface Reach {
  /** What happened before the learner comes. */
  readonly body: { readonly start: readonly StartAct[] };
  readonly key: {
    readonly goals: readonly Goal[];
    readonly solution: readonly string[];
    readonly why: string;
  };
  /** The lines that were typed, and what they did to the world, from its beginning. */
  readonly answer: { readonly lines: string; readonly events: readonly JournalEvent[] };
}

/** A JMESPath query and what it must give. */
export interface Demand {
  readonly query: string;
  readonly equals: unknown;
  /** What is missing when it gives something else, in a sentence. */
  readonly otherwise: string;
}

/** What a call must answer. */
export interface Goal extends Demand {
  readonly call: Asked;
}

/** A call by the learner, in us-east-1. */
export type Asked = Pick<Call, 'service' | 'operation'> & { readonly input?: object };

/** A call, or ms of virtual time that pass. */
export type StartAct = { readonly call: Asked } | { readonly wind: number };

/** Every kind of question: what it shows, what its key holds, what an answer to it is. */
export interface QuestionKinds {
  /** One option is right. */
  readonly single: Choice;
  /** One or more options are right. */
  readonly multiple: Choice;
  /** Two options, one of them right. */
  readonly 'true-false': Choice;
  /** What happens next: one option is right, and the simulator says which. */
  readonly predict: Choice;
  /** Put into order (Parsons). */
  readonly ordering: Ordering;
  readonly matching: Matching;
  readonly numeric: Numeric;
  readonly text: ShortText;
  readonly mend: Mend;
  readonly reach: Reach;
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
    return key ? [{ ...shown, key } as Question] : [];
  });
}

/** Whether a question has options to choose from. */
export const isChoice = (question: ShownQuestion): question is ShownQuestion<ChoiceKind> =>
  'options' in question;
