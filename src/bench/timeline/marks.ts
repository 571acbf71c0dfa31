import type { Happening } from '../../../learner/bench/index.ts';
import { kindOf, signOf, type Kind } from '../happenings.ts';
import type { Sign } from '../../status/signs.ts';
import type { Axis } from './axis.ts';

/** What is drawn at one place of the timeline. */
export interface Mark {
  /** From the left, in px. */
  x: number;
  kind: Kind;
  sign: Sign | undefined;
  /** How many happenings it stands for. */
  count: number;
  /** Lies after the moment that is looked at. */
  ahead: boolean;
}

/** Marks closer than this are one, in px. */
const apart = 7;

/**
 * One mark for what falls on the same place of a lane: the weightiest of it. So a timeline costs as much as it is wide,
 * however much has happened.
 *
 * @param wide of the timeline, in px.
 * @param at the moment that is looked at.
 */
export function marksOf(
  happenings: readonly Happening[],
  axis: Axis,
  { wide, at, shown }: { wide: number; at: number; shown: (kind: Kind) => boolean },
): Mark[] {
  const marks = new Map<string, Mark>();
  for (const { at: when, notice } of happenings) {
    const kind = kindOf(notice);
    if (!shown(kind)) continue;
    const slot = Math.round((axis.place(when) * wide) / apart);
    const key = `${kind.lane}:${slot}`;
    const known = marks.get(key);
    const count = (known?.count ?? 0) + 1;
    // Of equal weight, the later one says how it ended.
    if (known && known.kind.weight > kind.weight) known.count = count;
    else marks.set(key, { x: slot * apart, kind, sign: signOf(notice), count, ahead: when > at });
  }
  return [...marks.values()];
}
