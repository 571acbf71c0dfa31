import type { Call, JournalEvent as WorldEvent } from '../../simulator/index.ts';

/**
 * What happens at a bench, in order, as its journal keeps it: plain JSON. All times are ms of virtual time since the
 * bench's world began.
 *
 * An act is what the learner did at once: one command line with all its calls and files, one edit, one turn of the
 * clock. Its last event carries `act`, so that undo knows where an act begins and ends.
 */
export type BenchEvent = BeginEvent | CallEvent | ClockEvent | FileEvent | CommandEvent;

export type ActKind = 'begin' | 'command' | 'console' | 'edit' | 'wind' | 'next' | 'play';

/** The first event: all that the fold needs to know of the lab, so that a later edition of the lab changes nothing. */
export interface BeginEvent {
  type: 'begin';
  at: 0;
  /** Version of these events' shape. */
  version: 1;
  lab: string;
  seed: string;
  region: string;
  /** The files of the home folder: path to content. */
  files: Record<string, string>;
  act?: 'begin';
}

export type CallEvent = Extract<WorldEvent, { type: 'call' }> & { act?: ActKind };
export type ClockEvent = Extract<WorldEvent, { type: 'clock' }> & { act?: ActKind };

/** A file was written, or removed when there is no content. */
export interface FileEvent {
  type: 'file';
  at: number;
  /** Relative to the home folder. */
  path: string;
  content?: string;
  act?: ActKind;
}

/** A command line has ended. */
export interface CommandEvent {
  type: 'command';
  at: number;
  line: string;
  stdout: string;
  stderr: string;
  exitCode: number;
  /** Where the shell stands afterwards. */
  cwd: string;
  /** The shell's variables afterwards, when they have changed. */
  env?: Record<string, string>;
  act?: ActKind;
}

/** Events of this version are written; others are not read. */
export const eventVersion = 1;

/** Longer outputs are cut to this many characters before they are kept. */
export const longestOutput = 20_000;

/** The beginning of an output, with a line that says how much is missing. */
export function cutOutput(text: string): string {
  if (text.length <= longestOutput) return text;
  const end = text.lastIndexOf('\n', longestOutput);
  const kept = text.slice(0, end > longestOutput / 2 ? end + 1 : longestOutput);
  return `${kept}… ${text.length - kept.length} more characters are not shown.\n`;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is Record<string, string> =>
  isRecord(value) && Object.values(value).every(isText);
const isCall = (value: unknown): value is Call =>
  isRecord(value) &&
  isText(value.service) &&
  isText(value.operation) &&
  isText(value.region) &&
  isText(value.principal);

/** What each type of event must hold besides `at`. */
const shapes: Record<BenchEvent['type'], (event: Record<string, unknown>) => boolean> = {
  begin: ({ version, lab, seed, region, files }) =>
    version === eventVersion && isText(lab) && isText(seed) && isText(region) && isTexts(files),
  call: ({ call }) => isCall(call),
  clock: () => true,
  file: ({ path, content }) => isText(path) && (content === undefined || isText(content)),
  command: ({ line, stdout, stderr, exitCode, cwd, env }) =>
    [line, stdout, stderr, cwd].every(isText) &&
    Number.isInteger(exitCode) &&
    (env === undefined || isTexts(env)),
};

/** Whether a stored value is an event that this version can fold. */
export function isBenchEvent(value: unknown): value is BenchEvent {
  if (!isRecord(value) || !isText(value.type) || !Object.hasOwn(shapes, value.type)) return false;
  if (typeof value.at !== 'number' || !Number.isFinite(value.at) || value.at < 0) return false;
  return shapes[value.type as BenchEvent['type']](value);
}
