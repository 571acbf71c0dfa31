import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answerOf,
  behaviourOf,
  cpuUsed,
  memoryUsed,
  parseCharacter,
  reachesLimit,
} from '../../../simulator/images/index.ts';
import { run } from '../../../simulator/images/process.ts';

describe('a behaviour in the words of an author', () => {
  test('reads every part', () => {
    expect(
      parseCharacter(
        'listens=8080,9090; starts=20s; exits=3@45s; memory=120MiB; leaks=60MiB/min; cpu=10%; cpu=80%@2m; answers=503@2m; slow=500ms; hangs=1h; sigterm=ignored; says=10s:GET / 200; page=<h1>Hi</h1>',
      ),
    ).toEqual({
      listens: [8080, 9090],
      starts: 20_000,
      exits: { exitCode: 3, after: 45_000 },
      memory: 120,
      leaks: 60,
      cpu: [
        { percent: 10, from: 0 },
        { percent: 80, from: 120_000 },
      ],
      answers: [{ status: 503, from: 120_000 }],
      slow: 500,
      hangs: 3_600_000,
      sigterm: 'ignored',
      says: [{ every: 10_000, line: 'GET / 200' }],
      page: '<h1>Hi</h1>',
    });
  });

  test.each([
    [
      'lives=9',
      'A behaviour has no part "lives=9": use listens, starts, hangs, slow, exits, memory, leaks, cpu, answers, sigterm, says, page.',
    ],
    ['starts=soon', 'The behaviour starts=soon cannot be read: see the list in CONTRIBUTING.md.'],
    ['answers=999', 'The behaviour answers=999 cannot be read: see the list in CONTRIBUTING.md.'],
  ])('refuses %s', (text, message) => {
    expect(() => parseCharacter(text)).toThrow(new RangeError(message));
  });

  test('never fails but with a sentence', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseCharacter(text);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });

  test('comes from a label, or from the environment, which goes first', () => {
    const config = { Cmd: ['nginx', '-g', 'daemon off;'], Labels: { 'drydock.behaviour': 'listens=81' } };
    expect(behaviourOf(config).ports).toEqual([81]);
    expect(behaviourOf({ ...config, Env: ['DRYDOCK_BEHAVIOUR=listens=82'] }).ports).toEqual([82]);
    expect(behaviourOf({ ...config, Labels: { 'drydock.behaviour': '???' } }).ports).toEqual([80]);
  });
});

test('memory reaches its limit when it must', () => {
  const behaviour = behaviourOf({
    Cmd: ['nginx', '-g', 'daemon off;'],
    Env: ['DRYDOCK_BEHAVIOUR=memory=100MiB;leaks=50MiB/min'],
  });
  expect(reachesLimit(behaviour, 200)).toBe(120_000);
  expect(memoryUsed(behaviour, 90_000)).toBe(175);
  expect(cpuUsed(behaviour, 90_000)).toBe(1);
  expect(reachesLimit(behaviour, 100)).toBe(0);
  expect(reachesLimit(behaviourOf({ Cmd: ['nginx', '-g', 'daemon off;'] }), 1)).toBeUndefined();
});

describe('a container answers', () => {
  const files = {
    '/usr/local/apache2/htdocs/index.html': 'Hello\n',
    '/usr/local/apache2/htdocs/a/b.html': 'B\n',
  };
  const httpd = behaviourOf({ Cmd: ['httpd-foreground'] }, undefined, undefined, files);
  const app = behaviourOf({
    Cmd: ['/app/server'],
    ExposedPorts: { '8080/tcp': {} },
    Env: ['DRYDOCK_BEHAVIOUR=starts=10s;answers=500@1m;hangs=2m;slow=2s'],
  });
  test.each([
    [httpd, 80, '/', 0, { kind: 'refused' }],
    [httpd, 81, '/', 1_000, { kind: 'refused' }],
    [httpd, 80, '/', 1_000, { kind: 'answers', status: 200, body: 'Hello\n', took: 5 }],
    [httpd, 80, '/a/b.html?x=1', 1_000, { kind: 'answers', status: 200, body: 'B\n', took: 5 }],
    [httpd, 80, '/health', 1_000, { kind: 'answers', status: 404, body: 'Not Found\n', took: 5 }],
    [app, 8080, '/health', 9_999, { kind: 'refused' }],
    [app, 8080, '/health', 10_000, { kind: 'answers', status: 200, body: 'OK\n', took: 2_000 }],
    [
      app,
      8080,
      '/health',
      60_000,
      { kind: 'answers', status: 500, body: 'Internal Server Error\n', took: 2_000 },
    ],
    [app, 8080, '/health', 120_000, { kind: 'silent' }],
  ])('case %#', (behaviour, port, path, elapsed, expected) => {
    expect(answerOf(behaviour, port, path, elapsed)).toEqual(expected);
  });
});

describe('curl and wget', () => {
  const fetch = ({ port, path }: { port: number; path: string }) =>
    port === 81
      ? ({ kind: 'refused' } as const)
      : port === 82
        ? ({ kind: 'silent' } as const)
        : ({ kind: 'answers', status: path === '/' ? 200 : 404, body: 'body\n', took: 5 } as const);
  const outcome = (line: string) => {
    const { logs, ends } = run(line.split(' '), { run, config: {}, files: new Map(), fetch });
    return { logs, ...ends };
  };
  test.each([
    ['curl http://localhost/', { logs: ['body'], exitCode: 0, after: 5 }],
    [
      'curl -f http://localhost/health',
      { logs: ['curl: (22) The requested URL returned error: 404'], exitCode: 22, after: 5 },
    ],
    ['curl -s http://localhost:81/', { logs: [], exitCode: 7, after: 5 }],
    [
      'curl http://localhost:81/',
      {
        logs: ["curl: (7) Failed to connect to localhost port 81 after 0 ms: Couldn't connect to server"],
        exitCode: 7,
        after: 5,
      },
    ],
    [
      'curl -m 2 http://localhost:82/',
      {
        logs: ['curl: (28) Operation timed out after 2000 milliseconds with 0 bytes received'],
        exitCode: 28,
        after: 2_000,
      },
    ],
    ['curl -s -o /dev/null -w %{http_code} http://localhost/x', { logs: ['404'], exitCode: 0, after: 5 }],
    ['wget -q -O- http://localhost/', { logs: ['body'], exitCode: 0, after: 5 }],
    [
      'wget --spider http://localhost/x',
      { logs: ['wget: server returned error: HTTP/1.1 404'], exitCode: 8, after: 5 },
    ],
    ['wget -q --spider http://localhost:81/', { logs: [], exitCode: 4, after: 5 }],
  ])('%s', (line, expected) => {
    expect(outcome(line)).toEqual(expected);
  });
});
