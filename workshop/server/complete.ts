/** What the server fills in: the parts of an act that a client does not know, or may not say. */
import type { Question } from '../../learner/checks/index.ts';
import { withoutKey } from '../../learner/checks/index.ts';
import { faults } from '../../simulator/faults/catalogue.ts';
import type { Act } from '../room/acts.ts';
import { countVotes } from '../room/ask.ts';
import type { Refusal } from '../room/messages.ts';
import type { Audience } from '../room/people.ts';
import type { Room } from '../room/room.ts';

const refused = (message: string): Refusal['error'] => ({ code: 'refused', message });

/** Who is in a group, at this moment. */
function audience(to: Audience, room: Room): Audience {
  if (to === 'all' || !('group' in to)) return to;
  const people = [...room.people.values()].filter(({ group }) => group === to.group).map(({ id }) => id);
  return { group: to.group, people };
}

/**
 * The act as it goes into the log.
 * @param polls the plan's, with their keys
 */
export function completed(
  act: Act,
  room: Room,
  polls: Readonly<Record<string, Question>>,
): Act | Refusal['error'] {
  switch (act.type) {
    case 'message':
      return { ...act, to: audience(act.to, room) };
    case 'hand-claimed':
    case 'hand-done': {
      const person = room.hands.get(act.hand)?.person;
      return { ...act, ...(person ? { person } : {}) };
    }
    case 'question-opened': {
      const question = polls[act.poll];
      return question
        ? { ...act, question: withoutKey(question) }
        : refused('The course has this question no more. Ask another one.');
    }
    case 'question-revealed': {
      const ask = room.asks.get(act.ask)!;
      const key = polls[ask.poll]?.key;
      if (!key || !('correct' in key)) return refused('The course has this question no more.');
      const second = ask.votes.second.size > 0 ? { second: countVotes(ask, 'second') } : {};
      const why = key.why as Readonly<Record<string, string>>;
      return { ...act, first: countVotes(ask, 'first'), ...second, correct: key.correct, why };
    }
    case 'fault': {
      const known = faults.find(({ id }) => id === act.fault);
      if (!known) return refused(`There is no fault ${act.fault}. Choose one of the catalogue.`);
      const missing = known.parameters.find(({ name, required }) => required && !act.parameters[name]);
      if (missing) return refused(`This fault needs ${missing.name}: ${missing.about}`);
      return { ...act, to: audience(act.to, room) };
    }
    case 'fault-cleared':
      return { ...act, to: room.faults.get(act.of)!.to };
    default:
      return act;
  }
}
