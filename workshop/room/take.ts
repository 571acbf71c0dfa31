/** What each event does to a room: one entry for each type of act. */
import type { ActOf, ActType } from './acts.ts';
import { openRound, turned } from './ask.ts';
import type { RoomEvent } from './events.ts';
import type { Consent, Room } from './room.ts';

type Event<T extends ActType> = RoomEvent<ActOf<T>>;
type Take = { readonly [T in ActType]: (room: Room, event: Event<T>) => void };

function consentOf(room: Room, person: string): Consent {
  let consent = room.consents.get(person);
  if (!consent) room.consents.set(person, (consent = { watch: new Set(), keyboard: new Set() }));
  return consent;
}

const requestKey = (person: string, staff: string, kind: string) => `${person} ${staff} ${kind}`;

/** Ends what somebody does at a participant's bench. */
function letGo(room: Room, person: string, staff: string): void {
  if (room.keyboards.get(person) === staff) room.keyboards.delete(person);
}

function turnAsk(room: Room, ask: number, turn: 'close' | 'reopen' | 'reveal'): boolean {
  const found = room.asks.get(ask);
  const next = found && turned(found.status, turn);
  if (next) found.status = next;
  return next !== undefined;
}

const takes: Take = {
  created(room, { act }) {
    room.title = act.title;
    room.plan = act.plan;
    room.columns = act.columns;
    room.polls = act.polls;
  },
  joined(room, { at, act: { person, role, name } }) {
    const before = room.people.get(person);
    if (before) {
      before.left = false;
      before.name = name;
      return;
    }
    room.people.set(person, {
      id: person,
      role,
      name,
      joinedAt: at,
      left: false,
      removed: false,
      group: '',
      lesson: null,
      follows: true,
    });
  },
  renamed(room, { by, act }) {
    const person = room.people.get(by);
    if (person) person.name = act.name;
  },
  left(room, { by }) {
    const person = room.people.get(by);
    if (person) person.left = true;
  },
  placed(room, { by, act }) {
    const person = room.people.get(by);
    if (!person) return;
    person.lesson = act.lesson;
    person.left = false;
  },
  followed(room, { by, act }) {
    const person = room.people.get(by);
    if (person) person.follows = act.follows;
  },
  moved(room, { at, act: { lesson, part } }) {
    room.place = { lesson, at, ...(part === undefined ? {} : { part }) };
  },
  'steps-closed': (room, { act }) => act.steps.forEach((step) => room.closedSteps.add(`${act.lab}/${step}`)),
  'steps-opened': (room, { act }) =>
    act.steps.forEach((step) => room.closedSteps.delete(`${act.lab}/${step}`)),
  timer(room, { at, act }) {
    room.timer = act.ms > 0 ? { endsAt: at + act.ms, label: act.label ?? '' } : null;
  },
  attention(room, { at, act }) {
    room.attention = act.on ? { text: act.text ?? '', at } : null;
  },
  message(room, { n, at, by, act: { to, text } }) {
    room.messages.push({ n, at, by, to, text });
  },
  grouped(room, { act }) {
    for (const id of act.people) {
      const person = room.people.get(id);
      if (person) person.group = act.group;
    }
  },
  'hand-raised'(room, { n, at, by, act: { question, lab, step } }) {
    const about = { ...(lab === undefined ? {} : { lab }), ...(step === undefined ? {} : { step }) };
    room.hands.set(n, { hand: n, person: by, at, question, ...about, status: 'raised' });
  },
  'hand-claimed'(room, { by, act }) {
    const hand = room.hands.get(act.hand);
    if (hand?.status !== 'raised') return;
    hand.status = 'claimed';
    hand.claimedBy = by;
  },
  'hand-done'(room, { at, by, act }) {
    const hand = room.hands.get(act.hand);
    if (!hand || hand.status === 'done' || hand.status === 'lowered') return;
    hand.status = 'done';
    hand.claimedBy ??= by;
    hand.endedAt = at;
  },
  'hand-lowered'(room, { at, by }) {
    for (const hand of room.hands.values()) {
      if (hand.person !== by || hand.status === 'done' || hand.status === 'lowered') continue;
      hand.status = 'lowered';
      hand.endedAt = at;
    }
  },
  'question-opened'(room, { n, at, act: { poll, question } }) {
    if (!question) return;
    const votes = { first: new Map(), second: new Map() };
    room.asks.set(n, { ask: n, poll, question, status: 'first', openedAt: at, votes });
  },
  'question-closed': (room, { act }) => void turnAsk(room, act.ask, 'close'),
  'question-reopened': (room, { act }) => void turnAsk(room, act.ask, 'reopen'),
  voted(room, { by, act }) {
    const ask = room.asks.get(act.ask);
    const round = ask && openRound(ask);
    if (round) ask.votes[round].set(by, act.options);
  },
  'question-revealed'(room, { act: { ask, first, second, correct, why } }) {
    if (!turnAsk(room, ask, 'reveal') || !first || !correct) return;
    room.asks.get(ask)!.answer = { first, ...(second ? { second } : {}), correct, why: why ?? {} };
  },
  fault(room, { n, at, act }) {
    room.faults.set(n, { ...act, n, dueAt: at + (act.inMs ?? 0) });
  },
  'fault-cleared'(room, { at, act }) {
    const fault = room.faults.get(act.of);
    if (fault) fault.clearedAt ??= at;
  },
  'consent-asked'(room, { n, by, act: { person, kind } }) {
    room.requests.set(requestKey(person, by, kind), { n, person, by, kind });
  },
  'consent-given'(room, { by, act: { staff, kind } }) {
    const consent = consentOf(room, by);
    consent[kind].add(staff);
    room.requests.delete(requestKey(by, staff, kind));
    // Who may type has to see.
    if (kind === 'keyboard') consent.watch.add(staff);
  },
  'consent-refused'(room, { by, act: { staff, kind } }) {
    room.requests.delete(requestKey(by, staff, kind));
  },
  'consent-taken-back'(room, { by, act: { staff, kind } }) {
    const consent = consentOf(room, by);
    consent.keyboard.delete(staff);
    letGo(room, by, staff);
    if (kind === 'keyboard') return;
    consent.watch.delete(staff);
    room.watchers.get(by)?.delete(staff);
  },
  'watching-began'(room, { by, act: { person } }) {
    const watchers = room.watchers.get(person) ?? new Set();
    room.watchers.set(person, watchers.add(by));
  },
  'watching-ended'(room, { by, act: { person } }) {
    room.watchers.get(person)?.delete(by);
    letGo(room, person, by);
  },
  'keyboard-taken'(room, { by, act: { person } }) {
    if (!room.keyboards.has(person)) room.keyboards.set(person, by);
  },
  'keyboard-returned': (room, { act: { person } }) => void room.keyboards.delete(person),
  typed(room, { n, at, by, act: { person, lab, line } }) {
    room.typed.push({ n, at, by, person, lab, line });
  },
  annotated(room, { n, at, by, act }) {
    room.annotations.push({ ...act, n, at, by });
  },
  removed(room, { act: { person } }) {
    const found = room.people.get(person);
    if (found) found.removed = true;
    room.keyboards.delete(person);
    room.watchers.delete(person);
  },
  ended(room, { at }) {
    room.endedAt ??= at;
  },
};

/** Takes one event; types that this version does not know are passed over. */
export function take(room: Room, event: RoomEvent): void {
  if (Object.hasOwn(takes, event.act.type))
    (takes[event.act.type] as (room: Room, event: RoomEvent) => void)(room, event);
}
