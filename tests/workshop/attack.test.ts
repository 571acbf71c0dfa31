/** What somebody who means harm can try, and what comes of it. */
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Envelope } from '../../learner/journal/index.ts';
import type { WorkshopClient } from '../../workshop/client/index.ts';
import { protocol, type JournalWrite } from '../../workshop/room/messages.ts';
import { tokensWith } from '../../workshop/server/tokens.ts';
import { benchAt, openHouse, solve, until, type House } from './house.ts';

let house: House;
let ivy: WorkshopClient;
let bob: WorkshopClient;
let bobsToken: string;
const sockets: Socket[] = [];

beforeAll(async () => {
  house = await openHouse();
  ivy = await house.connect(house.instructor);
  const joined = await house.join('Bob');
  [bob, bobsToken] = [joined, joined.token];
});
afterAll(async () => {
  for (const socket of sockets) socket.disconnect();
  await house.close();
});

type Answer = {
  error?: { code: string; message: string; heads?: unknown };
  n?: number;
  ids?: unknown;
  entries?: unknown;
};

/** A connection that sends what it likes. */
function raw(): Socket & { ask(name: string, message: unknown): Promise<Answer> } {
  const socket = io(house.url, { transports: ['websocket'], forceNew: true, reconnection: false });
  sockets.push(socket);
  return Object.assign(socket, {
    ask: (name: string, message: unknown) =>
      new Promise<Answer>((resolve, reject) => {
        socket.once('disconnect', (reason) => reject(new Error(reason)));
        socket.emit(name, message, resolve);
      }),
  });
}

/** Joins as a new participant, over a raw connection. */
async function mallory() {
  const { json } = await house.api('POST', 'join', { body: { code: house.code, name: 'Mallory' } });
  const { token } = json as { token: string };
  const socket = raw();
  const welcome = (await socket.ask('hello', { protocol, token, after: 0, device: 'm' })) as {
    you: { id: string };
  };
  return { socket, token, id: welcome.you.id };
}

/** The room still works for those who mean well. */
async function allIsWell(): Promise<void> {
  const { n } = await ivy.act({ type: 'message', to: 'all', text: 'Is all well?' });
  await until(() => bob.room.n >= n, bob);
}

const envelope = (seq: number, event: object, stream = 'lab:push-and-run'): Envelope =>
  ({ v: 1, stream, seq, id: `m-${seq}`, at: 1, event }) as Envelope;
const write = (...envelopes: Envelope[]): JournalWrite => ({
  stream: 'lab:push-and-run',
  kind: 'append',
  envelopes,
});

test('a flood is slowed down, then cut off; the others do not notice', async () => {
  const { socket, id } = await mallory();
  const answers = Array.from({ length: 400 }, (_, index) =>
    socket.ask('act', { client: 'm', seq: index + 1, act: { type: 'placed', lesson: null } }).then(
      ({ error }) => error?.code ?? 'taken',
      () => 'cut off',
    ),
  );
  await allIsWell();
  const cutOff = (await Promise.all(answers)).filter((answer) => answer === 'cut off').length;
  expect([cutOff > 0, socket.connected]).toEqual([true, false]);
  expect(ivy.events.filter(({ by }) => by === id).length).toBeLessThan(60);
});

describe('lies about its sequence', () => {
  test('nothing is doubled, nothing is put in between, and what does not follow is refused', async () => {
    const { socket } = await mallory();
    const send = async (seq: number, what: unknown) => {
      const { n, error } = await socket.ask('append', { client: 'm', seq, write: what });
      return n ?? error!.code;
    };
    const event = { type: 'clock', at: 0 };
    expect([
      await send(1, write(envelope(1, event), envelope(2, event))),
      // The same again, and the same number for something else.
      await send(1, write(envelope(1, event), envelope(2, event))),
      await send(1, write(envelope(9, event))),
      // Numbers that were given already, that go down, and that are none.
      await send(2, write(envelope(2, event))),
      await send(3, write(envelope(5, event), envelope(4, event))),
      await send(4, write(envelope(1.5, event))),
      await send(5, write(envelope(-1, event))),
      // More is taken back than there is.
      await send(6, { stream: 'lab:push-and-run', kind: 'truncate', afterSeq: 7 }),
      await send(-1, write(envelope(3, event))),
      await send(7, write(envelope(3, event))),
    ]).toEqual([
      1,
      1,
      1,
      'out-of-step',
      'bad-message',
      'bad-message',
      'bad-message',
      'out-of-step',
      'bad-message',
      2,
    ]);
    expect((await socket.ask('ids', { stream: 'lab:push-and-run' })).ids).toEqual([
      [1, 'm-1'],
      [2, 'm-2'],
      [3, 'm-3'],
    ]);
  });
});

