/** Quick fixes: for a rule that is broken, changes of the text that mend it. */
import { parseJson } from '../../../simulator/ecs/task-definition/json.ts';
import type { Problem } from '../../../simulator/ecs/task-definition/index.ts';
import { applyEdits, type Edit } from '../json/edits.ts';
import { cleanUp } from './clean-up.ts';
import type { Fix, Patient } from './fix.ts';
import { repairsOf } from './json-repairs.ts';
import { shapeRepairs } from './shape-repairs.ts';
import { repairs } from './repairs.ts';
import { nowhere, type Surroundings } from './surroundings.ts';

/** The fixes of a problem, the likeliest first; `text` is the whole task definition. */
export function fixesFor(problem: Problem, text: string, around: Surroundings = nowhere): Fix[] {
  if (problem.rule === 'NOT-JSON') return [...repairsOf(text)];
  const { root } = parseJson(text);
  if (!root) return [];
  if (problem.rule === 'WRAPPED') {
    const clean = cleanUp(text, around);
    return clean ? [{ title: 'Clean up: take the definition out', edits: [whole(text, clean.text)] }] : [];
  }
  const repair = repairs[problem.rule] ?? shapeRepairs[problem.rule];
  if (!repair || typeof root.value !== 'object' || root.value === null) return [];
  const value = root.value as Record<string, unknown>;
  const patient: Patient = { text, root, value, at: problem.pointer, problem, around };
  return [...repair(patient)].filter(({ edits }) => edits.length > 0 && applyEdits(text, edits) !== text);
}

/** One edit that puts another text in the place of all. */
function whole(before: string, after: string): Edit {
  return { start: 0, end: before.length, text: after };
}
