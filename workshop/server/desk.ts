/** A participant's journal while its writer is connected to this node. */
import { envelopeProblem } from '../../learner/journal/envelope.ts';
import type { Envelope } from '../../learner/journal/index.ts';
import { counts, sizes } from '../room/limits.ts';
import type {
  JournalEntry,
  JournalWrite,
  Numbered,
  Refusal,
  Reply,
  Sequenced,
  StreamHead,
} from '../room/messages.ts';
import { foldStreams } from '../room/streams.ts';
import { bodyOf } from './entry-body.ts';
import type { JournalState, Storage } from './storage.ts';
import type { Writer } from './writer.ts';

const refuse = (code: Refusal['error']['code'], message: string, heads?: readonly StreamHead[]): Refusal => ({
  error: { code, message, ...(heads ? { heads } : {}) },
});
const bad = (what: string) =>
  refuse('bad-message', `A journal's entry cannot be taken: ${what}. Reload the page.`);

/** What is wrong with the form of a write, or null. */
export function writeProblem(write: unknown, streams: readonly string[]): Refusal | null {
  const { stream, kind, envelopes, afterSeq } = (write ?? {}) as Partial<Record<string, unknown>>;
  if (typeof stream !== 'string' || !streams.includes(stream))
    return refuse('refused', 'This workshop does not use this part of your work; it stays in your browser.');
  if (kind === 'truncate')
    return Number.isSafeInteger(afterSeq) && (afterSeq as number) >= 0 ? null : bad('its place is no number');
  if (kind !== 'append' || !Array.isArray(envelopes)) return bad('it is neither added nor taken back');
  if (envelopes.length === 0 || envelopes.length > counts.envelopes)
    return bad('it holds too much or nothing');
  let last = 0;
  for (const envelope of envelopes as unknown[]) {
    const problem = envelopeProblem(envelope);
    if (problem !== null) return bad(problem);
    const { stream: its, seq, id } = envelope as Envelope;
    if (!/^[\x21-\x7e]{1,200}$/.test(id)) return bad('its `id` is not one of ours');
    if (its !== stream) return bad('it belongs to another stream');
    if (seq <= last) return bad('its numbers do not go up');
    last = seq;
  }
  return null;
}

/** Told of what was stored. */
export type Stored = (person: string, entry: JournalEntry, before: StreamHead | undefined) => void;

export class Desk {
  readonly #from: { room: string; person: string; storage: Storage; writer: Writer; stored: Stored };
  #n = 0;
  #size = 0;
  #heads = new Map<string, StreamHead>();
  #clients = new Map<string, { seq: number; n: number }>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(from: { room: string; person: string; storage: Storage; writer: Writer; stored: Stored }) {
    this.#from = from;
  }

  get heads(): StreamHead[] {
    return [...this.#heads.values()];
  }

  /** Reads where the journal stands: another node may have written it since. */
  open(): Promise<void> {
    return this.#take(() => this.#read());
  }

  /** Adds an entry. @param write of the right form */
  write(sent: Sequenced, write: JournalWrite): Promise<Reply<Numbered>> {
    return this.#take(() => this.#write(sent, write));
  }

  /** Ids of a stream as they stand here. */
  async ids(stream: string): Promise<(readonly [number, string])[]> {
    return (await this.#envelopes(stream)).map(({ seq, id }) => [seq, id]);
  }

  async #read(): Promise<void> {
    const { room, person, storage } = this.#from;
    const { n, size, heads, clients }: JournalState = await storage.journal(room, person);
    this.#n = n;
    this.#size = size;
    this.#heads = new Map(heads.map((head) => [head.stream, head]));
    this.#clients = new Map(clients.map(({ client, seq, n }) => [client, { seq, n }]));
  }

  async #write({ client, seq }: Sequenced, write: JournalWrite): Promise<Reply<Numbered>> {
    const { room, person, writer, stored } = this.#from;
    for (let tries = 0; tries < 5; tries++) {
      const before = this.#clients.get(client);
      // Sent before, and its answer was lost.
      if (before && seq <= before.seq) return { n: before.n };
      const old = this.#heads.get(write.stream);
      const head = await this.#after(write, old);
      if (!head)
        return refuse(
          'out-of-step',
          'The server has another course of your work; yours is sent anew.',
          this.heads,
        );
      const n = this.#n + 1;
      const entry: JournalEntry = { ...write, n, at: Date.now() };
      const size = Buffer.byteLength(bodyOf(entry));
      if (this.#size + size > sizes.journal)
        return refuse(
          'too-large',
          'Your work is larger than this workshop keeps. It stays in your browser; export it there.',
        );
      let written;
      try {
        written = await writer.put({
          kind: 'entries',
          room,
          person,
          expected: this.#n,
          entries: [{ client, seq, entry, head }],
          size,
        });
      } catch {
        return refuse(
          'unavailable',
          'Your work could not be stored at the server just now. It is tried again by itself.',
        );
      }
      if (written === 'stored') {
        this.#n = n;
        this.#size += size;
        this.#heads.set(write.stream, head);
        this.#clients.set(client, { seq, n });
        stored(person, entry, old);
        return { n };
      }
      await this.#read();
    }
    return refuse(
      'unavailable',
      'Your work is written from two places at once. It is tried again by itself.',
    );
  }

  /** Where a write leaves its stream; undefined when it does not go on from where that stands. */
  async #after(write: JournalWrite, old: StreamHead | undefined): Promise<StreamHead | undefined> {
    const { stream } = write;
    const lastSeq = old?.lastSeq ?? 0;
    if (write.kind === 'append') {
      const { seq, id } = write.envelopes.at(-1)!;
      return write.envelopes[0]!.seq > lastSeq ? { stream, lastSeq: seq, lastId: id } : undefined;
    }
    if (write.afterSeq >= lastSeq) return undefined;
    const left = (await this.#envelopes(stream)).findLast(({ seq }) => seq <= write.afterSeq);
    return { stream, lastSeq: left?.seq ?? 0, lastId: left?.id ?? '' };
  }

  async #envelopes(stream: string): Promise<readonly Envelope[]> {
    const { room, person, storage } = this.#from;
    return readStream(storage, room, person, stream);
  }

  /** One after the other. */
  #take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}

/** A stream of a participant as the server has it. */
export async function readStream(
  storage: Storage,
  room: string,
  person: string,
  stream: string,
): Promise<readonly Envelope[]> {
  const entries: JournalEntry[] = [];
  for (let after = 0; ;) {
    const part = await storage.entries(room, person, after, counts.entries, stream);
    entries.push(...part);
    if (part.length < counts.entries) break;
    after = part.at(-1)!.n;
  }
  return foldStreams(entries).get(stream) ?? [];
}
