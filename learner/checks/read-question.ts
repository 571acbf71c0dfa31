/** From a question as written to a question with its two halves. What has to be computed is computed here. */
import { answerIn, gradeMend, worldOf } from './kinds/simulated.ts';
import type { WrittenPart, WrittenQuestion } from './bank-file.ts';
import type { Option, Question } from './question.ts';
import { shuffled } from './shuffle.ts';

const shown = ({ id, text }: Omit<WrittenPart, 'why'>): Option => ({ id, text });
const whys = (parts: readonly WrittenPart[]) => Object.fromEntries(parts.map(({ id, why }) => [id, why]));
const json = (value: unknown) => JSON.stringify(value) ?? 'nothing';

/** A shuffled copy that is not the order as written, for that one is the key. */
function disordered<T>(parts: readonly T[], seed: string): T[] {
  const mixed = shuffled(parts, seed);
  return mixed.every((part, i) => part === parts[i]) ? [...mixed.slice(1), mixed[0]!] : mixed;
}

/**
 * @throws Error with a sentence for the author when the simulator does not bear the question out: no option or two
 * that it calls right, a mended document that a rule objects to.
 */
export function readQuestion(written: WrittenQuestion): Question {
  const { id, stem } = written;
  switch (written.kind) {
    case 'predict': {
      const { kind, start, ask, keepOrder, options } = written;
      const { query, ...call } = ask;
      const happens = json(answerIn(worldOf(id, start), call, query));
      const correct = options.filter(({ value }) => json(value) === happens).map((option) => option.id);
      if (correct.length !== 1)
        throw new Error(
          `the simulator answers ${happens}, which is the value of ${correct.length} options. Give it to exactly one.`,
        );
      const order = keepOrder === undefined ? {} : { keepOrder };
      return { id, kind, stem, ...order, options: options.map(shown), key: { correct, why: whys(options) } };
    }
    case 'ordering': {
      const { kind, items, extras = [] } = written;
      const all = [...items, ...extras];
      const key = { order: items.map((item) => item.id), why: whys(all) };
      return { id, kind, stem, items: disordered(all, id).map(shown), key };
    }
    case 'matching': {
      const { kind, prompts, matches } = written;
      const key = {
        pairs: Object.fromEntries(prompts.map((prompt) => [prompt.id, prompt.match])),
        why: whys(prompts),
      };
      return {
        id,
        kind,
        stem,
        prompts: prompts.map(shown),
        matches: disordered(matches, id).map(shown),
        key,
      };
    }
    case 'numeric': {
      const { kind, unit, value, tolerance = 0, why, near = [] } = written;
      return {
        id,
        kind,
        stem,
        ...(unit === undefined ? {} : { unit }),
        key: { value, tolerance, why, near },
      };
    }
    case 'text': {
      const { kind, accept, why, near = [] } = written;
      return { id, kind, stem, key: { accept, why, near } };
    }
    case 'mend': {
      const { kind, document, keeps = [], solution, why } = written;
      const question = { id, kind, stem, document, key: { keeps, solution, why } };
      const { correct, remarks } = gradeMend(question, solution);
      if (!correct) throw new Error(`the solution is not accepted: ${remarks!.join(' ')} Mend the solution.`);
      if (gradeMend(question, document).correct)
        throw new Error('there is nothing to mend in the document. Break it, or ask for more in "keeps".');
      return question;
    }
    case 'reach': {
      const { kind, start = [], goals, solution, why } = written;
      worldOf(id, start);
      return { id, kind, stem, start, key: { goals, solution, why } };
    }
    default: {
      const { kind, keepOrder, options } = written;
      const correct = options.filter((option) => option.correct).map((option) => option.id);
      const order = keepOrder === undefined ? {} : { keepOrder };
      return { id, kind, stem, ...order, options: options.map(shown), key: { correct, why: whys(options) } };
    }
  }
}
