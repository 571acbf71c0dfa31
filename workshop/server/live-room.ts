/** A room that is open on this node: its log in memory, what waits to be added, and who is told. */
import type { Act } from '../room/acts.ts';
import { forParticipants, seen, type RoomEvent } from '../room/events.ts';
import { foldRoom, takeEvent } from '../room/fold.ts';
import { counts } from '../room/limits.ts';
import type {
  Channels,
  Numbered,
  Refusal,
  Reply,
  RoomNews,
  Sequenced,
  SinceReply,
} from '../room/messages.ts';
import { isStaff, type Who } from '../room/people.ts';
import { refusal } from '../room/refusal.ts';
import { emptyRoom, type Room } from '../room/room.ts';
import type { RoomRecord, Storage, StoredEvent } from './storage.ts';
import type { Writer } from './writer.ts';

/** What is to be added: made when its turn comes, from how things stand then. */
interface Proposal extends Sequenced {
  readonly who: Who;
  make(room: Room): Act | Refusal['error'];
  resolve(reply: Reply<Numbered>): void;
}

/** Who hears of what was added, in order. */
export type Tell = (
  room: LiveRoom,
  news: {
    readonly staff: RoomNews;
    readonly crowd?: RoomNews;
    readonly people: ReadonlyMap<string, RoomNews>;
  },
) => void;

const server: Who = { id: '', role: 'instructor' };
const unavailable: Refusal = {
  error: { code: 'unavailable', message: 'This could not be stored just now. It is tried again by itself.' },
};

export class LiveRoom {
  readonly record: RoomRecord;
  readonly #storage: Storage;
  readonly #writer: Writer;
  readonly #tell: Tell;
  readonly events: RoomEvent[] = [];
  /** As participants see them. */
  readonly #crowd: RoomEvent[] = [];
  readonly #people = new Map<string, RoomEvent[]>();
  /** Number of each act by who sent it as what. */
  readonly #numbers = new Map<string, number>();
  #room: Room = emptyRoom();
  #waiting: Proposal[] = [];
  #running: Promise<void> | undefined;
  #pulling: Promise<void> | undefined;

  constructor(from: { record: RoomRecord; storage: Storage; writer: Writer; tell: Tell }) {
    this.record = from.record;
    this.#storage = from.storage;
    this.#writer = from.writer;
    this.#tell = from.tell;
  }

  get id(): string {
    return this.record.id;
  }

  /** How things stand, to be read. */
  get room(): Room {
    return this.#room;
  }

  /** Number of the last event. */
  get n(): number {
    return this.events.length;
  }

