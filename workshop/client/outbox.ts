/** Acts on their way to the server: one after the other, each until it is answered, over any number of connections. */
import type { Act } from '../room/acts.ts';
import { isRefusal, type DoAct, type Numbered, type Refusal, type Reply } from '../room/messages.ts';

/** Where acts wait that were not sent yet, so that they outlive the page. */
export interface Kept {
  read(): string | null;
  write(text: string): void;
}

/** An act that the server refused. Its message is a sentence for the one who acted. */
export class ActRefused extends Error {
  readonly code: Refusal['error']['code'];

  constructor({ code, message }: Refusal['error']) {
    super(message);
    this.name = 'ActRefused';
    this.code = code;
  }
}

interface Waiting {
  readonly seq: number;
  readonly act: Act;
  readonly settle?: { resolve(numbered: Numbered): void; reject(error: Error): void };
}

/** Sends one act; rejects when no answer came. */
export type SendAct = (message: DoAct) => Promise<Reply<Numbered>>;

/** How long to wait before an act is tried again that the server cannot take just now, in ms. */
const again = 500;

export class Outbox {
  readonly #send: SendAct;
  readonly #kept: Kept | undefined;
  readonly #changed: () => void;
  #client: string;
  #seq = 0;
  #waiting: Waiting[] = [];
  #open = false;
  #running = false;
  #closed = false;

  constructor(from: { client: string; send: SendAct; kept: Kept | undefined; changed: () => void }) {
    this.#client = from.client;
    this.#send = from.send;
    this.#kept = from.kept;
    this.#changed = from.changed;
    this.#restore();
  }

  /** How many acts have not been answered yet. */
  get size(): number {
    return this.#waiting.length;
  }

  /** @returns when the server has stored it. @throws ActRefused when it does not take it. */
  put(act: Act): Promise<Numbered> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ seq: ++this.#seq, act, settle: { resolve, reject } });
      this.#save();
      this.#changed();
      void this.#run();
    });
  }

  /** The connection is up: what waits is sent. */
  open(): void {
    this.#open = true;
    void this.#run();
  }

  /** The connection is down: what is under way is sent again later; the server knows it by its number. */
  shut(): void {
    this.#open = false;
  }

  close(): void {
    this.#closed = true;
    this.#open = false;
    for (const { settle } of this.#waiting.splice(0))
      settle?.reject(new Error('The connection to the workshop was closed before this was sent.'));
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#open && !this.#closed) {
        const [first] = this.#waiting;
        if (!first) return;
        let reply: Reply<Numbered>;
        try {
          reply = await this.#send({ client: this.#client, seq: first.seq, act: first.act });
        } catch {
          // No answer: it is sent again, at once or with the next connection.
          await pause(this.#open ? again : 0);
          if (!this.#open) return;
          continue;
        }
        if (isRefusal(reply) && (reply.error.code === 'too-fast' || reply.error.code === 'unavailable')) {
          await pause(again);
          continue;
        }
        this.#waiting.shift();
        this.#save();
        if (isRefusal(reply)) first.settle?.reject(new ActRefused(reply.error));
        else first.settle?.resolve(reply);
        this.#changed();
      }
    } finally {
      this.#running = false;
    }
  }

  #save(): void {
    this.#kept?.write(
      JSON.stringify({
        client: this.#client,
        seq: this.#seq,
        waiting: this.#waiting.map(({ seq, act }) => ({ seq, act })),
      }),
    );
  }

  /** What an earlier page left unsent goes first, under its own name: the server may have it already. */
  #restore(): void {
    try {
      const kept = JSON.parse(this.#kept?.read() ?? 'null') as {
        client: string;
        seq: number;
        waiting: { seq: number; act: Act }[];
      } | null;
      if (!kept || kept.waiting.length === 0) return;
      this.#client = kept.client;
      this.#seq = kept.seq;
      this.#waiting = kept.waiting;
    } catch {
      // What cannot be read is not sent.
    }
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
