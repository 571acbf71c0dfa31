/** What goes over plain HTTP: making rooms, joining, links, reports, deletion. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import QRCode from 'qrcode';
import { nameOf } from '../room/check-act.ts';
import type { Refusal, Sequenced } from '../room/messages.ts';
import type { Role } from '../room/people.ts';
import { doors } from '../room/permissions.ts';
import { minutesOf } from '../room/plan.ts';
import { Buckets } from './bucket.ts';
import type { Graders } from './grading/graders.ts';
import { NoEntry, type Hall, type OpenRoom } from './hall.ts';
import type { RoomLinks } from './links.ts';
import type { Keeper } from './keeper.ts';
import { earned, journals, reportOf } from './report.ts';
import { certificatesCsv, peopleCsv, questionsCsv } from './report-csv.ts';
import { codeOf, type Tokens } from './tokens.ts';
import { wordingsOf } from './wording.ts';

interface From {
  readonly hall: Hall;
  readonly tokens: Tokens;
  readonly base: string;
  readonly trustProxy: boolean;
  readonly makeRoom: (plan: string, name: string) => Promise<RoomLinks>;
  readonly keeper: Keeper;
  readonly graders: Graders;
}

/** An answer: JSON, or text of another type. */
type Answer = { readonly status?: number } & (
  { readonly json: unknown } | { readonly text: string; readonly type: string; readonly file?: string }
);

/** Why a request was refused. */
class Refused extends Error {
  readonly status: number;
  readonly code: Refusal['error']['code'];

