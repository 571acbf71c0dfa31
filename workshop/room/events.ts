/** The room's log: one append-only list of numbered events, in one order for all. */
import type { Act, ActOf, ActType } from './acts.ts';
import { isStaff, type Audience, type Who } from './people.ts';
import { planForAll } from './plan.ts';

/** Something that happened in the room. */
export interface RoomEvent<A extends Act = Act> {
  /** From 1, without gaps, given by the server. */
  readonly n: number;
  /** The server's real time, ms since the epoch. */
  readonly at: number;
  /** Who did it; empty when the server did. */
  readonly by: string;
  readonly act: A;
}

/** Who sees an event besides the staff, who see all. */
export interface Seen {
  /** Every participant. */
  readonly crowd: boolean;
  /** These, when the crowd does not. */
  readonly people: readonly string[];
}

const everybody: Seen = { crowd: true, people: [] };
const only = (...people: readonly string[]): Seen => ({ crowd: false, people });
const those = (to: Audience): Seen => (to === 'all' ? everybody : only(...(to.people ?? [])));

type SeenBy = { readonly [T in ActType]: (act: ActOf<T>, by: string) => Seen };

const toAll = () => everybody;
const toActor = (_: unknown, by: string) => only(by);
const toPerson = ({ person }: { readonly person?: string }) => only(...(person ? [person] : []));

const seenBy: SeenBy = {
  created: toAll,
  // Who else takes part is nobody's business but the staff's; and a thousand joinings stay a thousand messages.
  joined: ({ role, person }) => (role === 'participant' ? only(person) : everybody),
  renamed: toActor,
  left: toActor,
  placed: toActor,
  followed: toActor,
  moved: toAll,
  'steps-closed': toAll,
  'steps-opened': toAll,
  timer: toAll,
  attention: toAll,
  message: ({ to }) => those(to),
  grouped: ({ people }) => only(...people),
  'hand-raised': toActor,
  'hand-claimed': toPerson,
  'hand-done': toPerson,
  'hand-lowered': toActor,
  'question-opened': toAll,
  'question-closed': toAll,
  'question-reopened': toAll,
  voted: toActor,
  'question-revealed': toAll,
  fault: ({ to }) => those(to),
  'fault-cleared': ({ to }) => (to ? those(to) : only()),
  'consent-asked': toPerson,
  'consent-given': toActor,
  'consent-refused': toActor,
  'consent-taken-back': toActor,
  'watching-began': toPerson,
  'watching-ended': toPerson,
  'keyboard-taken': toPerson,
  'keyboard-returned': toPerson,
  typed: toPerson,
  annotated: toPerson,
  removed: toPerson,
  ended: toAll,
};

/** Who sees an event besides the staff. */
export function seen({ act, by }: RoomEvent): Seen {
  return (seenBy[act.type] as (act: Act, by: string) => Seen)(act, by);
}

/** An event as participants may see it, whichever of them: what is the staff's alone is taken out. */
export function forParticipants(event: RoomEvent): RoomEvent {
  const { act } = event;
  if (act.type !== 'created') return event;
  return { ...event, act: { ...act, plan: planForAll(act.plan), polls: {} } };
}

/** An event as a person may see it; undefined when they may not. */
export function visibleTo(event: RoomEvent, who: Who): RoomEvent | undefined {
  if (isStaff(who)) return event;
  const { crowd, people } = seen(event);
  return crowd || people.includes(who.id) ? forParticipants(event) : undefined;
}
