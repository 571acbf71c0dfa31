/** What a bank has to fulfil beyond its schema: a table of rules, each with an id and a message. Pure. */
import type { BankFile, Path, WrittenChoice, WrittenPart, WrittenQuestion } from './bank-file.ts';

interface Finding {
  readonly path: Path;
  readonly message: string;
}

interface QuestionRule {
  readonly id: string;
  /** Findings with paths inside the question. */
  readonly check: (question: WrittenQuestion) => readonly Finding[];
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Positions of the items whose key came up before. */
function repeats<T>(items: readonly T[], key: (item: T) => string): number[] {
  const seen = new Set<string>();
  return items.flatMap((item, i) => {
    const known = seen.has(key(item));
    seen.add(key(item));
    return known ? [i] : [];
  });
}

const right = (question: WrittenChoice): number => question.options.filter((option) => option.correct).length;

/** A rule about the options of a choice. */
const choice =
  (broken: (question: WrittenChoice) => boolean, message: (question: WrittenChoice) => string) =>
  (question: WrittenQuestion): Finding[] =>
    (question.kind === 'single' || question.kind === 'multiple' || question.kind === 'true-false') &&
    broken(question)
      ? [{ path: ['options'], message: message(question) }]
      : [];

/** The lists of a question whose entries are told apart by id and text. */
const LISTS = ['options', 'items', 'extras', 'prompts', 'matches'] as const;

/** A rule about what must not come twice in a list of the question. */
const once =
  (field: 'id' | 'text' | 'why', message: string) =>
  (question: WrittenQuestion): Finding[] =>
    LISTS.flatMap((list) => {
      const parts = (question as unknown as Partial<Record<string, readonly WrittenPart[]>>)[list] ?? [];
      const key = (part: WrittenPart) => (field === 'id' ? part.id : plain(part[field] ?? part.id));
      return repeats(parts, key).map((i) => ({ path: [list, i, field], message }));
    });

const QUESTION_RULES: readonly QuestionRule[] = [
  {
    id: 'one-right-option',
    check: choice(
      (q) => q.kind !== 'multiple' && right(q) !== 1,
      (q) =>
        `${right(q)} options are marked "correct: true". Mark exactly one, or make the question "kind: multiple".`,
    ),
  },
  {
    id: 'right-and-wrong-options',
    check: choice(
      (q) => q.kind === 'multiple' && (right(q) === 0 || right(q) === q.options.length),
      (q) =>
        `${right(q)} of ${q.options.length} options are marked "correct: true". Mark at least one, and leave at least one unmarked.`,
    ),
  },
  {
    id: 'two-options-for-true-false',
    check: choice(
      (q) => q.kind === 'true-false' && q.options.length !== 2,
      (q) =>
        `a question of "kind: true-false" has ${q.options.length} options. Give it two, or make it "kind: single".`,
    ),
  },
  {
    id: 'ids-differ',
    check: once('id', 'the id is used twice in this question. Give each option its own.'),
  },
  {
    id: 'texts-differ',
    check: once('text', 'another option says the same. Word it differently or leave it out.'),
  },
  {
    id: 'explanations-differ',
    check: once('why', 'another option has the same explanation. Say what is right or wrong about this one.'),
  },
  {
    id: 'extras-are-no-items',
    check: (q) =>
      q.kind === 'ordering'
        ? (q.extras ?? []).flatMap(({ id }, i) =>
            q.items.some((item) => item.id === id)
              ? [{ path: ['extras', i, 'id'], message: 'an item has the same id. Give each its own.' }]
              : [],
          )
        : [],
  },
  {
    id: 'prompts-have-matches',
    check: (q) =>
      q.kind === 'matching'
        ? q.prompts.flatMap(({ match }, i) =>
            q.matches.some(({ id }) => id === match)
              ? []
              : [
                  {
                    path: ['prompts', i, 'match'],
                    message: `there is no match "${match}". Use the id of one of the matches.`,
                  },
                ],
          )
        : [],
  },
];

/**
 * Checks a bank that fits the schema.
 *
 * @param name what the bank has to be called: the name of its file.
 */
export function bankRules(file: BankFile, name: string): Finding[] {
  const findings: Finding[] = [];
  if (file.bank !== name) {
    findings.push({
      path: ['bank'],
      message: `the bank is called "${file.bank}", its file "${name}". Give both the same name.`,
    });
  }
  for (const i of repeats(file.questions, (question) => question.id)) {
    findings.push({
      path: ['questions', i, 'id'],
      message: 'the id is used twice. Give each question its own.',
    });
  }
  for (const i of repeats(file.questions, (question) => plain(question.stem))) {
    findings.push({
      path: ['questions', i, 'stem'],
      message: 'another question asks the same. Word it differently.',
    });
  }
  for (const [i, question] of file.questions.entries()) {
    for (const rule of QUESTION_RULES) {
      for (const { path, message } of rule.check(question))
        findings.push({ path: ['questions', i, ...path], message });
    }
  }
  return findings;
}
