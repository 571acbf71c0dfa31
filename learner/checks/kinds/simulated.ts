/**
 * Grading by the simulator: a mended task definition by the rules that ECS applies, a state by folding what the learner
 * did. Loaded when a question asks for it (`readyFor` in `grade.ts`), for it brings the simulator with it. Pure.
 */
import { search } from '@jmespath-community/jmespath';
import { validateTaskDefinition } from '../../../simulator/ecs/task-definition/index.ts';
import {
  createCloud,
  defaultRegion,
  learner,
  type Cloud,
  type JournalEvent,
  type Reply,
} from '../../../simulator/index.ts';
import type { Grade } from '../grader.ts';
import type { Asked, Demand, Question, StartAct } from '../question.ts';

/** What a query gives, or undefined when it cannot be asked. */
function ask(value: unknown, query: string): unknown {
  return search(value as never, query);
}

const equal = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

const unmet = (value: unknown, demands: readonly Demand[]): string[] =>
  demands.filter(({ query, equals }) => !equal(ask(value, query), equals)).map(({ otherwise }) => otherwise);

function gradeOf(missing: readonly string[], of: number, why: string): Grade {
  return {
    correct: missing.length === 0,
    score: missing.length === 0 ? 1 : Math.max(0, of - missing.length) / (of + 1),
    explanations: [],
    remarks: missing.length === 0 ? [why] : missing,
  };
}

/** No rule objects any longer, and what was not broken is still there. */
export function gradeMend({ key }: Question<'mend'>, text: string): Grade {
  const errors = validateTaskDefinition(text).filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    return gradeOf(
      errors.map(({ line, message }) => `Line ${line}: ${message}`),
      0,
      '',
    );
  return gradeOf(unmet(JSON.parse(text), key.keeps), key.keeps.length, key.why);
}

const send = (cloud: Cloud, { service, operation, input = {} }: Asked): Reply =>
  cloud.apply({
    type: 'call',
    at: cloud.now,
    call: { service, operation, input, region: defaultRegion, principal: learner },
  });

/**
 * The world in which a question begins.
 * @throws Error when a call of its start is refused: the bank is wrong.
 */
export function worldOf(question: string, start: readonly StartAct[]): Cloud {
  const cloud = createCloud({ seed: question });
  for (const act of start) {
    if ('wind' in act) cloud.apply({ type: 'clock', at: cloud.now + act.wind });
    else {
      const reply = send(cloud, act.call);
      if (!reply.ok)
        throw new Error(
          `${act.call.service} ${act.call.operation}: ${reply.error.code}: ${reply.error.message}`,
        );
    }
  }
  return cloud;
}

/** What a call answers in a world, narrowed by a query. An error is `{ error: its code, message }`. */
export function answerIn(cloud: Cloud, call: Asked, query: string): unknown {
  const reply = send(cloud, call);
  return ask(reply.ok ? reply.output : { error: reply.error.code, message: reply.error.message }, query);
}

/** Folds what the learner did over the question's world, and asks for each goal. */
export function gradeReach({ id, start, key }: Question<'reach'>, events: readonly JournalEvent[]): Grade {
  const cloud = worldOf(id, start);
  for (const event of events) if (event.at >= cloud.now) cloud.apply(event);
  const missing = key.goals
    .filter(({ call, query, equals }) => !equal(answerIn(cloud, call, query), equals))
    .map(({ otherwise }) => otherwise);
  return gradeOf(missing, key.goals.length, key.why);
}
