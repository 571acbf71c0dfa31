/** What the journal holds, told by lab and check. */
import type { Envelope, JournalStore, Stream } from '../../learner/journal/index.ts';
import { archiveOf } from '../../learner/journal/envelope.ts';
import type { CourseIndex, Place } from './course-index.ts';

/** A stream of the journal, as the learner knows it. */
export interface Kept {
  readonly stream: Stream;
  readonly kind: 'lab' | 'check' | 'site';
  /** Id of the lab or name of the bank; empty for the course as a whole. */
  readonly id: string;
  /** Undefined when no lesson of this build places it. */
  readonly place: Place | undefined;
  readonly entries: readonly Envelope[];
  /** Entries that undo and reset took out; the journal keeps them. */
  readonly archived: number;
  /** Real time of the last entry, ms since the epoch; null when there is none. */
  readonly lastAt: number | null;
}

/** Kind and id of a stream. */
function partsOf(stream: Stream): Pick<Kept, 'kind' | 'id'> {
  if (stream === 'site') return { kind: 'site', id: '' };
  const colon = stream.indexOf(':');
  return { kind: stream.slice(0, colon) as 'lab' | 'check', id: stream.slice(colon + 1) };
}

/** The lesson of a stream, if any. */
function placeOf(stream: Stream, course: CourseIndex): Place | undefined {
  const { kind, id } = partsOf(stream);
  if (kind === 'site') return undefined;
  const places = kind === 'lab' ? course.labs : course.checks;
  // Another course of events of a lab belongs where the lab is.
  const [lab] = id.split('/line/') as [string];
  return Object.hasOwn(places, lab) ? places[lab] : undefined;
}

/** What a stream is called in a sentence: `the check of “Run your first task”`. */
export function nameOf(stream: string, course: CourseIndex): string {
  const live = (archiveOf(stream)?.stream ?? stream) as Stream;
  const { kind, id } = partsOf(live);
  if (kind === 'site') return 'the course as a whole';
  const place = placeOf(live, course);
  return place ? `the ${kind} of “${place.lesson}”` : `the ${kind} “${id}”`;
}

/** Reads the whole journal, in teaching order; what no lesson places comes last. Never rejects. */
export async function readKept(store: JournalStore, course: CourseIndex): Promise<Kept[]> {
  const archived = new Map<Stream, number>();
  for (const { stream, count } of await store.streams()) {
    const cut = archiveOf(stream);
    const live = cut?.stream ?? (stream as Stream);
    archived.set(live, (archived.get(live) ?? 0) + (cut ? count : 0));
  }
  const kept: Kept[] = [];
  for (const [stream, cut] of archived) {
    const entries = await store.read(stream);
    if (entries.length === 0 && cut === 0) continue;
    kept.push({
      stream,
      ...partsOf(stream),
      place: placeOf(stream, course),
      entries,
      archived: cut,
      lastAt: entries.reduce<number | null>((last, { at }) => Math.max(last ?? 0, at), null),
    });
  }
  const order = ({ place }: Kept): number => place?.order ?? Infinity;
  return kept.sort((a, b) => order(a) - order(b) || (a.stream < b.stream ? 1 : -1));
}
