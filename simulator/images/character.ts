/**
 * How an application behaves beyond what its image shows, in the words of a lab's author: the label `drydock.behaviour` of
 * an image, or the environment variable `DRYDOCK_BEHAVIOUR`. A list of `name=value` with `;` between them:
 *
 * | part                 | meaning                                                                   |
 * | -------------------- | ------------------------------------------------------------------------- |
 * | `listens=8080,9090`  | TCP ports                                                                 |
 * | `starts=20s`         | listens only that long after the process began                            |
 * | `exits=1@45s`        | ends by itself with an exit code after a time                             |
 * | `memory=120MiB`      | takes that much at the start                                              |
 * | `leaks=60MiB/min`    | takes more and more, until its limit kills it                             |
 * | `cpu=80%@2m`         | uses that much of its CPU, from a moment on; may stand several times      |
 * | `answers=503@2m`     | answers requests with this HTTP status from a moment on; several times    |
 * | `slow=3s`            | takes that long for an answer                                             |
 * | `hangs=2m`           | answers nothing more from then on, and does not end                       |
 * | `sigterm=ignored`    | does not heed SIGTERM, or (`sigterm=10s`) takes a time to end             |
 * | `says=10s:GET / 200` | writes a line again and again; several times                              |
 * | `page=<h1>Hi</h1>`   | serves this page                                                          |
 *
 * Times are `500ms`, `20s`, `2m`, `1h`, and count from the start of the process.
 */
export interface Character {
  listens?: number[];
  starts?: number;
  exits?: { exitCode: number; after: number };
  memory?: number;
  /** MiB a minute. */
  leaks?: number;
  cpu?: { percent: number; from: number }[];
  answers?: { status: number; from: number }[];
  slow?: number;
  hangs?: number;
  sigterm?: 'ignored' | number;
  says?: { every: number; line: string }[];
  page?: string;
}

export const behaviourVariable = 'DRYDOCK_BEHAVIOUR';
export const behaviourLabel = 'drydock.behaviour';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function duration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim());
  return match ? Number(match[1]) * units[match[2]!]! : undefined;
}

/** `what@when`; without a time from the start on. */
function fromMoment(text: string): [string, number] {
  const [what = '', when] = text.split('@');
  return [what.trim(), when === undefined ? 0 : (duration(when) ?? 0)];
}

type Part = (value: string, into: Character) => boolean;

/** Reads one part; false when the value is not of its kind. */
const parts: Readonly<Record<string, Part>> = {
  listens(value, into) {
    into.listens = value.split(',').map(Number);
    return into.listens.every((port) => port >= 1 && port <= 65_535);
  },
  starts: time('starts'),
  hangs: time('hangs'),
  slow: time('slow'),
  exits(value, into) {
    const [code, after] = fromMoment(value);
    into.exits = { exitCode: Number(code), after };
    return /^\d{1,3}$/.test(code);
  },
  memory(value, into) {
    into.memory = Number.parseFloat(value);
    return /^\d+(\.\d+)?\s*MiB$/.test(value);
  },
  leaks(value, into) {
    into.leaks = Number.parseFloat(value);
    return /^\d+(\.\d+)?\s*MiB\/min$/.test(value);
  },
  cpu(value, into) {
    const [percent, from] = fromMoment(value);
    (into.cpu ??= []).push({ percent: Number.parseFloat(percent), from });
    return /^\d+(\.\d+)?%$/.test(percent);
  },
  answers(value, into) {
    const [status, from] = fromMoment(value);
    (into.answers ??= []).push({ status: Number(status), from });
    return /^[1-5]\d\d$/.test(status);
  },
  sigterm(value, into) {
    into.sigterm = value === 'ignored' ? 'ignored' : (duration(value) ?? Number.NaN);
    return value === 'ignored' || duration(value) !== undefined;
  },
  says(value, into) {
    const [, every = '', line = ''] = /^([^:]*):(.*)$/s.exec(value) ?? [];
    (into.says ??= []).push({ every: duration(every) ?? 0, line });
    return (duration(every) ?? 0) > 0;
  },
  page(value, into) {
    into.page = value;
    return true;
  },
};

function time(name: 'starts' | 'hangs' | 'slow'): Part {
  return (value, into) => {
    into[name] = duration(value) ?? 0;
    return duration(value) !== undefined;
  };
}

/**
 * Reads a character.
 * @throws RangeError that names the part that cannot be read and what would be right
 */
export function parseCharacter(text: string): Character {
  const character: Character = {};
  for (const entry of text.split(';')) {
    if (entry.trim() === '') continue;
    const [, name = '', value = ''] = /^\s*(\w+)\s*=\s*(.*?)\s*$/s.exec(entry) ?? [];
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
    if (!part)
      throw new RangeError(
        `A behaviour has no part ${JSON.stringify(entry.trim())}: use ${Object.keys(parts).join(', ')}.`,
      );
    if (!part(value, character))
      throw new RangeError(`The behaviour ${name}=${value} cannot be read: see the list in CONTRIBUTING.md.`);
  }
  return character;
}

/** The same with all moments later by `since` ms: for what begins in the middle of a container's life. */
export function later(character: Character, since: number): Character {
  const { cpu, answers, hangs, exits } = character;
  return {
    ...character,
    ...(cpu ? { cpu: cpu.map((each) => ({ ...each, from: each.from + since })) } : {}),
    ...(answers ? { answers: answers.map((each) => ({ ...each, from: each.from + since })) } : {}),
    ...(hangs === undefined ? {} : { hangs: hangs + since }),
    ...(exits ? { exits: { ...exits, after: exits.after + since } } : {}),
  };
}
