/** How things stand in a room: the fold of the events that one may see. */
import type { Annotated, ConsentTo, FaultInjected, Message } from './acts.ts';
import type { Ask } from './ask.ts';
import type { Role } from './people.ts';
import type { Column, Plan } from './plan.ts';
import type { ShownQuestion } from '../../learner/checks/index.ts';

export interface Person {
  readonly id: string;
  readonly role: Role;
  name: string;
  readonly joinedAt: number;
  /** Gone home, or put out. */
  left: boolean;
  removed: boolean;
  /** Empty for none. */
  group: string;
  /** The lesson that they have open. */
  lesson: string | null;
  follows: boolean;
}

export interface Hand {
  /** The number of its `hand-raised`: its name. */
  readonly hand: number;
  readonly person: string;
  readonly at: number;
  readonly question: string;
  readonly lab?: string;
  readonly step?: string;
  status: 'raised' | 'claimed' | 'done' | 'lowered';
  /** Who takes care of it. */
  claimedBy?: string;
  endedAt?: number;
}

/** What a participant lets each of the staff do. */
export interface Consent {
  /** Ids of the staff. */
  readonly watch: Set<string>;
  readonly keyboard: Set<string>;
}

export interface Room {
  /** The number of the last event taken. */
  n: number;
  title: string;
  plan: Plan | undefined;
  columns: readonly Column[];
  polls: Readonly<Record<string, ShownQuestion>>;
  readonly people: Map<string, Person>;
  /** Where the instructor has gone, and when. */
  place: { readonly lesson: string; readonly part?: number; readonly at: number } | null;
  /** Steps that may not be begun: `lab/step`. */
  readonly closedSteps: Set<string>;
  /** `endsAt` in ms since the epoch, by the server's clock. */
  timer: { readonly endsAt: number; readonly label: string } | null;
  attention: { readonly text: string; readonly at: number } | null;
  readonly messages: (Pick<Message, 'to' | 'text'> & {
    readonly n: number;
    readonly at: number;
    readonly by: string;
  })[];
  readonly hands: Map<number, Hand>;
  readonly asks: Map<number, Ask>;
  /** Due at `dueAt`, ms since the epoch; `clearedAt` once taken back. */
  readonly faults: Map<
    number,
    FaultInjected & { readonly n: number; readonly dueAt: number; clearedAt?: number }
  >;
  /** By participant. */
  readonly consents: Map<string, Consent>;
  /** Askings for consent without an answer yet. */
  readonly requests: Map<
    string,
    { readonly n: number; readonly person: string; readonly by: string; readonly kind: ConsentTo }
  >;
  /** Staff who look over a participant's shoulder. */
  readonly watchers: Map<string, Set<string>>;
  /** Who holds a participant's keyboard. */
  readonly keyboards: Map<string, string>;
  /** Lines typed with somebody's keyboard, in order. */
  readonly typed: {
    readonly n: number;
    readonly at: number;
    readonly by: string;
    readonly person: string;
    readonly lab: string;
    readonly line: string;
  }[];
  readonly annotations: (Annotated & { readonly n: number; readonly at: number; readonly by: string })[];
  /** When the workshop ended, ms since the epoch. */
  endedAt: number | null;
}

/** A room before its first event. */
export function emptyRoom(): Room {
  return {
    n: 0,
    title: '',
    plan: undefined,
    columns: [],
    polls: {},
    people: new Map(),
    place: null,
    closedSteps: new Set(),
    timer: null,
    attention: null,
    messages: [],
    hands: new Map(),
    asks: new Map(),
    faults: new Map(),
    consents: new Map(),
    requests: new Map(),
    watchers: new Map(),
    keyboards: new Map(),
    typed: [],
    annotations: [],
    endedAt: null,
  };
}

/** The key of `closedSteps`. */
export const stepKey = (lab: string, step: string): string => `${lab}/${step}`;

/** Participants who are in the room, in order of joining. */
export const participantsOf = (room: Room): Person[] =>
  [...room.people.values()].filter(({ role, left, removed }) => role === 'participant' && !left && !removed);

/** The question that the room has before it. */
export function currentAsk(room: Room): Ask | undefined {
  return [...room.asks.values()].at(-1);
}

/** A person's raised hand, if any. */
export function handOf(room: Room, person: string): Hand | undefined {
  return [...room.hands.values()].find(
    (hand) => hand.person === person && (hand.status === 'raised' || hand.status === 'claimed'),
  );
}
