/** What each role may do. The server asks for every message; the interface offers nothing that would be refused. */
import type { ActType } from './acts.ts';
import type { Role } from './people.ts';

const anyone: readonly Role[] = ['instructor', 'helper', 'participant'];
const staff: readonly Role[] = ['instructor', 'helper'];
const instructor: readonly Role[] = ['instructor'];
const participant: readonly Role[] = ['participant'];
/** Only the server makes these. */
const nobody: readonly Role[] = [];

/** Role by act: the one table. */
export const permissions: Readonly<Record<ActType, readonly Role[]>> = {
  created: nobody,
  joined: nobody,
  renamed: anyone,
  left: anyone,
  placed: anyone,
  followed: participant,
  moved: instructor,
  'steps-closed': instructor,
  'steps-opened': instructor,
  timer: instructor,
  attention: instructor,
  message: staff,
  grouped: instructor,
  'hand-raised': participant,
  'hand-claimed': staff,
  'hand-done': staff,
  'hand-lowered': participant,
  'question-opened': instructor,
  'question-closed': instructor,
  'question-reopened': instructor,
  voted: participant,
  'question-revealed': instructor,
  fault: instructor,
  'fault-cleared': instructor,
  'consent-asked': staff,
  'consent-given': participant,
  'consent-refused': participant,
  'consent-taken-back': participant,
  'watching-began': nobody,
  'watching-ended': nobody,
  'keyboard-taken': staff,
  'keyboard-returned': anyone,
  typed: staff,
  annotated: staff,
  removed: instructor,
  ended: instructor,
};

/** What goes on beside the log: messages and requests of their own. */
export const doors = {
  /** Write into one's own journal. */
  append: participant,
  /** Read a participant's journal, with their consent. */
  watch: staff,
  board: staff,
  /** Links for helpers and further instructors. */
  invite: instructor,
  report: instructor,
  delete: instructor,
} as const satisfies Record<string, readonly Role[]>;

export const may = (role: Role, act: ActType): boolean => permissions[act].includes(role);
