/** What every lesson of the course must have. A rule each, with a sentence for the author who breaks it. */
import { describe, expect, it, test } from 'vitest';
import { modules } from '../../src/course/modules.ts';
import { firstUse } from './glossary-terms.ts';
import { banks, labAt, lessons, pages, paths, type Lesson } from './course-files.ts';

/** Words of prose: code, markup and notes for the instructor are not read by the learner. */
const wordsOf = ({ body }: Lesson): number =>
  body
    .replace(/<InstructorNotes>[\s\S]*?<\/InstructorNotes>/g, '')
    .replace(/^import [\s\S]*?;$/gm, '')
    .replace(/<svg[\s\S]*?<\/svg>/g, '')
    .replace(/```[\s\S]*?```/g, '')
    .replace(/<[^>]+>/g, ' ')
    .split(/\s+/)
    .filter((word) => /\p{L}/u.test(word)).length;

const has = (part: string) => (lesson: Lesson) => new RegExp(`<${part}[\\s/>]`).test(lesson.body);

const rules: Readonly<Record<string, (lesson: Lesson) => boolean>> = {
  'it says what the learner can do afterwards: objectives in the frontmatter, <Objectives /> in the text': (
    lesson,
  ) => (lesson.front.objectives?.length ?? 0) >= 2 && has('Objectives')(lesson),
  'it places a lab, so that there is something to do': ({ labs }) => labs.length >= 1,
  'it asks two questions or more at its end': ({ banks: names }) =>
    names.flatMap((name) => banks.get(name)?.questions ?? []).length >= 2,
  'it sums up': has('Summary'),
  'it says where to read on': has('ReadOn'),
  'it has notes for an instructor': has('InstructorNotes'),
  'it is read within 12 minutes, at 200 words a minute': ({ front, ...lesson }) =>
    front.minutes !== undefined &&
    front.minutes <= 12 &&
    wordsOf({ front, ...lesson }) <= front.minutes * 200 + 150,
  'each question that tests an objective stands in a check of the lesson': ({ front, banks: names }) => {
    const asked = names.flatMap((name) => banks.get(name)?.questions.map(({ id }) => id) ?? []);
    return (front.objectives ?? []).every(({ tested }) => tested.every((id) => asked.includes(id)));
  },
};

describe.each(lessons)('$path', (lesson) => {
  it.each(Object.entries(rules))('%s', (_, holds) => {
    expect(holds(lesson)).toBe(true);
  });

  it('practises each objective in a step of its lab', async () => {
    const steps = (
      await Promise.all(
        lesson.labs.map(async (id) => (await labAt(lesson, id)).steps.map((step) => `${id}/${step.id}`)),
      )
    ).flat();
    for (const { practised } of lesson.front.objectives ?? [])
      for (const step of practised) expect(steps).toContain(step);
  });
});

describe('the course', () => {
  test('lists every lesson, and none that is missing', () => {
    const listed = modules.flatMap(({ folder, lessons: names }) =>
      names.map((name) => `${folder}/${name}.mdx`),
    );
    expect(listed.toSorted()).toEqual(paths);
  });

  test('gives each lesson an id of its own', () => {
    const ids = pages.map(({ front }) => front.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('asks every question of its banks in a lesson, but those of the final assessment', () => {
    const placed = new Set(lessons.flatMap(({ banks: names }) => names));
    const open = [...banks.values()]
      .filter(({ audience }) => audience === 'everyone')
      .map(({ name }) => name);
    expect(open.filter((name) => !placed.has(name) && name !== 'final-assessment')).toEqual([]);
  });
});

/** Lessons that use a word of the glossary in another sense than the glossary's. */
const otherSense: Readonly<Record<string, readonly string[]>> = {
  // The kernel's namespaces, and a namespace of names.
  Namespace: ['containers/containers-and-machines.mdx', 'ecs/clusters.mdx'],
  // A service of AWS.
  Service: ['ecr/registry-anatomy.mdx', 'ecr/create-repositories.mdx'],
};

describe('the glossary', () => {
  const glossary = pages.find(({ path }) => path === 'reference/glossary.mdx')!;
  const terms = [...glossary.body.matchAll(/^## (.+)$/gm)].map(([, name]) => name!);
  const anchors = new Set(
    terms.map((name) =>
      name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/-$/, ''),
    ),
  );
  const inOrder = modules
    .flatMap(({ folder, lessons: names }) => names.map((name) => `${folder}/${name}.mdx`))
    .flatMap((path) => lessons.filter((lesson) => lesson.path === path));

  it.each(terms)('%s is linked where the course first uses it', (term) => {
    for (const { path, body } of inOrder) {
      const use = otherSense[term]?.includes(path) ? undefined : firstUse(term, body);
      if (!use) continue;
      expect(use.linked, `${path}: write <Term> at “${use.around}”`).toBe(true);
      return;
    }
  });

  it.each(lessons)('$path links only to terms that it has', ({ body }) => {
    for (const [, of, text] of body.matchAll(/<Term(?: of="([^"]+)")?>([^<]+)<\/Term>/g))
      expect(anchors).toContain((of ?? text!).toLowerCase().replace(/[^a-z0-9]+/g, '-'));
  });
});
