/** A workshop's plan, as `workshops/*.yaml` holds it (see `workshops/plan.schema.json`). */

export type Part = LessonPart | PollPart | IncidentPart | PausePart;

interface OfEveryPart {
  readonly minutes: number;
  /** For the presenter only. */
  readonly notes?: string;
}

export interface LessonPart extends OfEveryPart {
  /** Id of a lesson: `ecr/push-and-run`. Its lab and its checks go on the board. */
  readonly lesson: string;
}

/** A live question. */
export interface PollPart extends OfEveryPart {
  /** Permanent, unique in the plan. */
  readonly poll: string;
  /** Name of the bank that holds it, and the question's id: a choice. */
  readonly bank: string;
  readonly question: string;
}

/** Something breaks in everyone's cloud. */
export interface IncidentPart extends OfEveryPart {
  /** Permanent, unique in the plan. */
  readonly incident: string;
  readonly title: string;
  /** Id in the catalogue of faults. */
  readonly fault: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** The lab whose cloud is broken. */
  readonly lab: string;
}

export interface PausePart extends OfEveryPart {
  /** What the pause is called: Coffee. */
  readonly pause: string;
}

export interface Plan {
  /** The file's name without its extension. */
  readonly workshop: string;
  readonly title: string;
  /** A sentence or two for the instructor who chooses. */
  readonly about: string;
  readonly parts: readonly Part[];
}

/** One column of the board: a step of a lab, or a knowledge check. */
export type Column =
  | {
      readonly kind: 'step';
      readonly lesson: string;
      readonly lab: string;
      readonly step: string;
      readonly title: string;
      readonly typicalMinutes: number;
      readonly optional?: true;
    }
  | {
      readonly kind: 'check';
      readonly lesson: string;
      readonly bank: string;
      readonly title: string;
      /** How many questions it has. */
      readonly questions: number;
    };

/** The streams of a participant's journal that the plan's lessons use: what is mirrored to the server, and nothing else. */
export function streamsOf(columns: readonly Column[]): string[] {
  return [
    ...new Set(
      columns.map((column) => (column.kind === 'step' ? `lab:${column.lab}` : `check:${column.bank}`)),
    ),
  ];
}

/** The plan as participants may see it: without notes, and without knowing what will be asked and broken. */
export function planForAll(plan: Plan): Plan {
  const parts = plan.parts
    .filter((part) => 'lesson' in part || 'pause' in part)
    .map(({ notes: _notes, ...part }) => part as Part);
  return { ...plan, parts };
}

/** How long the plan takes. */
export const minutesOf = ({ parts }: Plan): number => parts.reduce((sum, { minutes }) => sum + minutes, 0);

/** What a plan may refer to. */
export interface Known {
  readonly lessons: ReadonlySet<string>;
  readonly labs: ReadonlySet<string>;
  readonly faults: ReadonlySet<string>;
  /** Question ids of choices by bank. */
  readonly questions: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Something wrong with a plan. */
export interface PlanProblem {
  readonly path: readonly (string | number)[];
  /** What is wrong and what to do. */
  readonly message: string;
}

/** What is wrong with a plan that fits its schema. */
export function planProblems(plan: Plan, fileName: string, known: Known): PlanProblem[] {
  const problems: PlanProblem[] = [];
  if (plan.workshop !== fileName)
    problems.push({
      path: ['workshop'],
      message: `The workshop is called "${plan.workshop}" in a file called "${fileName}". Give both the same name.`,
    });
  const ids = new Set<string>();
  for (const [index, part] of plan.parts.entries()) {
    const say = (field: string, message: string) => problems.push({ path: ['parts', index, field], message });
    const once = (field: 'poll' | 'incident', id: string) => {
      if (ids.has(id)) say(field, `Two parts are called "${id}". Give each an id of its own.`);
      ids.add(id);
    };
    if ('lesson' in part && !known.lessons.has(part.lesson))
      say('lesson', `There is no lesson "${part.lesson}". Write module/lesson, as in its address.`);
    if ('poll' in part) {
      once('poll', part.poll);
      const bank = known.questions.get(part.bank);
      if (!bank) say('bank', `There is no bank "${part.bank}" in quizzes/.`);
      else if (!bank.has(part.question))
        say('question', `The bank "${part.bank}" has no choice with the id "${part.question}".`);
    }
    if ('incident' in part) {
      once('incident', part.incident);
      if (!known.faults.has(part.fault))
        say('fault', `There is no fault "${part.fault}". drydock fault list names them all.`);
      if (!known.labs.has(part.lab)) say('lab', `There is no lab "${part.lab}".`);
    }
  }
  return problems;
}
