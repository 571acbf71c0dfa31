/** The rooms that are open on this node. */
import type { Question } from '../../learner/checks/index.ts';
import type { Created } from '../room/acts.ts';
import type { PersonBoard } from '../room/board.ts';
import { boardEvery } from '../room/limits.ts';
import { isRefusal, type JournalEntry, type Sequenced } from '../room/messages.ts';
import type { Role } from '../room/people.ts';
import { streamsOf, type Plan } from '../room/plan.ts';
import { fullRefusal } from '../room/refusal.ts';
import { completed } from './complete.ts';
import { shownPolls, type Course } from './course.ts';
import { Desk } from './desk.ts';
import { GradeBook } from './grade-book.ts';
import type { Graders } from './grading/graders.ts';
import { LiveRoom, type Tell } from './live-room.ts';
import type { RoomRecord, Storage } from './storage.ts';
import { newCode, newId } from './tokens.ts';
import { Writer } from './writer.ts';

/** A room that is open on this node, with all that belongs to it. */
export interface OpenRoom {
  readonly live: LiveRoom;
  readonly book: GradeBook;
  /** By participant. */
  readonly desks: Map<string, Desk>;
  /** The polls with their keys. */
  readonly polls: Readonly<Record<string, Question>>;
  /** Streams of the participants' journals that are mirrored. */
  readonly streams: readonly string[];
  /** Rows that staff have not been told of. */
  readonly changed: Set<string>;
}

export interface Ears {
  /** A room was opened on this node. */
  opened(room: string): void;
  readonly tell: Tell;
  /** A participant's journal has grown. */
  journal(room: string, person: string, entry: JournalEntry): void;
  /** Rows of the board have changed on this node. */
  board(room: string, rows: Readonly<Record<string, PersonBoard>>): void;
}

/** Why somebody cannot come in. Its message is a sentence for them. */
export class NoEntry extends Error {
  override readonly name = 'NoEntry';
}

const day = 86_400_000;

export class Hall {
  readonly storage: Storage;
  readonly course: Course;
  readonly writer: Writer;
  readonly #graders: Graders;
  readonly #ears: Ears;
  readonly #rooms = new Map<string, Promise<OpenRoom | undefined>>();
  readonly #plans: ReadonlyMap<string, Plan>;
  #flush: ReturnType<typeof setTimeout> | undefined;
  readonly #unflushed = new Set<OpenRoom>();

  constructor(from: {
    storage: Storage;
    course: Course;
    graders: Graders;
    ears: Ears;
    plans: ReadonlyMap<string, Plan>;
  }) {
    this.storage = from.storage;
    this.course = from.course;
    this.writer = new Writer(from.storage);
    this.#graders = from.graders;
    this.#ears = from.ears;
    this.#plans = from.plans;
  }

  /** The plans that a room can be made from, by name. */
  get plans(): ReadonlyMap<string, Plan> {
    return this.#plans;
  }

