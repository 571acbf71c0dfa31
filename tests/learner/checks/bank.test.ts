import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type ChoiceKind, keyOf, type Question, shownBank } from '../../../learner/checks/index.ts';
import { BankError, readBank } from '../../../learner/checks/read-bank.ts';

const GOOD = `bank: docks
title: About docks
questions:
  - id: d-dry
    kind: single
    stem: What is a dry dock?
    options:
      - id: a
        text: A dock without water
        correct: true
        why: The water is pumped out so that one can work.
      - id: b
        text: A dock in the desert
        why: It stands at the sea, like any other dock.
`;

function messages(text: string): string[] {
  try {
    readBank('quizzes/docks.yaml', text);
    return [];
  } catch (error) {
    return (error as BankError).message.split('\n');
  }
}

describe('a bank', () => {
  test('is read into shown halves and keys', () => {
    const bank = readBank('quizzes/docks.yaml', GOOD);
    expect(shownBank(bank)).toEqual({
      name: 'docks',
      title: 'About docks',
      questions: [
        {
          id: 'd-dry',
          kind: 'single',
          stem: 'What is a dry dock?',
          options: [
            { id: 'a', text: 'A dock without water' },
            { id: 'b', text: 'A dock in the desert' },
          ],
        },
      ],
    });
    expect(keyOf(bank)).toEqual({
      'd-dry': {
        correct: ['a'],
        why: {
          a: 'The water is pumped out so that one can work.',
          b: 'It stands at the sea, like any other dock.',
        },
      },
    });
    expect(bank.audience).toBe('everyone');
  });

  const second = GOOD.slice(GOOD.indexOf('  - id: d-dry'));
  test.each<[what: string, text: string, expected: string[]]>([
    [
      'YAML that does not parse',
      GOOD.replace('title: About docks', 'title: "About docks'),
      [
        'quizzes/docks.yaml:15:1: This is not YAML: Missing closing "quote. Mend the indentation or quote the text.',
      ],
    ],
    [
      'an empty file',
      '',
      [
        'quizzes/docks.yaml:1:1: the file is not a set of fields. Write it as lines of the form "name: value". One file a module, named after its bank. Begin it with: # yaml-language-server: $schema=./bank.schema.json',
      ],
    ],
    [
      'a missing explanation',
      GOOD.replace(/ {8}why: It stands.*\n/, ''),
      [
        'quizzes/docks.yaml:12:9: question "d-dry", option "b": "why" is missing. Add it: Why the option is right or wrong, in a sentence or two that teach something.',
      ],
    ],
    [
      'an unknown kind',
      GOOD.replace('kind: single', 'kind: sngle'),
      [
        'quizzes/docks.yaml:5:11: question "d-dry": "kind" is "sngle". Use one of "single", "multiple", "true-false", "predict", "ordering", "matching", "numeric", "text", "mend", "reach".',
      ],
    ],
    [
      'a misspelt field',
      GOOD.replace('correct: true', 'corect: true'),
      [
        'quizzes/docks.yaml:8:9: question "d-dry", option "a": the field "corect" is unknown. Use "id", "text", "correct", "why".',
      ],
    ],
    [
      'a truth value where text belongs',
      GOOD.replace('text: A dock without water', 'text: true'),
      [
        'quizzes/docks.yaml:9:15: question "d-dry", option "a": "text" is not text. Put it in quotes. What the learner can choose; code in `backticks`.',
      ],
    ],
    [
      'another name than its file',
      GOOD.replace('bank: docks', 'bank: decks'),
      ['quizzes/docks.yaml:1:7: the bank is called "decks", its file "docks". Give both the same name.'],
    ],
    [
      'no right option',
      GOOD.replace(/ {8}correct: true\n/, ''),
      [
        'quizzes/docks.yaml:8:7: question "d-dry": 0 options are marked "correct: true". Mark exactly one, or make the question "kind: multiple".',
      ],
    ],
    [
      'a multiple choice without a right option',
      GOOD.replace('kind: single', 'kind: multiple').replace(/ {8}correct: true\n/, ''),
      [
        'quizzes/docks.yaml:8:7: question "d-dry": 0 of 2 options are marked "correct: true". Mark at least one, and leave at least one unmarked.',
      ],
    ],
    [
      'true or false with three options',
      `${GOOD.replace('kind: single', 'kind: true-false')}      - id: c
        text: It depends
        why: It does not depend on anything at all.
`,
      [
        'quizzes/docks.yaml:8:7: question "d-dry": a question of "kind: true-false" has 3 options. Give it two, or make it "kind: single".',
      ],
    ],
    [
      'an option id, a text and an explanation used twice',
      GOOD.replace('id: b', 'id: a')
        .replace('A dock in the desert', 'a dock, without water!')
        .replace(
          'It stands at the sea, like any other dock.',
          'The water is pumped out so that one can work.',
        ),
      [
        'quizzes/docks.yaml:12:13: question "d-dry", option "a": the id is used twice in this question. Give each option its own.',
        'quizzes/docks.yaml:13:15: question "d-dry", option "a": another option says the same. Word it differently or leave it out.',
        'quizzes/docks.yaml:14:14: question "d-dry", option "a": another option has the same explanation. Say what is right or wrong about this one.',
      ],
    ],
    [
      'the same question twice',
      GOOD + second,
      [
        'quizzes/docks.yaml:15:9: question "d-dry": the id is used twice. Give each question its own.',
        'quizzes/docks.yaml:17:11: question "d-dry": another question asks the same. Word it differently.',
      ],
    ],
  ])('with %s is refused with file, line and what to do', (_, text, expected) => {
    expect(messages(text)).toEqual(expected);
  });
});

describe('the banks of the course', () => {
  const files = readdirSync('quizzes').filter((file) => file.endsWith('.yaml'));
  const banks = files.map((file) => readBank(`quizzes/${file}`, readFileSync(`quizzes/${file}`, 'utf8')));

  test.each(files)('%s names its schema for editors', (file) => {
    expect(readFileSync(`quizzes/${file}`, 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=\.\/bank\.schema\.json\n/,
    );
  });

  test('question ids are unique over all banks', () => {
    const ids = banks.flatMap((bank) => bank.questions.map((question) => question.id));
    expect(ids.length).toBe(new Set(ids).size);
  });

  test('module 1 asks its three questions with the keys a, b and d', () => {
    const bank = banks.find(({ name }) => name === 'module-1')!;
    expect(
      (bank.questions as Question<ChoiceKind>[]).map(({ id, kind, options, key }) => [
        id,
        kind,
        options.length,
        key.correct,
      ]),
    ).toEqual([
      ['m1-registry', 'single', 4, ['a']],
      ['m1-persistent-storage', 'true-false', 2, ['b']],
      ['m1-cluster', 'single', 4, ['d']],
    ]);
  });
});
