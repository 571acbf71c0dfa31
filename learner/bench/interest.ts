import { restoreCloud, type Cloud, type Notice } from '../../simulator/index.ts';

/** Looks ahead no further than this, in ms of virtual time: a day and a bit, as a token lasts twelve hours. */
const horizon = 26 * 3_600_000;
/** And past no more dull moments than this. */
const patience = 5_000;

/** Whether a notice is of something that one would stop the clock for: all but calls, and the end of what was over. */
function isOfInterest(notice: Notice): boolean {
  return notice.kind !== 'call' && !(notice.kind === 'status' && notice.to === 'DELETED');
}

/**
 * When the next thing happens that one can see, in ms of virtual time; undefined when nothing does within a day.
 * It is found by letting a copy of the world run ahead.
 */
export function nextOfInterest(world: Cloud): number | undefined {
  if (world.next === undefined) return undefined;
  const ahead = restoreCloud(world.snapshot());
  let found = false;
  ahead.observe((notice) => (found ||= isOfInterest(notice)));
  for (let looks = 0; looks < patience; looks++) {
    const { next } = ahead;
    if (next === undefined || next > world.now + horizon) return undefined;
    ahead.apply({ type: 'clock', at: next });
    if (found) return next;
  }
  return undefined;
}
