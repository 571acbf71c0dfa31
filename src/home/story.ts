/**
 * The small cloud on the home page: a service of four tasks in two zones, as a pure function of virtual time. Stages and
 * times are those of a Fargate task in AWS's own event samples (connected +4.1 s, pulled +20.7 s, RUNNING +23.7 s).
 */
import { taskSign, type Sign } from '../status/signs.ts';

export const zones = ['us-east-1a', 'us-east-1b'] as const;

/** Virtual seconds from RunTask at which a task enters a status. */
const stages = [
  { at: 0, status: 'PROVISIONING' },
  { at: 4.1, status: 'PENDING' },
  { at: 20.7, status: 'ACTIVATING' },
  { at: 23.7, status: 'RUNNING' },
] as const;

/** Virtual second at which the first task of each slot starts; a slot is a place among the service's four. */
const firstStarts = [1, 2.2, 9, 10.2];
/** From here on, one task's container exits every `between` seconds, slot after slot, and the service replaces it. */
const firstExit = 58;
const between = 44;
const deprovisioning = 9;
const replacedAfter = 13;
const settled = 36;

export interface SlotState {
  readonly task: string;
  readonly zone: (typeof zones)[number];
  readonly status: string;
  readonly sign: Sign;
}

export interface StoryEvent {
  /** Virtual seconds. */
  readonly at: number;
  readonly text: string;
}

const slots = firstStarts.map((_, slot) => slot);
const exitOf = (slot: number, life: number) => firstExit + between * (slot + slots.length * life);
const startOf = (slot: number, life: number) =>
  life === 0 ? (firstStarts[slot] ?? 0) : exitOf(slot, life - 1) + replacedAfter;
const idOf = (slot: number, life: number) =>
  ((Math.imul(slot * 7 + life * 31 + 11, 2654435761) >>> 0) | 0x10000000)
    .toString(16)
    .replace('-', '')
    .slice(0, 8);

/** What stands in a slot at virtual second `t`; nothing before its first task starts. */
export function slotAt(slot: number, t: number): SlotState | undefined {
  let life = 0;
  while (startOf(slot, life + 1) <= t) life += 1;
  const age = t - startOf(slot, life);
  if (age < 0) return undefined;
  const task = idOf(slot, life);
  const zone = zones[slot % zones.length] ?? zones[0];
  const sinceExit = t - exitOf(slot, life);
  if (sinceExit >= deprovisioning) return { task, zone, status: 'STOPPED', sign: 'failed' };
  if (sinceExit >= 0) return { task, zone, status: 'DEPROVISIONING', sign: 'stopping' };
  const status = stages.findLast(({ at }) => at <= age)?.status ?? 'PROVISIONING';
  return { task, zone, status, sign: taskSign[status] ?? 'starting' };
}

/** The service's last three events at virtual second `t`, oldest first, in ECS's words. */
export function eventsAt(t: number): StoryEvent[] {
  const events: StoryEvent[] = [{ at: settled, text: '(service web) has reached a steady state.' }];
  for (const slot of slots) {
    for (let life = 0; startOf(slot, life) <= t; life += 1) {
      const at = startOf(slot, life);
      const exit = exitOf(slot, life);
      events.push(
        { at, text: `(service web) has started 1 tasks: (task ${idOf(slot, life)}).` },
        { at: exit, text: `task ${idOf(slot, life)}: Essential container in task exited` },
        { at: exit + replacedAfter + 24, text: '(service web) has reached a steady state.' },
      );
    }
  }
  return events
    .filter(({ at }) => at <= t)
    .sort((a, b) => a.at - b.at)
    .slice(-3);
}

/** Virtual time as the whole course writes it: `T+00:23.7`. */
export function clock(t: number): string {
  const tenths = Math.floor(t * 10 + 1e-6);
  const two = (n: number) => String(n).padStart(2, '0');
  return `T+${two(Math.floor(tenths / 600))}:${two(Math.floor(tenths / 10) % 60)}.${tenths % 10}`;
}

/** The moment that a still picture shows: everything runs. */
export const stillMoment = 42;
export const slotCount = slots.length;
