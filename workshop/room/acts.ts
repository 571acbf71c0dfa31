/**
 * All that can be done in a room. An act that the server has taken becomes an event of the room's log (`events.ts`).
 * Fields marked "filled in" are the server's: what a client sends there is thrown away.
 */
import type { ShownQuestion } from '../../learner/checks/index.ts';
import type { Audience, Role } from './people.ts';
import type { Column, Plan } from './plan.ts';

/** The room begins. Made by the server. Participants see the plan without notes, polls and incidents. */
export interface Created {
  readonly type: 'created';
  readonly title: string;
  readonly plan: Plan;
  /** What the board shows of each person, in the plan's order. */
  readonly columns: readonly Column[];
  /** The polls of the plan as they will be shown, by the poll's id; staff only. */
  readonly polls: Readonly<Record<string, ShownQuestion>>;
}

/** Somebody is in the room. Made by the server. */
export interface Joined {
  readonly type: 'joined';
  readonly person: string;
  readonly role: Role;
  readonly name: string;
}

/** One calls oneself otherwise. */
export interface Renamed {
  readonly type: 'renamed';
  readonly name: string;
}

/** One goes home, for good or until one joins again with the same token. */
export interface Left {
  readonly type: 'left';
}

/** The lesson that one has open: `ecr/push-and-run`; null for none of the plan. */
export interface Placed {
  readonly type: 'placed';
  readonly lesson: string | null;
}

/** Whether one goes where the instructor goes. */
export interface Followed {
  readonly type: 'followed';
  readonly follows: boolean;
}

/** The instructor goes to a part of the plan, or to a lesson outside it; those who follow go along. */
export interface Moved {
  readonly type: 'moved';
  readonly lesson: string;
  /** Position in the plan's parts. */
  readonly part?: number;
}

/** Steps that participants may not begin yet, or may. */
export interface StepsGated {
  readonly type: 'steps-closed' | 'steps-opened';
  readonly lab: string;
  readonly steps: readonly string[];
}

/** A timer that all see. It ends `ms` after the event; 0 takes it away. */
export interface Timer {
  readonly type: 'timer';
  readonly ms: number;
  readonly label?: string;
}

/** Everyone looks up, until it is over. */
export interface Attention {
  readonly type: 'attention';
  readonly on: boolean;
  readonly text?: string;
}

export interface Message {
  readonly type: 'message';
  readonly to: Audience;
  readonly text: string;
}

/** People belong to a group from now on; to none with an empty name. */
export interface Grouped {
  readonly type: 'grouped';
  readonly group: string;
  readonly people: readonly string[];
}

export interface HandRaised {
  readonly type: 'hand-raised';
  readonly question: string;
  /** What the hand is about. */
  readonly lab?: string;
  readonly step?: string;
}

/** Somebody takes care of a raised hand, or has. A hand is named by the number of its `hand-raised`. */
export interface HandTaken {
  readonly type: 'hand-claimed' | 'hand-done';
  readonly hand: number;
  /** Filled in: whose hand it is. */
  readonly person?: string;
}

/** One takes one's own hand down. */
export interface HandLowered {
  readonly type: 'hand-lowered';
}

/** A live question is put to the room: the first vote begins. */
export interface QuestionOpened {
  readonly type: 'question-opened';
  /** Id of a poll of the plan. */
  readonly poll: string;
  /** Filled in: the half of the question that may be seen. */
  readonly question?: ShownQuestion;
}

/** The vote is over (and may be opened a second time), or begins again. An ask is named by the number of its `question-opened`. */
export interface QuestionTurned {
  readonly type: 'question-closed' | 'question-reopened';
  readonly ask: number;
}

/** Whom nobody sees but the voter and the staff. A later vote of the same round takes its place. */
export interface Voted {
  readonly type: 'voted';
  readonly ask: number;
  /** Ids of the chosen options. */
  readonly options: readonly string[];
}

/** Votes of each option in one round. */
export type Counts = Readonly<Record<string, number>>;

export interface QuestionRevealed {
  readonly type: 'question-revealed';
  readonly ask: number;
  /** Filled in: both votes; the second is missing when there was none. */
  readonly first?: Counts;
  readonly second?: Counts;
  /** Filled in: ids of the right options, and why each is right or wrong. */
  readonly correct?: readonly string[];
  readonly why?: Readonly<Record<string, string>>;
}

/** Breaks the clouds of those meant, `inMs` after the event; each participant's bench carries it out once. */
export interface FaultInjected {
  readonly type: 'fault';
  readonly to: Audience;
  /** Id in the catalogue of `simulator/faults`. */
  readonly fault: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The lab whose cloud is meant. */
  readonly lab: string;
  readonly inMs?: number;
}

/** Mends what a `fault` has broken, where it can be taken back. */
export interface FaultCleared {
  readonly type: 'fault-cleared';
  /** The number of the `fault`. */
  readonly of: number;
  /** Filled in: whom it was for. */
  readonly to?: Audience;
}

export type ConsentTo = 'watch' | 'keyboard';

/** Staff would like to look over a shoulder, or to type. */
export interface ConsentAsked {
  readonly type: 'consent-asked';
  readonly person: string;
  readonly kind: ConsentTo;
}

/** A participant lets one of the staff do so, or no longer. Taking `watch` back takes `keyboard` back too. */
export interface ConsentAnswered {
  readonly type: 'consent-given' | 'consent-refused' | 'consent-taken-back';
  readonly staff: string;
  readonly kind: ConsentTo;
}

/** Somebody looks over a shoulder, or no longer. Made by the server. */
export interface Watching {
  readonly type: 'watching-began' | 'watching-ended';
  readonly person: string;
}

/** Who has consent takes the keyboard of a participant's bench, and gives it back; the participant may take it back too. */
export interface Keyboard {
  readonly type: 'keyboard-taken' | 'keyboard-returned';
  readonly person: string;
}

/** A command line that the one with the keyboard typed; the participant's bench runs it. */
export interface Typed {
  readonly type: 'typed';
  readonly person: string;
  readonly lab: string;
  readonly line: string;
}

/** A remark at a place of somebody's journal. */
export interface Annotated {
  readonly type: 'annotated';
  readonly person: string;
  readonly text: string;
  /** The stream, `lab:<id>`, and the place in it. */
  readonly stream: string;
  readonly seq: number;
}

/** Somebody is put out of the room; their token works no more. */
export interface Removed {
  readonly type: 'removed';
  readonly person: string;
}

/** The workshop is over: nothing can be done in the room any more but reading. */
export interface Ended {
  readonly type: 'ended';
}

export type Act =
  | Created
  | Joined
  | Renamed
  | Left
  | Placed
  | Followed
  | Moved
  | StepsGated
  | Timer
  | Attention
  | Message
  | Grouped
  | HandRaised
  | HandTaken
  | HandLowered
  | QuestionOpened
  | QuestionTurned
  | Voted
  | QuestionRevealed
  | FaultInjected
  | FaultCleared
  | ConsentAsked
  | ConsentAnswered
  | Watching
  | Keyboard
  | Typed
  | Annotated
  | Removed
  | Ended;

export type ActType = Act['type'];

/** The act of a type. */
export type ActOf<T extends ActType> = {
  [K in ActType]: Act extends infer A
    ? A extends { readonly type: infer U }
      ? K extends U
        ? A
        : never
      : never
    : never;
}[T];
