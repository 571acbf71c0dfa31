/** Reading a workshop's plan from YAML, with messages that say where, what and what to do. */
import { basename, extname } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import { isNode, LineCounter, parseDocument } from 'yaml';
import { schemaMessage } from '../../learner/checks/schema-message.ts';
import { planProblems, type Known, type Plan } from '../room/plan.ts';
import schema from '../../workshops/plan.schema.json' with { type: 'json' };

/** A plan that cannot be used. The message lists every problem as `file:line:column: …`. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
}

const fits = new Ajv({ allErrors: true, verbose: true }).compile<Plan>(schema);

const messageOf = (error: ErrorObject): string => {
  if (error.keyword === 'oneOf')
    return 'A part is a lesson, a poll, an incident or a pause: give it one of these fields, and only one.';
  if (error.keyword === 'dependencies')
    return `A part with "${String(error.params['property'])}" needs ${String(error.params['deps'])} too.`;
  return schemaMessage(error);
};

/** @param file the path as it is to stand in messages. @throws PlanError */
export function readPlan(file: string, text: string, known: Known): Plan {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const at = (path: readonly (string | number)[], message: string) => {
    let offset = document.contents?.range?.[0] ?? 0;
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true);
      if (!isNode(node) || !node.range) continue;
      offset = node.range[0];
      break;
    }
    return `${place(offset)}: ${message}`;
  };
  if (document.errors.length > 0)
    throw new PlanError(
      document.errors
        .map(
          (error) =>
            `${place(error.pos[0])}: This is not YAML: ${error.message.split('\n')[0]}. Mend the indentation or quote the text.`,
        )
        .join('\n'),
    );
  const content: unknown = document.toJS();
  if (!fits(content))
    throw new PlanError(
      (fits.errors ?? [])
        // That a part is of no kind is said once.
        .filter(({ schemaPath }) => !/\/oneOf\/\d/.test(schemaPath))
        .map((error) =>
          at(
            error.instancePath
              .split('/')
              .slice(1)
              .map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
            messageOf(error),
          ),
        )
        // One sentence names all fields that a part lacks; it comes once for each of them.
        .filter((line, index, lines) => lines.indexOf(line) === index)
        .join('\n'),
    );
  const problems = planProblems(content, basename(file, extname(file)), known);
  if (problems.length > 0)
    throw new PlanError(problems.map(({ path, message }) => at(path, message)).join('\n'));
  return content;
}
