/** Why an act cannot be done now, by this person, in this room. Asked by the server of every act; pure. */
import type { Act, ActOf, ActType, ConsentTo } from './acts.ts';
import { openRound, turned, type Ask } from './ask.ts';
import { counts } from './limits.ts';
import type { Audience, Who } from './people.ts';
import { may } from './permissions.ts';
import { handOf, type Room } from './room.ts';

/** A sentence for the one who acts, or null. */
type Rules = {
  readonly [T in ActType]?: (room: Room, act: ActOf<T>, who: Who) => string | null;
};

const participant = (room: Room, id: string): string | null => {
  const person = room.people.get(id);
  return person?.role === 'participant' && !person.removed
    ? null
    : 'There is no such participant in this room. Choose one from the board.';
};

const audience = (room: Room, to: Audience): string | null => {
  if (to === 'all') return null;
  if ('group' in to) {
    const found = [...room.people.values()].some(({ group }) => group === to.group);
    return found ? null : 'Nobody is in this group. Put people into it first, or choose another.';
  }
  return to.people.every((id) => room.people.has(id))
    ? null
    : 'Somebody among those meant is not in this room. Choose again.';
};

const hand = (room: Room, { hand }: { hand: number }): string | null =>
  room.hands.has(hand) ? null : 'There is no such hand. Look at the queue again.';

const ask = (room: Room, id: number, allowed: (ask: Ask) => boolean, otherwise: string): string | null => {
  const found = room.asks.get(id);
  if (!found) return 'There is no such question in this room.';
  return allowed(found) ? null : otherwise;
};

const consented = (room: Room, person: string, who: Who, kind: ConsentTo): string | null =>
  room.consents.get(person)?.[kind].has(who.id)
    ? null
    : kind === 'watch'
      ? 'This participant has not let you look over their shoulder. Ask them first.'
      : 'This participant has not given you the keyboard. Ask them first.';

const isStaffHere = (room: Room, id: string): string | null => {
  const role = room.people.get(id)?.role;
  return role === 'instructor' || role === 'helper' ? null : 'Nobody of the staff has this id.';
};

const rules: Rules = {
  message: (room, { to }) => audience(room, to),
  grouped: (room, { people }) => audience(room, { people }),
  'hand-raised': (room, _, { id }) =>
    handOf(room, id) ? 'Your hand is up already. Take it down to ask something else.' : null,
  'hand-lowered': (room, _, { id }) => (handOf(room, id) ? null : 'Your hand is not up.'),
  'hand-claimed': (room, act) =>
    hand(room, act) ??
    (room.hands.get(act.hand)!.status === 'raised' ? null : 'Somebody takes care of this hand already.'),
  'hand-done': hand,
  'question-opened': (room, { poll }) => {
    if (!Object.hasOwn(room.polls, poll)) return 'The plan has no such question.';
    const open = [...room.asks.values()].find(({ status }) => status !== 'revealed');
    return open ? 'Another question is still open. Reveal its answer first.' : null;
  },
  'question-closed': (room, { ask: id }) =>
    ask(room, id, ({ status }) => turned(status, 'close') !== undefined, 'No vote is open on this question.'),
  'question-reopened': (room, { ask: id }) =>
    ask(
      room,
      id,
      ({ status }) => turned(status, 'reopen') !== undefined,
      'A second vote follows the first one, once that is closed.',
    ),
  'question-revealed': (room, { ask: id }) =>
    ask(
      room,
      id,
      ({ status }) => turned(status, 'reveal') !== undefined,
      'Close the vote first, or it is revealed already.',
    ),
  voted: (room, { ask: id, options }) =>
    ask(room, id, (found) => openRound(found) !== undefined, 'The vote on this question is closed.') ??
    votable(room.asks.get(id)!, options),
  fault: (room, { to }) => audience(room, to),
  'fault-cleared': (room, { of }) => (room.faults.has(of) ? null : 'There is no such fault in this room.'),
  'consent-asked': (room, { person }) => participant(room, person),
  'consent-given': (room, { staff }) => isStaffHere(room, staff),
  'consent-refused': (room, { staff }) => isStaffHere(room, staff),
  'consent-taken-back': (room, { staff }) => isStaffHere(room, staff),
  'keyboard-taken': (room, { person }, who) =>
    participant(room, person) ??
    consented(room, person, who, 'keyboard') ??
    (room.keyboards.has(person) && room.keyboards.get(person) !== who.id
      ? 'Somebody else has this keyboard. Wait until it is given back.'
      : null),
  'keyboard-returned': (room, { person }, { id }) =>
    person === id || room.keyboards.get(person) === id ? null : 'You do not have this keyboard.',
  typed: (room, { person }, who) =>
    consented(room, person, who, 'keyboard') ??
    (room.keyboards.get(person) === who.id ? null : 'Take the keyboard first.'),
  annotated: (room, { person }, who) => participant(room, person) ?? consented(room, person, who, 'watch'),
  removed: (room, { person }, { id }) =>
    !room.people.has(person)
      ? 'Nobody in this room has this id.'
      : person === id
        ? 'You cannot put yourself out. Leave instead.'
        : null,
};

/** Why a vote does not count, or null. */
function votable({ question }: Ask, options: readonly string[]): string | null {
  if (!('options' in question)) return 'This question has no options to vote for.';
  const known = new Set(question.options.map(({ id }) => id));
  if (options.length === 0) return 'Choose an option first.';
  if (!options.every((id) => known.has(id)) || new Set(options).size !== options.length)
    return 'One of these options does not belong to the question. Reload the page.';
  return question.kind !== 'multiple' && options.length > 1 ? 'Choose one option only.' : null;
}

/** Why `who` may not watch `person`, or null. */
export function watchRefusal(room: Room, who: Who, person: string): string | null {
  return participant(room, person) ?? consented(room, person, who, 'watch');
}

/** Why an act cannot be done, or null. @param act of the right form (`check-act.ts`) */
export function refusal(
  room: Room,
  act: Act,
  who: Who,
): { code: 'forbidden' | 'refused' | 'ended'; message: string } | null {
  if (!may(who.role, act.type)) return { code: 'forbidden', message: `This is not for a ${who.role} to do.` };
  const self = room.people.get(who.id);
  if (!self || self.removed) return { code: 'forbidden', message: 'You are not in this room any more.' };
  if (room.endedAt !== null && act.type !== 'left')
    return { code: 'ended', message: 'This workshop is over. What you did is kept in your browser.' };
  const rule = rules[act.type] as ((room: Room, act: Act, who: Who) => string | null) | undefined;
  const message = rule?.(room, act, who) ?? null;
  return message === null ? null : { code: 'refused', message };
}

/** Why nobody more can join, or null. */
export function fullRefusal(room: Room, role: Who['role']): string | null {
  if (room.endedAt !== null) return 'This workshop is over.';
  const isStaff = role !== 'participant';
  const inside = [...room.people.values()].filter(
    (person) => !person.removed && (person.role !== 'participant') === isStaff,
  ).length;
  return inside < (isStaff ? counts.staff : counts.participants)
    ? null
    : 'This room is full. Ask the instructor for another one.';
}
