import type { JournalStore, Stream } from '../journal/index.ts';
import { isBenchEvent, type BenchEvent } from './events.ts';
import type { LiveFold } from './live-fold.ts';
import type { Past } from './past.ts';
import { foldBench } from './standing.ts';

/** A course of events that the learner left for another one, and can go back to. */
export interface Line {
  stream: Stream;
  name: string;
  /** Virtual time at which the other one left it, in ms; undefined when it came from elsewhere. */
  leftAt: number | undefined;
  /** Virtual time at its end, in ms. */
  until: number;
  /** How many acts it has. */
  acts: number;
}

/** The first event of a line's stream. The events of the bench follow. */
interface LineEvent {
  type: 'line';
  version: 1;
  name: string;
  leftAt?: number;
}

/** Streams of the lines of a lab: `lab:<id>/line/<number>`. */
const prefix = (lab: string) => `lab:${lab}/line/`;

function isLineEvent(event: { type: string }): event is LineEvent {
  return (
    event.type === 'line' &&
    (event as LineEvent).version === 1 &&
    typeof (event as LineEvent).name === 'string'
  );
}

/** The lines that are kept of a lab, oldest first. What cannot be read is left out and left alone. */
export async function readLines(
  store: JournalStore,
  lab: string,
): Promise<(Line & { events: BenchEvent[] })[]> {
  const lines = [];
  for (const { stream } of await store.streams()) {
    if (!stream.startsWith(prefix(lab))) continue;
    const [head, ...rest] = (await store.read(stream)).map(({ event }) => event);
    if (!head || !isLineEvent(head) || rest.length === 0 || !rest.every(isBenchEvent)) continue;
    const events = rest as BenchEvent[];
    lines.push({
      stream: stream as Stream,
      name: head.name,
      leftAt: head.leftAt,
      until: events.at(-1)!.at,
      acts: events.filter(({ act }) => act !== undefined && act !== 'begin' && act !== 'play').length,
      events,
    });
  }
  const number = ({ stream }: Line) => Number(stream.slice(prefix(lab).length));
  return lines.sort((a, b) => number(a) - number(b));
}

/** Keeps a course of events as a line. */
async function keepLine(
  store: JournalStore,
  lab: string,
  { name, leftAt, events }: { name: string; leftAt?: number | undefined; events: readonly BenchEvent[] },
): Promise<void> {
  const taken = (await store.streams())
    .filter(({ stream }) => stream.startsWith(prefix(lab)))
    .map(({ stream }) => Number(stream.slice(prefix(lab).length)));
  const head: LineEvent = { type: 'line', version: 1, name, ...(leftAt === undefined ? {} : { leftAt }) };
  await store.append(`${prefix(lab)}${Math.max(0, ...taken) + 1}` as Stream, [head, ...events]);
}

/** How many events two courses of events have in common at their start. */
function commonLength(one: readonly BenchEvent[], other: readonly BenchEvent[]): number {
  let length = 0;
  while (
    length < one.length &&
    length < other.length &&
    JSON.stringify(one[length]) === JSON.stringify(other[length])
  )
    length++;
  return length;
}

/** Leaves the present course of events for another one that goes on from `past`. Nothing is lost: the old one is kept. */
export async function branch(live: LiveFold, past: Past, name: string): Promise<void> {
  live.keep();
  await keepLine(live.store, live.lab.id, { name, leftAt: past.at, events: live.ledger.events });
  await live.backTo(past.length);
  if (past.at <= live.now) return;
  await live.perform(async () => {
    live.take({ type: 'clock', at: past.at, act: 'wind' });
  });
}

/** Goes back to a line; the course of events that is left for it is kept as a line named `name`. */
export async function follow(live: LiveFold, { stream }: Line, name: string): Promise<void> {
  live.time.stop();
  live.keep();
  const { store, lab, ledger } = live;
  const found = (await readLines(store, lab.id)).find((line) => line.stream === stream);
  if (!found) return;
  const common = commonLength(ledger.events, found.events);
  // When the line has all of it too, nothing is left behind.
  if (common < ledger.events.length)
    await keepLine(store, lab.id, { name, leftAt: ledger.events[common - 1]?.at, events: ledger.events });
  await live.goOnWith(common, found.events.slice(common));
  await store.clear(found.stream);
}

/**
 * Takes a whole journal in place of the present one, which is kept as a line named `name`.
 * @throws Error when the journal is not one of this lab; then nothing is changed.
 */
export async function adopt(live: LiveFold, journal: readonly BenchEvent[], name: string): Promise<void> {
  foldBench(live.lab, journal);
  live.time.stop();
  live.keep();
  const { store, lab, ledger } = live;
  if (!ledger.held) await keepLine(store, lab.id, { name, events: ledger.events });
  await live.goOnWith(0, journal);
}