  /** Reads what others have added, and tells of it. */
  pull(): Promise<void> {
    return (this.#pulling ??= (async () => {
      try {
        this.#add(await this.#storage.events(this.id, this.n), false);
      } finally {
        this.#pulling = undefined;
      }
    })());
  }

  /** An act of a person, of the right form. Answered when it is stored, or why it is not. */
  act(
    who: Who,
    sent: Sequenced,
    act: Act,
    complete: (act: Act, room: Room) => Act | Refusal['error'],
  ): Promise<Reply<Numbered>> {
    return this.#propose(who, sent, (room) => {
      const no = refusal(room, act, who);
      return no ?? complete(act, room);
    });
  }

  /** Something that the server does, in its own name or in somebody's. */
  bring(
    make: (room: Room) => Act | Refusal['error'],
    who: Who = server,
    sent: Sequenced = { client: '', seq: 0 },
  ): Promise<Reply<Numbered>> {
    return this.#propose(who, sent, make);
  }

  /** What a person may see after a number, and how far that goes. */
  since(who: Who, after: number): SinceReply {
    const upTo = this.n;
    const found = isStaff(who)
      ? this.events.slice(after)
      : merge(beyond(this.#crowd, after), beyond(this.#people.get(who.id) ?? [], after));
    const events = found.slice(0, counts.events);
    const whole = events.length === found.length;
    return { events, whole, upTo: whole ? upTo : events.at(-1)!.n, channels: this.channels(who) };
  }

  channels(who: Who): Channels {
    if (isStaff(who)) return { staff: this.n };
    return { crowd: lastN(this.#crowd), me: lastN(this.#people.get(who.id) ?? []) };
  }

  /** Resolves when nothing waits to be added. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  #propose(who: Who, sent: Sequenced, make: Proposal['make']): Promise<Reply<Numbered>> {
    return new Promise((resolve) => {
      this.#waiting.push({ who, ...sent, make, resolve });
      this.#running ??= this.#run().finally(() => (this.#running = undefined));
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      // What has come in on this turn of the event loop goes together.
      await new Promise((resolve) => setImmediate(resolve));
      const batch = this.#waiting.splice(0);
      let tries = 0;
      while (batch.length > 0 && !(await this.#try(batch, ++tries))) await this.pull().catch(() => {});
    }
  }

  /** @returns false when others have added since: look at what is new, and try again. */
  async #try(batch: Proposal[], tries: number): Promise<boolean> {
    const expected = this.n;
    const stored: { proposal: Proposal; one: StoredEvent }[] = [];
    const repeated: { proposal: Proposal; n: number }[] = [];
    const numbers = new Map<string, number>();
    const refused: [Proposal, Refusal['error']][] = [];
    for (const proposal of batch) {
      const { who, client, seq } = proposal;
      const key = `${who.id} ${client} ${seq}`;
      const before = client === '' ? undefined : (this.#numbers.get(key) ?? numbers.get(key));
      if (before !== undefined) {
        repeated.push({ proposal, n: before });
        continue;
      }
      const act = proposal.make(this.#room);
      if ('code' in act) {
        refused.push([proposal, act]);
        continue;
      }
      const event: RoomEvent = { n: expected + stored.length + 1, at: Date.now(), by: who.id, act };
      numbers.set(key, event.n);
      stored.push({ proposal, one: { client, seq, event } });
      // The next one is judged by how things stand after this one.
      takeEvent(this.#room, event);
    }
    let written: 'stored' | 'behind' = 'stored';
    try {
      if (stored.length > 0)
        written = await this.#writer.put({
          kind: 'events',
          room: this.id,
          expected,
          events: stored.map(({ one }) => one),
        });
    } catch {
      this.#room = foldRoom(this.events);
      for (const { resolve } of batch) resolve(unavailable);
      return true;
    }
    if (written === 'behind') {
      this.#room = foldRoom(this.events);
      if (tries < 20) return false;
      for (const { resolve } of batch) resolve(unavailable);
      return true;
    }
    const before = this.n;
    this.#add(
      stored.map(({ one }) => one),
      true,
    );
    // A pull has read them already, and took them a second time.
    if (before > expected) this.#room = foldRoom(this.events);
    for (const { proposal, one } of stored) proposal.resolve({ n: one.event.n });
    for (const { proposal, n } of repeated) proposal.resolve({ n });
    for (const [{ resolve }, error] of refused) resolve({ error });
    return true;
  }

  /** Takes what is stored, and tells of it. */
  #add(stored: readonly StoredEvent[], taken: boolean): void {
    const fresh = stored.filter(({ event }) => event.n > this.n);
    if (fresh.length === 0) return;
    const staff: RoomNews = { channel: 'staff', prev: this.n, events: fresh.map(({ event }) => event) };
    const crowd: { prev: number; events: RoomEvent[] } = { prev: lastN(this.#crowd), events: [] };
    const people = new Map<string, { prev: number; events: RoomEvent[] }>();
    for (const { event, client, seq } of fresh) {
      this.events.push(event);
      if (client !== '') this.#numbers.set(`${event.by} ${client} ${seq}`, event.n);
      if (!taken) takeEvent(this.#room, event);
      const to = seen(event);
      const shown = forParticipants(event);
      if (to.crowd) {
        this.#crowd.push(shown);
        crowd.events.push(shown);
      } else
        for (const person of to.people) {
          const list = this.#people.get(person) ?? [];
          if (list.length === 0) this.#people.set(person, list);
          const news = people.get(person) ?? { prev: lastN(list), events: [] };
          people.set(person, news);
          list.push(shown);
          news.events.push(shown);
        }
    }
    this.#tell(this, {
      staff,
      ...(crowd.events.length > 0 ? { crowd: { channel: 'crowd', ...crowd } } : {}),
      people: new Map([...people].map(([person, news]) => [person, { channel: 'me', ...news }])),
    });
  }
}

const lastN = (events: readonly RoomEvent[]): number => events.at(-1)?.n ?? 0;

/** Events after a number; they are sorted. */
function beyond(events: readonly RoomEvent[], after: number): readonly RoomEvent[] {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (events[middle]!.n <= after) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? events : events.slice(low);
}

/** Two sorted lists as one. */
function merge(one: readonly RoomEvent[], other: readonly RoomEvent[]): RoomEvent[] {
  return [...one, ...other].sort((a, b) => a.n - b.n);
}