describe('forges a grade', () => {
  test('what says of itself that it is done is not done: the calls are replayed', async () => {
    const { bench, journal } = await benchAt('push-and-run');
    await solve(bench, 1);
    const honest = await journal.read('lab:push-and-run');
    const { socket, id } = await mallory();
    // The honest journal, without the calls that did the work, and with words about success.
    const events = honest.filter(({ event }) => event.type !== 'call').map(({ event }) => event);
    const forged = [
      ...events,
      { type: 'graded', reached: { 'create-repository': 1 } },
      {
        type: 'command',
        at: 0,
        line: 'done',
        stdout: 'all steps reached',
        stderr: '',
        exitCode: 0,
        cwd: '/',
        act: 'command',
      },
    ];
    const { error } = await socket.ask('append', {
      client: 'm',
      seq: 1,
      write: write(...forged.map((event, index) => envelope(index + 1, event))),
    });
    expect(error).toBeUndefined();
    await until(() => ivy.rowOf(id).labs['push-and-run'] !== undefined, ivy);
    expect(ivy.rowOf(id).labs['push-and-run']!.reached).toEqual({});
    bench.close();
  });

  test('a journal of another lab, and one that cannot be folded, are no work at all', async () => {
    const { socket, id } = await mallory();
    const begin = {
      type: 'begin',
      at: 0,
      version: 1,
      lab: 'another',
      seed: 'x',
      region: 'us-east-1',
      files: {},
      act: 'begin',
    };
    await socket.ask('append', { client: 'm', seq: 1, write: write(envelope(1, begin)) });
    await house.host.graded();
    expect(ivy.rowOf(id).labs).toEqual({});
    await allIsWell();
  });

  test('nobody can say what only the server says', async () => {
    const { socket } = await mallory();
    for (const act of [
      { type: 'joined', person: 'i99', role: 'instructor', name: 'Me' },
      { type: 'question-revealed', ask: 1, correct: ['a'] },
      { type: 'watching-began', person: 'p2' },
    ])
      expect((await socket.ask('act', { client: 'm', seq: 1, act })).error?.code).toMatch(
        /bad-message|forbidden/,
      );
    socket.emit('board', { p2: { here: false } });
    socket.emit('node', { kind: 'deleted', room: 'x' });
    await allIsWell();
  });
});

test('10 MB end the connection, and nothing else', async () => {
  const { socket } = await mallory();
  const text = 'x'.repeat(10_000_000);
  await expect(
    socket.ask('act', { client: 'm', seq: 1, act: { type: 'hand-raised', question: text } }),
  ).rejects.toThrow();
  await allIsWell();
  const { status } = await house
    .api('POST', 'join', { body: { code: house.code, name: text } })
    .catch(() => ({ status: 413 }));
  expect(status).toBe(413);
});

test('nonsense of any shape is answered, and ends nothing', async () => {
  const { socket } = await mallory();
  for (const message of [
    null,
    7,
    [],
    'x',
    {},
    { act: { type: '__proto__' } },
    { client: {}, seq: NaN, act: [] },
    { client: 'm', seq: 1, act: { type: 'message', to: { people: Array(2000).fill('p1') }, text: 'x' } },
  ])
    for (const name of ['act', 'append', 'since', 'ids', 'watch'])
      expect(
        (await socket.ask(name, message)).error?.code,
        `${name} ${JSON.stringify(message)?.slice(0, 60)}`,
      ).toMatch(/bad-message|forbidden|refused|too-large|too-fast/);
  await allIsWell();
});

