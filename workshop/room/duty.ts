/** What a participant's own bench carries out for the room: faults, and lines typed by who has the keyboard. Pure. */
import type { FaultInjected } from './acts.ts';
import type { Audience } from './people.ts';
import type { Room } from './room.ts';

/** A call to the steering service, to be sent with `Bench.send`. `workshop` says for which event of the room. */
export interface FaultCall {
  readonly service: 'drydock';
  readonly operation: 'InjectFault' | 'ClearFault';
  readonly input: {
    readonly id: string;
    readonly parameters?: Readonly<Record<string, string>>;
    readonly workshop: number;
  };
}

const isMeant = (to: Audience, person: string): boolean => to === 'all' || (to.people ?? []).includes(person);

/**
 * The calls that are due in a lab's bench and not done yet, in order.
 * @param done `callKey` of the calls that this bench has made; kept by the page, so that an undo does not bring them back
 * @param now ms since the epoch, by the server's clock
 */
export function dueCalls(
  room: Room,
  person: string,
  lab: string,
  done: ReadonlySet<string>,
  now: number,
): FaultCall[] {
  const due: FaultCall[] = [];
  for (const fault of room.faults.values()) {
    if (fault.lab !== lab || !isMeant(fault.to, person) || fault.dueAt > now) continue;
    const inject = injection(fault);
    if (!done.has(callKey(inject))) {
      // What was taken back before this bench heard of it never happens here.
      if (fault.clearedAt === undefined) due.push(inject);
      continue;
    }
    if (fault.clearedAt === undefined) continue;
    const clear = {
      ...inject,
      operation: 'ClearFault',
      input: { id: fault.fault, workshop: fault.n },
    } as const;
    if (!done.has(callKey(clear))) due.push(clear);
  }
  return due;
}

const injection = ({ fault, parameters, n }: FaultInjected & { readonly n: number }): FaultCall => ({
  service: 'drydock',
  operation: 'InjectFault',
  input: { id: fault, parameters, workshop: n },
});

/** What tells one due call from another. */
export const callKey = ({ operation, input }: FaultCall): string => `${operation} ${input.workshop}`;

/** When the next fault of a lab falls due, in ms since the epoch; undefined when none is waiting. */
export function nextDue(room: Room, person: string, lab: string, now: number): number | undefined {
  const waiting = [...room.faults.values()].filter(
    (fault) =>
      fault.lab === lab && isMeant(fault.to, person) && fault.clearedAt === undefined && fault.dueAt > now,
  );
  return waiting.length === 0 ? undefined : Math.min(...waiting.map(({ dueAt }) => dueAt));
}

/** The event of a room that a call in a bench's journal was made for. */
export function roomEventOf(call: {
  readonly service: string;
  readonly operation: string;
  readonly input?: unknown;
}): number | undefined {
  if (call.service !== 'drydock' || call.operation !== 'InjectFault') return undefined;
  const { workshop } = (call.input ?? {}) as { workshop?: unknown };
  return typeof workshop === 'number' ? workshop : undefined;
}
