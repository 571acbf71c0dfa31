/** Reading a bank from YAML, with messages that say where, what and what to do. For Node: build, tests, server. */
import { Ajv, type ErrorObject } from 'ajv';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import schema from '../../quizzes/bank.schema.json' with { type: 'json' };
import type { Bank } from './bank.ts';
import type { BankFile, Path } from './bank-file.ts';
import { bankRules } from './bank-rules.ts';
import { readQuestion } from './read-question.ts';
import { schemaMessage } from './schema-message.ts';

export interface BankProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** What is wrong and what to do. */
  readonly message: string;
}

/** A bank that cannot be used. The message lists every problem as `file:line:column: …`. */
export class BankError extends Error {
  readonly problems: readonly BankProblem[];

  constructor(problems: readonly BankProblem[]) {
    super(
      problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n'),
    );
    this.name = 'BankError';
    this.problems = problems;
  }
}

const fitsSchema = new Ajv({ allErrors: true, verbose: true, discriminator: true }).compile<BankFile>(schema);

const pathOf = ({ instancePath, keyword, params }: ErrorObject): string[] => [
  ...instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
  ...(keyword === 'discriminator' ? [String(params['tag'])] : []),
];

/** Offset of the innermost node on a path that exists. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

/** "question "m1-cluster", option "b"": where a path leads, by ids rather than by positions. */
function nameOf(document: Document, path: Path): string {
  const names: string[] = [];
  for (const [list, what] of [
    ['questions', 'question'],
    ['options', 'option'],
  ] as const) {
    const at = path.indexOf(list);
    if (at < 0 || path.length <= at + 1) continue;
    const id: unknown = document.getIn([...path.slice(0, at + 2), 'id']);
    names.push(typeof id === 'string' ? `${what} "${id}"` : `${what} ${Number(path[at + 1]) + 1}`);
  }
  return names.length > 0 ? `${names.join(', ')}: ` : '';
}

/**
 * Reads and checks a bank.
 *
 * @param file the path as it is to stand in messages; its base name has to be the bank's name.
 * @throws BankError with every problem found.
 */
export function readBank(file: string, text: string): Bank {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problem = (offset: number, message: string): BankProblem => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col, message };
  };
  const at = (path: Path, message: string): BankProblem =>
    problem(offsetOf(document, path), nameOf(document, path) + message);

  if (document.errors.length > 0) {
    throw new BankError(
      document.errors.map((error) =>
        problem(
          error.pos[0],
          `This is not YAML: ${error.message.split('\n')[0]}. Mend the indentation or quote the text.`,
        ),
      ),
    );
  }
  const content: unknown = document.toJS();
  if (!fitsSchema(content)) {
    throw new BankError((fitsSchema.errors ?? []).map((error) => at(pathOf(error), schemaMessage(error))));
  }
  const broken = bankRules(content, file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]+$/, ''));
  if (broken.length > 0) throw new BankError(broken.map(({ path, message }) => at(path, message)));
  const unborne: BankProblem[] = [];
  const questions = content.questions.flatMap((written, i) => {
    try {
      return [readQuestion(written)];
    } catch (error) {
      unborne.push(at(['questions', i], (error as Error).message));
      return [];
    }
  });
  if (unborne.length > 0) throw new BankError(unborne);
  return { name: content.bank, title: content.title, audience: content.audience ?? 'everyone', questions };
}
