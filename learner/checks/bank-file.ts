import type { Audience } from './bank.ts';
import type { QuestionKind } from './question.ts';

/** The file as written, once it fits the schema. */
export interface BankFile {
  readonly bank: string;
  readonly title: string;
  readonly audience?: Audience;
  readonly questions: readonly {
    readonly id: string;
    readonly kind: QuestionKind;
    readonly stem: string;
    readonly keepOrder?: boolean;
    readonly options: readonly {
      readonly id: string;
      readonly text: string;
      readonly correct?: boolean;
      readonly why: string;
    }[];
  }[];
}

/** Path into the file: keys and list positions. */
export type Path = readonly (string | number)[];
