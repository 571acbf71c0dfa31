/**
 * Placeholders that published task definitions are full of: `<AWS_ACCOUNT_ID>`, `${REGION}`, `$IMAGE`, `__REGION__`,
 * `{{account}}`, `YOUR_ACCOUNT_ID`, `ACCOUNT_ID`. Some mean something that is known here.
 */
import type { Surroundings } from './surroundings.ts';

const shape =
  /<[\w .:-]+>|\$\{[\w.:-]+\}|\$\$\$\w+\$\$\$|\$[A-Z_][A-Z0-9_]*|\{\{[^{}]+\}\}|__\w+?__|%[A-Z_]+%|\b(?:YOUR|REPLACE|CHANGE|INSERT)[_-]?\w+(?:[_-]\w+)*|\b(?:AWS_)?ACCOUNT_?ID\b|\bAWS_REGION\b/g;

/** A region as it stands in an ARN or in a registry's name, and an account. */
const meanings: readonly [test: RegExp, value: (around: Surroundings) => string][] = [
  [/account|acct/i, ({ account }) => account],
  [/region/i, ({ region }) => region],
];

export interface Placeholder {
  /** As it is written. */
  text: string;
  /** Where in the string it stands. */
  index: number;
  /** What it stands for, where that is known. */
  value?: string;
}

/** The placeholders in one string of a task definition. */
export function placeholdersIn(value: string, around: Surroundings): Placeholder[] {
  return [...value.matchAll(shape)].map((match) => {
    const [text] = match;
    const meant = meanings.find(([test]) => test.test(text))?.[1](around);
    return { text, index: match.index, ...(meant === undefined ? {} : { value: meant }) };
  });
}
