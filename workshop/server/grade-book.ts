/** The board of a room: who is here, and what the server has graded. */
import type { Envelope } from '../../learner/journal/index.ts';
import { emptyRow, type CheckGrade, type PersonBoard } from '../room/board.ts';
import type { JournalEntry, StreamHead } from '../room/messages.ts';
import { readStream } from './desk.ts';
import type { Graded, Graders } from './grading/graders.ts';
import type { Result } from './grading/jobs.ts';
import type { LabRecord } from './grading/lab.ts';
import type { Storage } from './storage.ts';
import type { Writer } from './writer.ts';

/** What is kept of a graded stream. */
type Kept =
  { readonly lab: LabRecord } | { readonly seq: number; readonly id: string; readonly check: CheckGrade };

interface From {
  readonly room: string;
  readonly storage: Storage;
  readonly writer: Writer;
  readonly graders: Graders;
  readonly changed: (person: string) => void;
  /** Steps that are closed now: `lab/step`. */
  readonly closedSteps: () => ReadonlySet<string>;
}

export class GradeBook {
  readonly #from: From;
  readonly #rows = new Map<string, PersonBoard>();
  readonly #kept = new Map<string, Kept>();

  constructor(from: From) {
    this.#from = from;
  }

  rowOf(person: string): PersonBoard {
    return this.#rows.get(person) ?? emptyRow;
  }

  get rows(): Readonly<Record<string, PersonBoard>> {
    return Object.fromEntries(this.#rows);
  }

  /** Reads what was graded before, and has the rest graded. */
  async open(): Promise<void> {
    const { room, storage, graders } = this.#from;
    for (const { person, stream, body } of await storage.grades(room))
      this.#take(person, stream, JSON.parse(body) as Kept);
    for (const { person, stream, lastSeq, lastId } of await storage.allHeads(room)) {
      const kept = this.#kept.get(keyOf(person, stream));
      const at = kept && ('lab' in kept ? kept.lab : kept);
      const graded = this.#graded(person, stream);
      if (at?.seq !== lastSeq || at.id !== lastId) graders.anew(graded);
      else this.#look(graded);
    }
  }

  /**
   * Steps were opened or closed since somebody's labs were graded: what they have done already may count now, and they
   * may be at another step.
   */
  look(person: string): void {
    for (const lab of Object.keys(this.rowOf(person).labs)) this.#look(this.#graded(person, `lab:${lab}`));
  }

  #look(graded: Graded): void {
    const known = graded.base();
    if (known && String(known.closed ?? []) !== String(graded.closed()))
      this.#from.graders.added(graded, known.seq, []);
  }

  /** Somebody came or went. */
  present(person: string, here: boolean): void {
    const row = this.rowOf(person);
    if (row.here === here) return;
    this.#set(person, { ...row, here, since: Date.now() });
  }

  /** What another node says of its people. */
  adopt(person: string, row: PersonBoard): void {
    this.#rows.set(person, row);
  }

  /** An entry was stored. */
  stored(person: string, entry: JournalEntry, before: StreamHead | undefined): void {
    const graded = this.#graded(person, entry.stream);
    if (entry.kind === 'truncate') this.#from.graders.anew(graded);
    else this.#from.graders.added(graded, before?.lastSeq ?? 0, entry.envelopes);
  }

  #graded(person: string, stream: string): Graded {
    const { room, storage } = this.#from;
    return {
      key: `${room} ${person} ${stream}`,
      stream,
      read: (): Promise<readonly Envelope[]> => readStream(storage, room, person, stream),
      base: () => {
        const kept = this.#kept.get(keyOf(person, stream));
        return kept && 'lab' in kept ? kept.lab : undefined;
      },
      closed: () => closedIn(this.#from.closedSteps(), stream),
      done: (result) => this.#done(person, stream, result),
    };
  }

  #done(person: string, stream: string, result: Exclude<Result, { kind: 'whole' }>): void {
    if (result.kind === 'failed') return;
    const kept: Kept =
      result.kind === 'lab'
        ? { lab: result.record }
        : { seq: result.seq, id: result.lastId, check: result.check };
    this.#take(person, stream, kept);
    this.#from.changed(person);
    // It can be worked out again from the journal: a grade that is not kept is no loss.
    this.#from.writer
      .put({ kind: 'grade', room: this.#from.room, person, stream, body: JSON.stringify(kept) })
      .catch(() => {});
  }

  #take(person: string, stream: string, kept: Kept): void {
    this.#kept.set(keyOf(person, stream), kept);
    const row = this.rowOf(person);
    const name = stream.slice(stream.indexOf(':') + 1);
    if ('lab' in kept) {
      const { lab, faults, seq } = kept.lab;
      if (seq === 0) {
        // The lab was reset, and nothing was done in it since.
        const { [name]: _gone, ...labs } = row.labs;
        this.#rows.set(person, { ...row, labs });
        return;
      }
      this.#rows.set(person, {
        ...row,
        labs: { ...row.labs, [name]: lab },
        faults: { ...row.faults, ...faults },
      });
    } else this.#rows.set(person, { ...row, checks: { ...row.checks, [name]: kept.check } });
  }

  #set(person: string, row: PersonBoard): void {
    this.#rows.set(person, row);
    this.#from.changed(person);
  }
}

/** Ids of the steps of a stream's lab that are closed, sorted. */
function closedIn(steps: ReadonlySet<string>, stream: string): string[] {
  const [kind, lab] = stream.split(':');
  const start = `${lab}/`;
  return [...steps]
    .filter((step) => kind === 'lab' && step.startsWith(start))
    .map((step) => step.slice(start.length))
    .sort();
}

const keyOf = (person: string, stream: string) => `${person} ${stream}`;
