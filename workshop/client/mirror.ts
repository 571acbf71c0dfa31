/**
 * Mirrors a learner's journal to the server. The browser is the only one who writes it: the server is told what was added
 * and what was taken back, and where both differ, the browser is right.
 */
import type { Envelope, JournalStore, Stream } from '../../learner/journal/index.ts';
import { counts, sizes } from '../room/limits.ts';
import {
  isRefusal,
  type Append,
  type JournalWrite,
  type Numbered,
  type Reply,
  type StreamHead,
  type StreamIds,
} from '../room/messages.ts';

export interface Sender {
  append(message: Append): Promise<Reply<Numbered>>;
  ids(stream: string): Promise<Reply<StreamIds>>;
}

/** Changes are gathered for so long before they are sent, in ms: an act is written in several steps. */
const gather = 60;
/** How long to wait before trying again what the server cannot take just now, in ms. */
const again = 1000;

const none: StreamHead = { stream: '', lastSeq: 0, lastId: '' };

export class Mirror {
  readonly #journal: JournalStore;
  readonly #client: string;
  readonly #sender: Sender;
  readonly #changed: () => void;
  readonly #stop: () => void;
  #seq = 0;
  #streams: ReadonlySet<string> = new Set();
  #heads = new Map<string, StreamHead>();
  readonly #dirty = new Set<string>();
  #open = false;
  #running = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #trouble: string | undefined;

  constructor(from: { journal: JournalStore; client: string; sender: Sender; changed: () => void }) {
    this.#journal = from.journal;
    this.#client = from.client;
    this.#sender = from.sender;
    this.#changed = from.changed;
    this.#stop = from.journal.onChange(({ streams }) => {
      for (const stream of streams) if (this.#streams.has(stream)) this.#dirty.add(stream);
      this.#soon();
    });
  }

  /** Whether the server has all. */
  get isUpToDate(): boolean {
    return this.#open && this.#dirty.size === 0 && !this.#running;
  }

  /** A sentence on why something is not mirrored; undefined when all is well. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** The connection is up, and this is what the server has. */
  open(streams: readonly string[], heads: readonly StreamHead[]): void {
    this.#streams = new Set(streams);
    this.#heads = new Map(heads.map((head) => [head.stream, head]));
    for (const stream of streams) this.#dirty.add(stream);
    this.#open = true;
    this.#trouble = undefined;
    void this.#run();
  }

  shut(): void {
    this.#open = false;
  }

  close(): void {
    this.shut();
    clearTimeout(this.#timer);
    this.#stop();
  }

  #soon(ms = gather): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#run();
    }, ms);
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    let wait: number | undefined;
    try {
      while (this.#open && wait === undefined) {
        const [stream] = this.#dirty;
        if (stream === undefined) break;
        this.#dirty.delete(stream);
        try {
          if (!(await this.#bring(stream as Stream))) {
            this.#dirty.add(stream);
            wait = again;
          }
        } catch {
          // No answer. The next connection says what the server has.
          this.#dirty.add(stream);
          wait = again;
        }
      }
    } finally {
      this.#running = false;
      this.#changed();
    }
    if (wait !== undefined && this.#open) this.#soon(wait);
  }

  /** Brings the server to where a stream stands here. @returns false when it has to be tried again later. */
  async #bring(stream: Stream): Promise<boolean> {
    const entries = await this.#journal.read(stream);
    for (let round = 0; round < 1000 && this.#open; round++) {
      const head = this.#heads.get(stream) ?? none;
      const at =
        head.lastSeq === 0
          ? -1
          : entries.findIndex(({ seq, id }) => seq === head.lastSeq && id === head.lastId);
      if (head.lastSeq === 0 || at >= 0) {
        const rest = entries.slice(at + 1);
        if (rest.length === 0) return true;
        const envelopes = firstOf(rest);
        if (!(await this.#write({ stream, kind: 'append', envelopes }, lastOf(stream, envelopes))))
          return false;
      } else {
        const reply = await this.#sender.ids(stream);
        if (isRefusal(reply)) return this.#refused(reply.error.code, reply.error.message);
        const common = commonPart(entries, reply.ids);
        const [lastSeq, lastId] = common ?? [0, ''];
        if (
          !(await this.#write({ stream, kind: 'truncate', afterSeq: lastSeq }, { stream, lastSeq, lastId }))
        )
          return false;
      }
    }
    return false;
  }

  async #write(write: JournalWrite, then: StreamHead): Promise<boolean> {
    const reply = await this.#sender.append({ client: this.#client, seq: ++this.#seq, write });
    if (!isRefusal(reply)) {
      this.#heads.set(write.stream, then);
      this.#trouble = undefined;
      return true;
    }
    const { code, message, heads } = reply.error;
    if (code === 'out-of-step' && heads) {
      for (const head of heads) this.#heads.set(head.stream, head);
      if (!heads.some((head) => head.stream === write.stream)) this.#heads.delete(write.stream);
      return true;
    }
    return this.#refused(code, message);
  }

  #refused(code: string, message: string): boolean {
    if (code !== 'too-fast' && code !== 'unavailable') {
      this.#trouble = message;
      // Trying again would change nothing: the work is safe in the browser.
      this.#open = false;
    }
    return false;
  }
}

const lastOf = (stream: string, envelopes: readonly Envelope[]): StreamHead => {
  const { seq, id } = envelopes.at(-1)!;
  return { stream, lastSeq: seq, lastId: id };
};

/** As many envelopes as one message may hold, one at least. */
function firstOf(rest: readonly Envelope[]): Envelope[] {
  const part: Envelope[] = [];
  let size = 0;
  for (const envelope of rest) {
    size += JSON.stringify(envelope).length;
    if (part.length > 0 && (size > sizes.append || part.length >= counts.envelopes)) break;
    part.push(envelope);
  }
  return part;
}

/** The last entry up to which both sides hold the same; undefined when there is none. */
function commonPart(
  entries: readonly Envelope[],
  ids: readonly (readonly [number, string])[],
): readonly [number, string] | undefined {
  let at = 0;
  while (
    at < entries.length &&
    at < ids.length &&
    entries[at]!.seq === ids[at]![0] &&
    entries[at]!.id === ids[at]![1]
  )
    at++;
  return ids[at - 1];
}
