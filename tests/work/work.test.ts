import { describe, expect, test } from 'vitest';
import type { CourseModule } from '../../src/course/modules.ts';
import { courseIndex } from '../../src/work/course-index.ts';
import { fileName } from '../../src/work/exported-file.ts';
import { asText, setAsideFile } from '../../src/work/set-aside.ts';
import { dayAndTime, entriesOf, listed } from '../../src/work/words.ts';

describe('where labs and checks stand', () => {
  const lesson = (id: string, body?: string) => ({ id, body, data: { title: `Title of ${id}` } });

  const modules: CourseModule[] = [
    { number: 0, folder: 'start', title: 'Start here', lessons: ['what-drydock-is', 'empty', 'not-written'] },
    { number: 2, folder: 'ecr', title: 'Amazon ECR', lessons: ['push-and-run'] },
    { folder: 'reference', title: 'Reference', lessons: ['glossary'] },
  ];

  test('each is found in the first lesson, in teaching order, that places it', () => {
    const index = courseIndex(
      [
        lesson(
          'ecr/push-and-run',
          'text <Lab id="push-and-run" /> <Check bank="module-1" /> <Term>Lab</Term>',
        ),
        lesson('start/what-drydock-is', '<Check\n  bank="tour"\n/>'),
        lesson('reference/glossary', '<Check bank="module-1" />'),
        lesson('nowhere/draft', '<Lab id="draft" />'),
        lesson('start/empty'),
      ],
      '/drydock/',
      modules,
    );
    const push = {
      lesson: 'Title of ecr/push-and-run',
      href: '/drydock/ecr/push-and-run/',
      module: 'Module 2 · Amazon ECR',
      order: 2,
    };
    expect(index).toMatchObject({ labs: { 'push-and-run': push }, checks: { 'module-1': push } });
    expect(index.checks['tour']).toMatchObject({ href: '/drydock/start/what-drydock-is/', order: 0 });
    expect(index.labs).not.toHaveProperty('draft');
  });
});

describe('words', () => {
  const at = (text: string): number => new Date(text).getTime();

  test.each([
    ['2026-11-21T09:12:00', '2026-11-21T23:59:00', 'today, 09:12'],
    ['2026-11-20T23:59:00', '2026-11-21T00:01:00', 'yesterday, 23:59'],
    ['2026-11-03T07:05:00', '2026-11-21T00:01:00', '3 Nov 2026, 07:05'],
  ])('%s, seen at %s, is %s', (when, now, says) => {
    expect(dayAndTime(at(when), at(now))).toBe(says);
  });

  test('counts and lists', () => {
    expect([entriesOf(0), entriesOf(1), entriesOf(12345)]).toEqual([
      '0 entries',
      '1 entry',
      '12,345 entries',
    ]);
    expect([listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
      'a',
      'a and b',
      'a, b and c',
    ]);
  });

  test('a file carries the day of the learner’s calendar', () => {
    expect(fileName('work', new Date(2026, 0, 5))).toBe('drydock-work-2026-01-05.json');
  });
});

describe('damaged records as text', () => {
  test('whatever IndexedDB can hold', () => {
    const itself: { self?: unknown } = {};
    itself.self = itself;
    expect([7n, new Map([['a', 1]]), undefined, itself].map(asText)).toEqual([
      '"7n"',
      '[\n  [\n    "a",\n    1\n  ]\n]',
      'undefined',
      '[object Object]',
    ]);
  });

  test('the file holds each as it was found', () => {
    const record = { seq: 2, event: 'torn' };
    const file = setAsideFile([{ at: 0, stream: 'check:a', reason: 'it is torn', record }], new Date(1000));
    expect(JSON.parse(file)).toEqual({
      format: 'drydock-set-aside',
      version: 1,
      exportedAt: '1970-01-01T00:00:01.000Z',
      records: [{ setAsideAt: '1970-01-01T00:00:00.000Z', stream: 'check:a', reason: 'it is torn', record }],
    });
  });
});