  constructor(status: number, code: Refusal['error']['code'], message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Largest body, in bytes. */
const largest = 10_000;
/** Wrong codes from one address: a room behind one address joins without them. */
const wrongCodes = { perSecond: 0.5, burst: 30 };
/** Codes of an address that has given too many wrong ones: 887 million of them take longer than a year. */
const slowed = { perSecond: 10, burst: 100 };
/** Requests from one address; a room of a thousand may come at once. */
const requests = { perSecond: 200, burst: 2000 };

const unauthorized = () =>
  new Refused(401, 'unauthorized', 'This link is not valid any more. Ask the instructor for another one.');

interface Asked {
  readonly request: IncomingMessage;
  readonly query: URLSearchParams;
  readonly address: string;
  readonly body: Readonly<Record<string, unknown>>;
}

type Route = (asked: Asked) => Promise<Answer> | Answer;

export class Api {
  readonly #from: From;
  readonly #wrong = new Buckets(wrongCodes);
  readonly #slowed = new Buckets(slowed);
  /** Addresses that have given too many wrong codes. */
  readonly #guessing = new Set<string>();
  readonly #requests = new Buckets(requests);
  readonly #routes: Readonly<Record<string, Route>>;

  constructor(from: From) {
    this.#from = from;
    this.#routes = {
      'GET open': () => ({ json: { workshop: true } }),
      'GET plans': (asked) => this.#plans(asked),
      'POST rooms': (asked) => this.#make(asked),
      'GET room': (asked) => this.#look(asked),
      'POST join': (asked) => this.#join(asked),
      'POST invite': (asked) => this.#invite(asked),
      'GET qr.svg': (asked) => this.#qr(asked),
      'DELETE room': (asked) => this.#delete(asked),
      'GET report': async (asked) => ({ json: await this.#report(asked) }),
      'GET report.csv': async (asked) => csv('people', peopleCsv(await this.#report(asked))),
      'GET questions.csv': async (asked) => csv('questions', questionsCsv(await this.#report(asked))),
      'GET certificates': async (asked) => {
        const report = await this.#report(asked);
        return { json: { workshop: report.title, names: earned(report).map(({ name }) => name) } };
      },
      'GET certificates.csv': async (asked) =>
        csv('certificates', certificatesCsv(await this.#report(asked))),
      'GET wording': (asked) => this.#wording(asked),
      'GET journals.json': async (asked) => {
        const room = await this.#roomOf(asked, doors.report);
        return {
          text: await journals(room, this.#from.hall.storage),
          type: 'application/json',
          file: 'journals.json',
        };
      },
    };
  }

  /** @returns false when the request is for somebody else. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const { base } = this.#from;
    const url = new URL(request.url ?? '/', 'http://host');
    const path = `${base}workshop/api/`;
    if (!url.pathname.startsWith(path)) return false;
    void this.#answer(request, url.pathname.slice(path.length), url.searchParams).then((answer) =>
      send(response, answer),
    );
    return true;
  }

  async #answer(request: IncomingMessage, name: string, query: URLSearchParams): Promise<Answer> {
    try {
      const address = this.#addressOf(request);
      if (!this.#requests.take(address, performance.now()))
        throw new Refused(429, 'too-fast', 'That was too much at once. Wait a moment, and try again.');
      const key = `${request.method === 'HEAD' ? 'GET' : request.method} ${name}`;
      const route = Object.hasOwn(this.#routes, key) ? this.#routes[key] : undefined;
      if (!route) throw new Refused(404, 'bad-message', 'There is nothing at this address.');
      return await route({ request, query, address, body: await bodyOf(request) });
    } catch (error) {
      if (error instanceof Refused)
        return { status: error.status, json: { error: { code: error.code, message: error.message } } };
      if (error instanceof NoEntry)
        return { status: 409, json: { error: { code: 'refused', message: error.message } } };
      const message = 'The server could not do this just now. Try again in a moment.';
      return { status: 503, json: { error: { code: 'unavailable', message } } };
    }
  }

  #addressOf(request: IncomingMessage): string {
    const forwarded = this.#from.trustProxy ? request.headers['x-forwarded-for'] : undefined;
    // The last one is what our own proxy saw; those before are what was told to it.
    const last = String(forwarded ?? '')
      .split(',')
      .at(-1)!
      .trim();
    return last || (request.socket.remoteAddress ?? '');
  }

  #claimOf({ request }: Asked) {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    return scheme === 'Bearer' ? this.#from.tokens.read(token) : undefined;
  }

  /** The room that the bearer belongs to. @throws Refused when there is none, or their role may not. */
  async #roomOf(asked: Asked, roles: readonly Role[]): Promise<OpenRoom> {
    const claim = this.#claimOf(asked);
    if (!claim || claim.role === 'host') throw unauthorized();
    const room = await this.#from.hall.room(claim.room);
    const person = room?.live.room.people.get(claim.person);
    if (!room || !person || person.removed) throw unauthorized();
    if (!roles.includes(person.role))
      throw new Refused(403, 'forbidden', `This is not for a ${person.role} to do.`);
    return room;
  }

  #plans(asked: Asked): Answer {
    if (!this.#claimOf(asked)) throw unauthorized();
    return {
      json: [...this.#from.hall.plans.values()].map((plan) => ({
        workshop: plan.workshop,
        title: plan.title,
        about: plan.about,
        minutes: minutesOf(plan),
      })),
    };
  }

  async #make(asked: Asked): Promise<Answer> {
    if (this.#claimOf(asked)?.role !== 'host') throw unauthorized();
    const name = nameOf(asked.body.name) ?? 'Instructor';
    const { record, instructor } = await this.#from.makeRoom(String(asked.body.plan), name);
    return { status: 201, json: { token: instructor, code: record.code, title: record.title } };
  }

  /** A room by its code. @throws Refused when there is none, or when too many were wrong. */
  async #byCode(typed: unknown, address: string): Promise<OpenRoom> {
    const now = performance.now();
    const tooMany = new Refused(
      429,
      'too-fast',
      'Too many wrong codes. Wait a minute, and look at the code again.',
    );
    // A whole room may sit behind one address: one who guesses slows the others down, and does not lock them out.
    if (this.#guessing.has(address) && !this.#slowed.take(address, now)) throw tooMany;
    const code = codeOf(typed);
    const record = code && (await this.#from.hall.storage.roomByCode(code));
    const room = record && (await this.#from.hall.room(record.id));
    if (room) return room;
    if (this.#wrong.take(address, now)) this.#guessing.delete(address);
    else {
      if (this.#guessing.size > 10_000) this.#guessing.clear();
      this.#guessing.add(address);
      throw tooMany;
    }
    throw new Refused(
      404,
      'refused',
      'There is no room with this code. Look at it again: it has six letters and digits.',
    );
  }

  async #look({ query, address }: Asked): Promise<Answer> {
    const { live } = await this.#byCode(query.get('code'), address);
    return { json: { title: live.record.title, ended: live.room.endedAt !== null } };
  }

  async #join({ body, address }: Asked): Promise<Answer> {
    const room = await this.#byCode(body.code, address);
    const name = nameOf(body.name);
    if (!name)
      throw new Refused(
        400,
        'bad-message',
        'Write the name that the instructor is to see: up to 40 characters.',
      );
    return this.#enter(room, 'participant', name, sentOf(body.client));
  }

  async #invite(asked: Asked): Promise<Answer> {
    const room = await this.#roomOf(asked, doors.invite);
    const { role } = asked.body;
    if (role !== 'helper' && role !== 'instructor')
      throw new Refused(400, 'bad-message', 'A link is for a helper or an instructor.');
    const name = nameOf(asked.body.name);
    if (!name) throw new Refused(400, 'bad-message', 'Write who the link is for: up to 40 characters.');
    return this.#enter(room, role, name);
  }

  async #enter(room: OpenRoom, role: Role, name: string, sent?: Sequenced): Promise<Answer> {
    const { id, deleteAt, title } = room.live.record;
    const person = await this.#from.hall.join(room, role, name, sent);
    const token = this.#from.tokens.sign({ role, room: id, person, expires: deleteAt });
    return { status: 201, json: { token, title } };
  }

  async #qr({ query }: Asked): Promise<Answer> {
    const text = query.get('text') ?? '';
    if (text === '' || text.length > 300)
      throw new Refused(400, 'bad-message', 'A QR code holds up to 300 characters.');
    return { text: await QRCode.toString(text, { type: 'svg', margin: 2 }), type: 'image/svg+xml' };
  }

  async #report(asked: Asked) {
    const room = await this.#roomOf(asked, doors.report);
    await this.#from.graders.idle();
    return reportOf(room, (name) => this.#from.hall.course.bank(name));
  }

  async #wording(asked: Asked): Promise<Answer> {
    const { live } = await this.#roomOf(asked, doors.board);
    return { json: wordingsOf(live.room.columns, (name) => this.#from.hall.course.bank(name)) };
  }

  async #delete(asked: Asked): Promise<Answer> {
    const room = await this.#roomOf(asked, doors.delete);
    await this.#from.keeper.delete(room.live.id);
    return { json: {} };
  }
}

/** Who asks a second time because the answer was lost is let in once. */
const sentOf = (client: unknown): Sequenced | undefined =>
  typeof client === 'string' && /^[a-z0-9]{8,40}$/.test(client)
    ? { client: `join${client}`, seq: 1 }
    : undefined;

const csv = (name: string, text: string): Answer => ({
  text,
  type: 'text/csv; charset=utf-8',
  file: `${name}.csv`,
});

function send(response: ServerResponse, answer: Answer): void {
  const headers: Record<string, string> = {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  };
  if ('json' in answer) headers['content-type'] = 'application/json; charset=utf-8';
  else {
    headers['content-type'] = answer.type;
    if (answer.file) headers['content-disposition'] = `attachment; filename="${answer.file}"`;
  }
  response.writeHead(answer.status ?? 200, headers);
  response.end('json' in answer ? JSON.stringify(answer.json) : answer.text);
}

/** @throws Refused when it is too large, or no JSON object. */
async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'DELETE') return {};
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largest) throw new Refused(413, 'too-large', 'This is too long.');
    chunks.push(chunk);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString() || '{}');
    if (typeof body === 'object' && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new Refused(400, 'bad-message', 'The request is not a JSON object.');
}
