import { expect, test } from 'vitest';
import { isChoice, type ChoiceKind, type Question } from '../../learner/checks/index.ts';
import { openMemoryJournal } from '../../learner/journal/index.ts';
import { openCourse } from '../../workshop/server/course.ts';
import { certificatesCsv } from '../../workshop/server/report-csv.ts';
import type { PersonReport, Report } from '../../workshop/server/report.ts';
import { openHouse, until } from './house.ts';

const person = (name: string, progress: number): PersonReport => ({
  id: name,
  name,
  group: '',
  joinedAt: 0,
  progress,
  stepsDone: 4,
  steps: 5,
  score: 0.5,
  hands: 0,
  votes: 0,
  faults: {},
});
const report = (...people: PersonReport[]): Report => ({
  title: 'Trial',
  plan: 'trial',
  createdAt: 0,
  endedAt: null,
  people,
  questions: [],
  certificateFrom: 0.8,
});

test('the certificate list holds who has done enough, by name, and no name is a formula', () => {
  const names = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', 'Åsa "Å", Oslo', 'Bo-Li'];
  const text = certificatesCsv(report(...names.map((name) => person(name, 0.8)), person('Cy', 0.79)));
  const [head, ...rows] = text.trimEnd().split('\r\n');
  expect(head).toBe('name,group,workshop,progress %,steps done,steps,score %');
  expect(rows.map((row) => row.replace(',,Trial,80,4,5,50', '')).sort()).toEqual(
    ["'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", '"Åsa ""Å"", Oslo"', 'Bo-Li'].sort(),
  );
});

test('a wrong option is said in its own words, to the staff alone', async () => {
  const course = await openCourse();
  const question = course.bank('module-1').questions.find(isChoice) as Question<ChoiceKind>;
  const wrong = question.options.find(({ id }) => !question.key.correct.includes(id))!;
  const house = await openHouse();
  try {
    const ivy = await house.connect(house.instructor);
    const journal = await openMemoryJournal();
    await journal.append('check:module-1', [
      { type: 'answered', question: question.id, answer: { options: [wrong.id] } },
    ]);
    const ann = await house.join('Ann', { journal });
    await until(() => ivy.rowOf(ann.you!.id).checks['module-1'] !== undefined, ivy);
    const { json } = await house.api('GET', 'report', { token: house.instructor });
    expect((json as Report).questions).toEqual([
      {
        kind: 'check',
        id: question.id,
        stem: question.stem,
        missed: 1,
        wrong: [{ option: wrong.id, text: wrong.text, people: 1 }],
      },
    ]);
    const { text } = await house.api('GET', 'questions.csv', { token: house.instructor });
    expect(text.replaceAll('""', '"')).toContain(`${wrong.text}: 1`);
    // The board says it in words, without the key.
    const words = await house.api('GET', 'wording', { token: house.instructor });
    expect((words.json as Record<string, unknown>)[question.id]).toEqual({
      stem: question.stem,
      options: Object.fromEntries(question.options.map(({ id, text: words }) => [id, words])),
    });
    expect((await house.api('GET', 'wording', { token: ann.token })).status).toBe(403);
  } finally {
    await house.close();
  }
});
