/** Each fact of the syllabus is taught, practised and tested, and the table that says where is current. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { courseCoveragePage, page, readCourse, topics } from '../../scripts/generate-course-coverage.ts';
import { lessons } from './course-files.ts';

const course = await readCourse();
const facts = topics.flatMap((topic) => topic.facts);

/** The words of a lesson that a learner reads. */
function textOf(id: string): string {
  const { body } = lessons.find(({ path }) => path === `${id}.mdx`)!;
  return body
    .replace(/<InstructorNotes>[\s\S]*?<\/InstructorNotes>/g, '')
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();
}

describe.each(facts)('$id', (fact) => {
  it('is taught in a lesson that has the words for it', () => {
    expect(course.lesson(fact.taught)).toBeTruthy();
    const text = textOf(fact.taught);
    expect(fact.says.filter((words) => text.includes(words.toLowerCase()))).not.toEqual([]);
  });

  it('is practised in a step and tested by a question', () => {
    expect(course.step(fact.practised).title).toBeTruthy();
    expect(() => course.question(fact.tested)).not.toThrow();
  });
});

test('the ids differ', () => {
  expect(new Set(facts.map(({ id }) => id)).size).toBe(facts.length);
});

test('the page is what the generator writes today', () => {
  const bare = (text: string) => text.replace(/[ |-]+/g, ' ');
  expect(bare(readFileSync(page, 'utf8')), 'Run: npm run generate').toBe(bare(courseCoveragePage(course)));
});
