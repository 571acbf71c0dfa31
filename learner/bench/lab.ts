import type { LabView } from './view.ts';

/** Something that a goal finds otherwise than it should be, in words that complete "not yet: …". */
export interface Missing {
  /** What is there: `repository web has no image tagged v1`. */
  is: string;
  /** What the goal wants: `an image tagged v1 in repository web`. */
  shouldBe: string;
}

/** One thing that the sample solution does. */
export type SolutionAct = string | { save: string; content: string } | { wind: number };

export interface Step {
  /** Permanent: progress is kept by it. */
  id: string;
  title: string;
  /** One or two sentences: what to do and why. */
  text: string;
  /** Pure. What is still missing; an empty list: the goal is reached. A step once reached stays reached. */
  goal(view: LabView): Missing[];
  /** A nudge, a pointer, and nearly the answer. */
  hints: readonly [nudge: string, pointer: string, nearly: string];
  /** Command lines, files to save, or ms of virtual time to wind, after the steps before it. */
  solution: readonly SolutionAct[];
  typicalMinutes: number;
  /** The lab is complete without it. */
  optional?: true;
}

export interface Lab {
  /** Permanent, and the name of its file: `<id>.lab.ts`. */
  id: string;
  title: string;
  region: string;
  /** Seed of the world: every learner meets the same ARNs. */
  seed: string;
  /** The home folder at the start: path to content. */
  files: Readonly<Record<string, string>>;
  /** The file that the editor shows first. */
  open: string;
  /** Command lines that are run before the learner comes. */
  start?: readonly string[];
  /** The command that stands greyed at the first prompt. */
  firstCommand: string;
  /** In teaching order; a sandbox has none. */
  steps: readonly Step[];
}

/**
 * Checks a lab's definition, so that a mistake is found when the course is built.
 * @throws Error that names the lab and what to change.
 */
export function defineLab(lab: Lab): Lab {
  if (lab.steps.length === 0)
    throw new Error(`Lab ${lab.id}: give it at least one step, or define it as a sandbox.`);
  return checked(lab);
}

/** A lab without steps: a starting point to try things from. @throws Error as `defineLab` does. */
export function defineSandbox(sandbox: Omit<Lab, 'steps'>): Lab {
  return checked({ ...sandbox, steps: [] });
}

function checked(lab: Lab): Lab {
  const refuse = (what: string): never => {
    throw new Error(`Lab ${lab.id}: ${what}`);
  };
  if (!/^[a-z0-9][a-z0-9-]*$/.test(lab.id)) refuse('an id is lower-case letters, digits and hyphens.');
  const ids = lab.steps.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) refuse(`two steps have the id ${twice}; ids are permanent and unique.`);
  if (!Object.hasOwn(lab.files, lab.open)) refuse(`the file to open, ${lab.open}, is not among its files.`);
  return lab;
}
