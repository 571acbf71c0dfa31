import type { Happening } from '../../learner/bench/index.ts';
import type { Notice } from '../../simulator/index.ts';
import { statusSign, type Sign } from '../status/signs.ts';

/** How a kind of happening is drawn and told. */
export interface Kind {
  id: string;
  /** Plural, as the choice of kinds calls it. */
  title: string;
  /** Row on the timeline, from the top. */
  lane: number;
  /** SVG in a box of 16 by 16, in `currentColor`; a status has its own sign instead. */
  shape?: string;
  colour: string;
  /** Whether it outdoes others that fall on the same place. */
  weight: number;
}

const triangle = '<path d="M8 2 15 14H1z" fill="currentColor"/>';
const tick = '<path d="M8 1v14" stroke="currentColor" stroke-width="2.5"/>';
const cross = '<path d="m3 3 10 10m0-10L3 13" stroke="currentColor" stroke-width="2.5"/>';
const ring = '<circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" stroke-width="2.5"/>';
const line = '<path d="M2 5h12M2 11h8" stroke="currentColor" stroke-width="2.5"/>';
const diamond = '<path d="M8 1.5 14.5 8 8 14.5 1.5 8z" fill="currentColor"/>';

/** Every kind that the bench knows. What the world tells of beyond these counts as `other`. */
export const kinds = {
  call: { id: 'call', title: 'API calls', lane: 0, shape: tick, colour: 'var(--dd-accent)', weight: 1 },
  refused: {
    id: 'refused',
    title: 'Refused calls',
    lane: 0,
    shape: cross,
    colour: 'var(--dd-bad)',
    weight: 3,
  },
  docker: { id: 'docker', title: 'Docker', lane: 0, shape: tick, colour: 'var(--dd-text-muted)', weight: 0 },
  status: { id: 'status', title: 'Statuses', lane: 1, colour: 'var(--dd-text)', weight: 2 },
  'service event': {
    id: 'service event',
    title: 'Service events',
    lane: 2,
    shape: ring,
    colour: 'var(--dd-info)',
    weight: 2,
  },
  log: { id: 'log', title: 'Logs', lane: 2, shape: line, colour: 'var(--dd-text-muted)', weight: 0 },
  alarm: { id: 'alarm', title: 'Alarms', lane: 2, shape: diamond, colour: 'var(--dd-warn)', weight: 3 },
  fault: { id: 'fault', title: 'Faults', lane: 2, shape: triangle, colour: 'var(--dd-bad)', weight: 4 },
  other: {
    id: 'other',
    title: 'Other events',
    lane: 2,
    shape: ring,
    colour: 'var(--dd-text-muted)',
    weight: 1,
  },
} as const satisfies Record<string, Kind>;

/** The kind of a notice. */
export function kindOf(notice: Notice): Kind {
  if (notice.kind === 'call') {
    if (['docker', 'registry'].includes(notice.call.service)) return kinds.docker;
    return notice.reply.ok ? kinds.call : kinds.refused;
  }
  return (kinds as Record<string, Kind>)[notice.kind] ?? kinds.other;
}

/** The end of an ARN that people know a thing by; ids of tasks are cut. */
export function shortSubject(subject: string): string {
  const path = subject.slice(subject.lastIndexOf(':') + 1);
  const last = path.slice(path.lastIndexOf('/') + 1);
  return last.replace(/[0-9a-f]{20,}/g, (id) => id.slice(0, 6));
}

/** The sign of a status notice; undefined for the others, which have the shape of their kind. */
export function signOf(notice: Notice): Sign | undefined {
  return notice.kind === 'status' ? statusSign(notice.to) : undefined;
}

/** A happening in a line of words. */
export function wordsOf({ notice }: Pick<Happening, 'notice'>): string {
  if (notice.kind === 'call') {
    const { service, operation } = notice.call;
    return notice.reply.ok
      ? `${service} ${operation}`
      : `${service} ${operation}: ${notice.reply.error.code}`;
  }
  if (notice.kind === 'status') {
    const { machine, subject, from, to } = notice;
    return `${machine} ${shortSubject(subject)}: ${from === '' ? to : `${from} → ${to}`}`;
  }
  // Kinds that are added later tell in their own words.
  const { subject, message } = notice as { subject?: string; message?: string };
  return [subject ? `${shortSubject(subject)}:` : '', message ?? ''].join(' ').trim();
}
