/** What a bank has to fulfil beyond its schema: a table of rules, each with an id and a message. Pure. */
import type { BankFile, Path } from './bank-file.ts';

type Written = BankFile['questions'][number];

interface Finding {
  readonly path: Path;
  readonly message: string;
}

interface QuestionRule {
  readonly id: string;
  /** Findings with paths inside the question. */
  readonly check: (question: Written) => readonly Finding[];
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

const right = (question: Written): number => question.options.filter((option) => option.correct).length;

const when = (broken: boolean, message: string): Finding[] =>
  broken ? [{ path: ['options'], message }] : [];

const QUESTION_RULES: readonly QuestionRule[] = [
  {
    id: 'one-right-option',
    check: (q) =>
      when(
        q.kind !== 'multiple' && right(q) !== 1,
        `${right(q)} options are marked "correct: true". Mark exactly one, or make the question "kind: multiple".`,
      ),
  },
  {
    id: 'right-and-wrong-options',
    check: (q) =>
      when(
        q.kind === 'multiple' && (right(q) === 0 || right(q) === q.options.length),
        `${right(q)} of ${q.options.length} options are marked "correct: true". Mark at least one, and leave at least one unmarked.`,
      ),
  },
  {
    id: 'two-options-for-true-false',
    check: (q) =>
      when(
        q.kind === 'true-false' && q.options.length !== 2,
        `a question of "kind: true-false" has ${q.options.length} options. Give it two, or make it "kind: single".`,
      ),
  },
  {
    id: 'option-ids-differ',
    check: (q) =>
      repeats(q.options, (option) => option.id).map((i) => ({
        path: ['options', i, 'id'],
        message: 'the id is used twice in this question. Give each option its own.',
      })),
  },
  {
    id: 'option-texts-differ',
    check: (q) =>
      repeats(q.options, (option) => plain(option.text)).map((i) => ({
        path: ['options', i, 'text'],
        message: 'another option says the same. Word it differently or leave it out.',
      })),
  },
  {
    id: 'explanations-differ',
    check: (q) =>
      repeats(q.options, (option) => plain(option.why)).map((i) => ({
        path: ['options', i, 'why'],
        message: 'another option has the same explanation. Say what is right or wrong about this one.',
      })),
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