  /** Rooms that are open on this node. */
  async open(): Promise<OpenRoom[]> {
    return (await Promise.all(this.#rooms.values())).filter((room) => room !== undefined);
  }

  /**
   * Makes a room.
   * @param keepDays the room's data are deleted by themselves so many days after its making
   * @throws NoEntry when there is no such plan.
   */
  async make(planName: string, keepDays: number): Promise<RoomRecord> {
    const plan = this.#plans.get(planName);
    if (!plan)
      throw new NoEntry(
        `There is no plan "${planName}". Choose one of ${[...this.#plans.keys()].join(', ')}.`,
      );
    const columns = await this.course.columnsOf(plan);
    const created: Created = {
      type: 'created',
      title: plan.title,
      plan,
      columns,
      polls: shownPolls(this.course.pollsOf(plan)),
    };
    for (;;) {
      const createdAt = Date.now();
      const record = {
        id: newId(),
        code: newCode(),
        title: plan.title,
        plan: planName,
        createdAt,
        deleteAt: createdAt + keepDays * day,
      };
      if (!(await this.storage.createRoom(record))) continue;
      const room = (await this.room(record.id))!;
      const reply = await room.live.bring(() => created);
      if (isRefusal(reply)) throw new Error(reply.error.message);
      return record;
    }
  }

  /** Lets somebody in. @returns their id. @throws NoEntry with a sentence for them. */
  async join(room: OpenRoom, role: Role, name: string, sent?: Sequenced): Promise<string> {
    const reply = await room.live.bring(
      (now) => {
        const full = fullRefusal(now, role);
        if (full !== null) return { code: 'refused', message: full };
        return { type: 'joined', role, name, person: `${role[0]}${now.people.size + 1}` };
      },
      undefined,
      sent,
    );
    if (isRefusal(reply)) throw new NoEntry(reply.error.message);
    const event = room.live.events[reply.n - 1]!;
    return event.act.type === 'joined' ? event.act.person : '';
  }

  /** A room, opened when it was not; undefined when there is none. */
  room(id: string): Promise<OpenRoom | undefined> {
    let room = this.#rooms.get(id);
    if (!room) {
      room = this.#open(id);
      this.#rooms.set(id, room);
      room.then(
        (found) => found ?? this.#rooms.delete(id),
        () => this.#rooms.delete(id),
      );
    }
    return room;
  }

  async deskOf(room: OpenRoom, person: string): Promise<Desk> {
    let desk = room.desks.get(person);
    if (!desk) {
      const { id } = room.live;
      desk = new Desk({
        room: id,
        person,
        storage: this.storage,
        writer: this.writer,
        stored: (who, entry, before) => {
          this.#ears.journal(id, who, entry);
          room.book.stored(who, entry, before);
        },
      });
      room.desks.set(person, desk);
    }
    await desk.open();
    room.book.look(person);
    return desk;
  }

  /** Fills in what is the server's in an act. */
  complete(room: OpenRoom): Parameters<LiveRoom['act']>[3] {
    return (act, now) => completed(act, now, room.polls);
  }

  isOpen(id: string): boolean {
    return this.#rooms.has(id);
  }

  /** Forgets a room: it was deleted. */
  forget(id: string): void {
    this.#rooms.delete(id);
  }

  /** Rows of a room that staff are to be told of within a quarter of a second. */
  changed(room: OpenRoom, person: string): void {
    room.changed.add(person);
    this.#unflushed.add(room);
    this.#flush ??= setTimeout(() => this.flush(), boardEvery);
  }

  flush(): void {
    clearTimeout(this.#flush);
    this.#flush = undefined;
    for (const room of this.#unflushed) {
      const rows = Object.fromEntries([...room.changed].map((person) => [person, room.book.rowOf(person)]));
      room.changed.clear();
      this.#ears.board(room.live.id, rows);
    }
    this.#unflushed.clear();
  }

  async close(): Promise<void> {
    clearTimeout(this.#flush);
    for (const { live } of await this.open()) await live.idle();
    await this.writer.idle();
    await this.#graders.close();
    await this.writer.idle();
    await this.storage.close();
  }

  async #open(id: string): Promise<OpenRoom | undefined> {
    const record = await this.storage.room(id);
    if (!record) return undefined;
    const { storage, writer } = this;
    let opened: OpenRoom | undefined;
    const live = new LiveRoom({
      record,
      storage,
      writer,
      tell: (told, news) => {
        this.#ears.tell(told, news);
        if (opened && news.staff.events.some(({ act }) => gates.has(act.type))) lookAgain(opened);
      },
    });
    await live.pull();
    const created = live.events[0]?.act;
    const plan = created?.type === 'created' ? created.plan : this.#plans.get(record.plan);
    const columns =
      created?.type === 'created' ? created.columns : plan ? await this.course.columnsOf(plan) : [];
    const room: OpenRoom = {
      live,
      book: new GradeBook({
        room: id,
        storage,
        writer,
        graders: this.#graders,
        changed: (person) => this.changed(room, person),
        closedSteps: () => live.room.closedSteps,
      }),
      desks: new Map(),
      polls: plan ? this.course.pollsOf(plan) : {},
      streams: streamsOf(columns),
      changed: new Set(),
    };
    await room.book.open();
    opened = room;
    this.#ears.opened(id);
    return room;
  }
}

const gates: ReadonlySet<string> = new Set(['steps-closed', 'steps-opened']);

/** Grades anew what closed steps were in the way of. Who is at another node is looked at there. */
function lookAgain({ live, book, desks }: OpenRoom): void {
  for (const { id, role } of live.room.people.values())
    if (role === 'participant' && (desks.has(id) || !book.rowOf(id).here)) book.look(id);
}
