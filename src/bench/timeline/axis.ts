/**
 * The timeline's axis. Virtual time has long stretches in which nothing happens (twelve hours of a token's life) and
 * seconds in which much does: a stretch counts no more than `most`, but a little more the longer it is.
 */
export interface Axis {
  /** Place of a moment, from 0 (the beginning) to 1 (the end). @param at ms of virtual time. */
  place(at: number): number;
  /** The moment at a place, in ms of virtual time. */
  moment(place: number): number;
  /** Stretches that are drawn shorter than they are: ms from and to. */
  breaks: readonly { from: number; to: number }[];
}

/** A stretch up to this long is drawn at its length, in ms. */
const most = 20_000;

function width(ms: number): number {
  return ms <= most ? ms : most * (1 + Math.log2(ms / most) / 3);
}

/**
 * @param moments when something happened, ascending, in ms of virtual time.
 * @param end the present.
 */
export function axisOf(moments: Iterable<number>, end: number): Axis {
  const times = [0];
  const widths = [0];
  const breaks: { from: number; to: number }[] = [];
  const add = (at: number) => {
    const before = times.at(-1)!;
    if (at <= before) return;
    if (at - before > 4 * most) breaks.push({ from: before, to: at });
    times.push(at);
    widths.push(widths.at(-1)! + width(at - before));
  };
  for (const at of moments) if (at <= end) add(at);
  add(end);
  // A world that has just begun has an axis of one second.
  if (times.length === 1) add(1000);
  const whole = widths.at(-1)!;
  return {
    breaks,
    place: (at) => between(times, widths, Math.min(Math.max(at, 0), times.at(-1)!)) / whole,
    moment: (place) => between(widths, times, Math.min(Math.max(place, 0), 1) * whole),
  };
}

/** The value of `to` that belongs to `value` of `from`; both ascend together. */
function between(from: readonly number[], to: readonly number[], value: number): number {
  let low = 0;
  let high = from.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (from[middle]! <= value) low = middle;
    else high = middle;
  }
  const span = from[high]! - from[low]!;
  const share = span === 0 ? 0 : (value - from[low]!) / span;
  return to[low]! + share * (to[high]! - to[low]!);
}
