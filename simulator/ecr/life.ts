import { step, type Table } from '../kernel/machine.ts';
import type { Context } from '../kernel/world.ts';

/** A machine with what its `schedule` actions need: the effect that brings the event back, and how long each delay is. */
export interface Life {
  table: Table;
  /** Type of the effect whose reaction gives the event to the subject. */
  effect: string;
  /** By the machine's own names of its delays; ms of virtual time. */
  delays: Readonly<Record<string, number>>;
}

/** Starts the life of `subject` and returns its first status. */
export function begin(life: Life, subject: string, context: Context): string {
  carryOut(life, '', life.table.initial, '', subject, context);
  return life.table.initial.target;
}

/** Gives `event` to `subject`, which stands at `status`; the new status, or undefined when the machine does not take it there. */
export function give(
  life: Life,
  status: string,
  event: string,
  subject: string,
  context: Context,
): string | undefined {
  const next = step(life.table, status, event);
  if (!next) return undefined;
  carryOut(life, status, next, event, subject, context);
  return next.target;
}

function carryOut(
  { table, effect, delays }: Life,
  from: string,
  { target, actions }: Table['initial'],
  event: string,
  subject: string,
  context: Context,
): void {
  context.notice({ kind: 'status', at: context.now, machine: table.id, subject, from, to: target, event });
  for (const { type, params } of actions) {
    if (type !== 'schedule') continue;
    // A machine names its delays; the one who runs it knows how long they take.
    context.schedule(delays[params!['delay']!]!, { type: effect, subject, event: params!['event']! });
  }
}