test('markup stays text, and a name is no formula', async () => {
  const name = '<img src=x onerror=alert(1)>';
  const { json } = await house.api('POST', 'join', { body: { code: house.code, name } });
  const client = await house.connect((json as { token: string }).token);
  expect(client.room.people.get(client.you!.id)!.name).toBe(name);
  await client.act({ type: 'renamed', name: '=HYPERLINK("http://x")' });
  const { text } = await house.api('GET', 'report.csv', { token: house.instructor });
  expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
  const answer = await fetch(`${house.url}workshop/api/open`);
  expect([answer.headers.get('x-content-type-options'), answer.headers.get('content-type')]).toEqual([
    'nosniff',
    'application/json; charset=utf-8',
  ]);
});

describe('reaches for what is not theirs', () => {
  test("another's journal, the board and the report are the staff's, and with consent", async () => {
    const { socket, token } = await mallory();
    expect((await socket.ask('watch', { person: 'p2', after: 0 })).error?.code).toBe('forbidden');
    expect(
      (
        await socket.ask('append', {
          client: 'm',
          seq: 1,
          write: { ...write(envelope(1, { type: 'x' }, 'site')), stream: 'site' },
        })
      ).error?.code,
    ).toBe('refused');
    const theirs = [
      'report',
      'report.csv',
      'questions.csv',
      'journals.json',
      'certificates',
      'certificates.csv',
      'wording',
    ];
    for (const path of theirs) expect((await house.api('GET', path, { token })).status, path).toBe(403);
    expect(
      (await house.api('POST', 'invite', { token, body: { role: 'instructor', name: 'Me' } })).status,
    ).toBe(403);
    expect(bob.board.size).toBe(0);
    await expect(ivy.watch('p2')).rejects.toThrow('has not let you');
  });

  test('a token is good for nothing when it was changed, has run out, or was signed by somebody else', async () => {
    const [body, signature] = bobsToken.split('.');
    const claim = JSON.parse(Buffer.from(body!, 'base64url').toString()) as {
      room: string;
      person: string;
      expires: number;
      role: 'participant';
    };
    const asInstructor = `${Buffer.from(JSON.stringify({ ...claim, role: 'instructor', person: 'i1' })).toString('base64url')}.${signature}`;
    const mine = tokensWith(Buffer.from('another secret'));
    const ours = tokensWith(Buffer.from('a secret for tests, 32 bytes long'));
    for (const token of [
      asInstructor,
      mine.sign({ ...claim, role: 'instructor', person: 'i1' }),
      ours.sign({ ...claim, expires: Date.now() - 1 }),
      `${bobsToken}x`,
      'x',
      '',
      undefined,
      {},
    ]) {
      const answer = await raw().ask('hello', { protocol, token, after: 0, device: 'm' });
      expect(answer.error?.code, String(token)).toBe('unauthorized');
    }
    // A token says who; the role is the log's.
    const lying = ours.sign({ ...claim, role: 'instructor' });
    expect((await house.api('GET', 'report', { token: lying })).status).toBe(403);
  });

  test('a page of another site gets no connection', async () => {
    const socket = io(house.url, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { origin: 'https://elsewhere.example' },
    });
    sockets.push(socket);
    await expect(
      new Promise((resolve, reject) =>
        socket.once('connect', () => resolve('connected')).once('connect_error', reject),
      ),
    ).rejects.toThrow();
  });

  test('codes cannot be guessed: after thirty wrong ones it goes slowly', async () => {
    const answers = [];
    for (let index = 0; index < 200; index++)
      answers.push((await house.api('POST', 'join', { body: { code: 'AAAAAA', name: 'x' } })).status);
    expect([answers[0], answers.at(-1), answers.filter((status) => status === 404).length < 40]).toEqual([
      404,
      429,
      true,
    ]);
    // Who knows the code and sits behind the same address gets in, if not at once.
    await until(() => true);
    let status = 0;
    for (let tries = 0; tries < 40 && status !== 201; tries++) {
      ({ status } = await house.api('POST', 'join', { body: { code: house.code, name: 'Late' } }));
      if (status !== 201) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(status).toBe(201);
  });
});
