/** What a learner has done stays theirs when authors rename a lesson, move it, or turn the modules round. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { openMemoryJournal, type JournalStore } from '../../learner/journal/index.ts';
import { modules, type CourseModule } from '../../src/course/modules.ts';
import { courseIndex } from '../../src/work/course-index.ts';
import { readKept } from '../../src/work/kept.ts';
import { lessons } from '../content/course-files.ts';

interface Placed {
  id: string;
  body: string;
  data: { title: string };
}
const course: readonly Placed[] = lessons.map(({ path, body, front }) => ({
  id: path.replace('.mdx', ''),
  body,
  data: { title: front.title },
}));

const kept = async (store: JournalStore, placed: readonly Placed[], order: readonly CourseModule[]) =>
  (await readKept(store, courseIndex(placed, '/', order))).map(({ stream, place, entries }) => ({
    stream,
    lesson: place?.lesson,
    href: place?.href,
    entries: entries.length,
  }));

let store: JournalStore;
beforeEach(async () => {
  store = await openMemoryJournal();
  await store.append('check:module-1', [
    { type: 'answered', question: 'm1-registry', answer: { options: ['a'] } },
  ]);
  await store.append('lab:start-tour', [{ type: 'opened' }]);
});

const tour = { stream: 'lab:start-tour', entries: 1 };
const check = { stream: 'check:module-1', entries: 1 };

describe('progress', () => {
  test('stands in the lessons of today', async () => {
    expect(await kept(store, course, modules)).toEqual([
      { ...tour, lesson: 'What Drydock is', href: '/start/what-drydock-is/' },
      { ...check, lesson: 'Run your first task', href: '/ecr/push-and-run/' },
    ]);
  });

  test('follows a lesson that has another title and another file', async () => {
    const renamed = course.map((lesson) =>
      lesson.id === 'ecr/push-and-run'
        ? { ...lesson, id: 'ecr/a-first-task', data: { title: 'A first task' } }
        : lesson,
    );
    const order = modules.map((module) => ({
      ...module,
      lessons: module.lessons.map((name) => (name === 'push-and-run' ? 'a-first-task' : name)),
    }));
    expect(await kept(store, renamed, order)).toEqual([
      { ...tour, lesson: 'What Drydock is', href: '/start/what-drydock-is/' },
      { ...check, lesson: 'A first task', href: '/ecr/a-first-task/' },
    ]);
  });

  test('is all there when modules and lessons stand in another order', async () => {
    const turned = modules
      .toReversed()
      .map((module) => ({ ...module, lessons: module.lessons.toReversed() }));
    expect(await kept(store, course, turned)).toEqual([
      { ...check, lesson: 'Run your first task', href: '/ecr/push-and-run/' },
      { ...tour, lesson: 'What Drydock is', href: '/start/what-drydock-is/' },
    ]);
  });

  test('comes along from an old export', async () => {
    const fixture = join(import.meta.dirname, '..', 'learner/journal/fixtures/shape-0.json');
    const { stored } = JSON.parse(await readFile(fixture, 'utf8')) as { stored: { stream: string }[] };
    const streams = { 'module-1': stored.filter(({ stream }) => stream === 'module-1') };
    const fresh = await openMemoryJournal();
    await fresh.import(
      JSON.stringify({ format: 'drydock-journal', version: 0, exportedAt: 'long ago', streams }),
    );
    expect(await kept(fresh, course, modules)).toEqual([
      { ...check, lesson: 'Run your first task', href: '/ecr/push-and-run/' },
    ]);
  });
});
