/** The model behind a check on a page, with a real journal in memory. */
import { describe, expect, test } from 'vitest';
import { shownBank, veilKey } from '../../../learner/checks/index.ts';
import { type JournalStore, openMemoryJournal } from '../../../learner/journal/index.ts';
import { bankModule } from '../../../src/checks/banks-plugin.ts';
import { type CheckModel, createCheck } from '../../../src/checks/model.ts';
import { multiple, single, trueFalse } from './questions.ts';

const bank = shownBank({
  name: 'm',
  title: 'M',
  audience: 'everyone',
  questions: [single, multiple, trueFalse],
});
const keys = { 'q-single': single.key, 'q-multiple': multiple.key, 'q-true-false': trueFalse.key };

function open(journal: JournalStore, key = async () => keys): { model: CheckModel; marks: boolean[] } {
  const marks: boolean[] = [];
  const model = createCheck(bank, {
    journal: async () => journal,
    key,
    mark: (answered) => marks.push(answered),
  });
  return { model, marks };
}

async function answer(model: CheckModel, question: string, options: string): Promise<void> {
  for (const option of options) model.choose(question, option, true);
  await model.check(question);
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('a check on a page', () => {
  test('keeps what was answered, never a grade', async () => {
    const journal = await openMemoryJournal();
    const { model, marks } = open(journal);
    await answer(model, 'q-single', 'a');
    await answer(model, 'q-multiple', 'ba');
    expect((await journal.read('check:m')).map(({ event }) => event)).toEqual([
      { type: 'answered', question: 'q-single', answer: { options: ['a'] } },
      { type: 'answered', question: 'q-multiple', answer: { options: ['b', 'a'] } },
    ]);
    expect(marks).toEqual([true, true]);
  });

  test('says what the answer was worth, to the eye and to the ear', async () => {
    const { model } = open(await openMemoryJournal());
    await answer(model, 'q-single', 'a');
    await answer(model, 'q-multiple', 'a');
    expect(model.verdicts.value).toEqual({
      'q-single': {
        sign: 'wrong',
        word: 'Not right.',
        text: 'Try again: a right answer now earns 50% of the score.',
        spoken: 'Option a: not right. Because of a.',
      },
      'q-multiple': {
        sign: 'partly',
        word: 'Partly right.',
        text: 'Try again: a right answer now earns 50% of the score.',
        spoken: 'Option a: right. Because of a.',
      },
    });
    await answer(model, 'q-single', 'b');
    await answer(model, 'q-single', 'c');
    expect(model.verdicts.value['q-single']).toEqual({
      sign: 'right',
      word: 'Right.',
      text: 'At the third try: 25% of the score.',
      spoken: 'Option c: right. Because of c.',
    });
  });

  test('an empty answer is no try', async () => {
    const journal = await openMemoryJournal();
    const { model } = open(journal);
    await model.check('q-multiple');
    expect(model.verdicts.value['q-multiple']?.word).toBe('Choose one or more options first.');
    expect(await journal.read('check:m')).toEqual([]);
  });

  test('comes back as it was, announcing nothing', async () => {
    const journal = await openMemoryJournal();
    const before = open(journal).model;
    await answer(before, 'q-single', 'a');
    await answer(before, 'q-true-false', 'b');
    const { model: after, marks } = open(journal);
    await after.restore();
    expect(after.state.value).toEqual(before.state.value);
    expect(after.drafts.value).toEqual({
      'q-single': { options: ['a'] },
      'q-true-false': { options: ['b'] },
    });
    expect(Object.values(after.verdicts.value).map(({ word, spoken }) => [word, spoken])).toEqual([
      ['Not right.', ''],
      ['Right.', ''],
    ]);
    expect(marks).toEqual([true]);
  });

  test('an untouched check asks for no key', async () => {
    const { model, marks } = open(await openMemoryJournal(), () => {
      throw new Error('asked');
    });
    await model.restore();
    expect([model.state.value, model.notices.value, marks]).toEqual([null, [], [false]]);
  });

  test('a key that cannot be had costs no try, and the next check asks again', async () => {
    const journal = await openMemoryJournal();
    let online = false;
    const { model } = open(journal, async () => {
      if (!online) throw new Error('offline');
      return keys;
    });
    await answer(model, 'q-single', 'c');
    expect(model.verdicts.value['q-single']?.word).toBe('The answers could not be loaded.');
    expect(await journal.read('check:m')).toEqual([]);
    online = true;
    await model.check('q-single');
    expect(model.state.value?.questions['q-single']).toMatchObject({ solved: true, score: 1 });
  });

  test('an answer given while the journal is still being read is not lost', async () => {
    const journal = await openMemoryJournal();
    await answer(open(journal).model, 'q-single', 'a');
    const { model } = open(journal);
    model.choose('q-true-false', 'b', true);
    await Promise.all([model.restore(), model.check('q-true-false')]);
    expect(model.state.value).toMatchObject({ tried: 2, solved: 1 });
  });

  test('starting over clears the page and keeps the journal', async () => {
    const journal = await openMemoryJournal();
    const { model, marks } = open(journal);
    await answer(model, 'q-single', 'c');
    await model.startOver();
    expect(model.state.value).toMatchObject({ tried: 0, score: 0 });
    expect([model.drafts.value, model.verdicts.value, marks]).toEqual([{}, {}, [true, false]]);
    expect((await journal.read('check:m')).length).toBe(2);
  });

  test('an import shows at once', async () => {
    const there = await openMemoryJournal();
    await answer(open(there).model, 'q-single', 'c');
    const here = await openMemoryJournal();
    const { model } = open(here);
    await model.restore();
    await here.import(await there.export());
    await settle();
    expect(model.state.value).toMatchObject({ solved: 1 });
  });

  test('when the storage refuses an answer, it is graded all the same', async () => {
    const journal = await openMemoryJournal();
    const refusing: JournalStore = { ...journal, append: () => Promise.reject(new Error('quota')) };
    const { model } = open(refusing);
    await answer(model, 'q-single', 'c');
    expect(model.state.value).toMatchObject({ solved: 1 });
  });
});

describe('a bank as a module of the page', () => {
  const text = (audience: string): string => `bank: m
title: About docks
audience: ${audience}
questions:
  - id: d-dry
    kind: true-false
    stem: A dry dock holds water.
    options:
      - { id: a, text: 'True', why: 'It does so only while a ship comes in or goes out.' }
      - { id: b, text: 'False', correct: true, why: 'The water is pumped out so that one can work.' }
`;

  test('holds the questions in one half and the veiled key in the other', async () => {
    const shown = await bankModule('quizzes/m.yaml', text('everyone'), 'questions');
    expect(shown).toBe(
      `export default ${JSON.stringify({
        name: 'm',
        title: 'About docks',
        questions: [
          {
            id: 'd-dry',
            kind: 'true-false',
            stem: 'A dry dock holds water.',
            options: [
              { id: 'a', text: 'True' },
              { id: 'b', text: 'False' },
            ],
          },
        ],
      })};`,
    );
    const why = {
      a: 'It does so only while a ship comes in or goes out.',
      b: 'The water is pumped out so that one can work.',
    };
    expect(await bankModule('quizzes/m.yaml', text('everyone'), 'key')).toBe(
      `export default "${veilKey('m', { 'd-dry': { correct: ['b'], why } })}";`,
    );
  });

  test.each(['workshop', 'exam'])('never enters the site when it is for a %s', async (audience) => {
    for (const half of ['questions', 'key']) {
      expect(await bankModule('quizzes/m.yaml', text(audience), half)).toBe('export default null;');
    }
  });
});
