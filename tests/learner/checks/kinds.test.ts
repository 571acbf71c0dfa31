/** The kinds of questions beyond a choice: how they are read, and how they are graded. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { answerProblem, grade, readyFor, type Answer, type Question } from '../../../learner/checks/index.ts';
import { attempt } from '../../../learner/checks/kinds/attempt.ts';
import { orderScore } from '../../../learner/checks/kinds/ordering.ts';
import { BankError, readBank } from '../../../learner/checks/read-bank.ts';

const bank = (question: string) =>
  `bank: b\ntitle: A bank\nquestions:\n${question.replace(/^\n/, '').replace(/^(?=.)/gm, '  ')}`;

function read<K extends Question['kind']>(_: K, question: string): Question<K> {
  return readBank('quizzes/b.yaml', bank(question)).questions[0] as Question<K>;
}

function problems(question: string): string[] {
  try {
    readBank('quizzes/b.yaml', bank(question));
    return [];
  } catch (error) {
    return (error as BankError).message.split('\n');
  }
}

const ORDERING = `
- id: q-order
  kind: ordering
  stem: In which order do you push an image?
  items:
    - { id: login, text: Log in, why: The registry asks for a token before anything else. }
    - { id: tag, text: Tag the image, why: The tag carries the address of the registry. }
    - { id: push, text: Push it, why: Last of all the layers travel to the registry. }
  extras:
    - { id: reboot, text: Restart Docker, why: Docker needs no restart to talk to a registry. }
`;
const MATCHING = `
- id: q-match
  kind: matching
  stem: Which exit code goes with which end?
  prompts:
    - { id: kill, text: Killed for memory, match: c137, why: '128 plus 9, the number of SIGKILL.' }
    - { id: done, text: Finished its work, match: c0, why: Zero is the code of success everywhere. }
  matches:
    - { id: c0, text: '0' }
    - { id: c137, text: '137' }
    - { id: c1, text: '1' }
`;
const NUMERIC = `
- id: q-hours
  kind: numeric
  stem: How many hours does an authorization token last?
  value: 12
  unit: hours
  why: 'Twelve hours after it was asked for, the registry refuses it.'
  near:
    - { value: 24, why: A day would be twice as long as a token really lasts. }
`;
const TEXT = `
- id: q-user
  kind: text
  stem: Which user name stands in front of the token?
  accept: [AWS]
  why: 'The user name is always AWS, whoever you are.'
  near:
    - { text: root, why: The root user has nothing to do with the registry. }
`;
const MEND = `
- id: q-mend
  kind: mend
  stem: Mend the size of this task.
  document: |
    {"family":"web","requiresCompatibilities":["FARGATE"],"networkMode":"awsvpc","cpu":"256","memory":"4096",
     "containerDefinitions":[{"name":"web","image":"httpd:2.4"}]}
  keeps:
    - { query: cpu, equals: '256', otherwise: The task is to keep its 256 CPU units. }
  solution: |
    {"family":"web","requiresCompatibilities":["FARGATE"],"networkMode":"awsvpc","cpu":"256","memory":"512",
     "containerDefinitions":[{"name":"web","image":"httpd:2.4"}]}
  why: With 256 CPU units Fargate offers 512, 1024 and 2048 MiB.
`;
const REACH = `
- id: q-reach
  kind: reach
  stem: Make the tags of the repository web immutable.
  start:
    - call: { service: ecr, operation: CreateRepository, input: { repositoryName: web } }
  goals:
    - call: { service: ecr, operation: DescribeRepositories }
      query: repositories[?repositoryName=='web'].imageTagMutability | [0]
      equals: IMMUTABLE
      otherwise: The tags of web can still be moved.
  solution: [aws ecr put-image-tag-mutability --repository-name web --image-tag-mutability IMMUTABLE]
  why: From now on a tag stands where it was first put.
`;
const PREDICT = `
- id: q-next
  kind: predict
  stem: What happens when the same repository is created twice?
  start:
    - call: { service: ecr, operation: CreateRepository, input: { repositoryName: web } }
  ask: { service: ecr, operation: CreateRepository, input: { repositoryName: web }, query: error }
  options:
    - { id: a, text: It is created anew, value: null, why: Nothing of a repository is ever overwritten so. }
    - { id: b, text: The call is refused, value: RepositoryAlreadyExistsException, why: A name stands for one repository. }
`;

describe('ordering', () => {
  const question = read('ordering', ORDERING);

  test('does not show the right order', () => {
    expect(question.items.map(({ id }) => id)).not.toEqual(['login', 'tag', 'push', 'reboot']);
    expect(question.key.order).toEqual(['login', 'tag', 'push']);
  });

  test.each<[order: string[], score: number]>([
    [['login', 'tag', 'push'], 1],
    [['login', 'push', 'tag'], 1 / 3],
    [['push', 'tag', 'login'], 0],
    [['login', 'tag', 'push', 'reboot'], 1 / 3],
    [['login', 'tag'], 1 / 3],
  ])('%j scores %d', (order, score) => {
    expect(grade(question, { order })).toMatchObject({ score, correct: score === 1 });
  });

  test('only the right order is right, and no order scores below nothing', () => {
    const right = ['a', 'b', 'c', 'd'];
    fc.assert(
      fc.property(fc.shuffledSubarray([...right, 'x', 'y'], { minLength: 1 }), (order) => {
        const score = orderScore(order, right);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score === 1).toBe(order.join('') === 'abcd');
      }),
    );
  });
});

describe('matching', () => {
  const question = read('matching', MATCHING);

  test.each<[pairs: Record<string, string>, score: number]>([
    [{ kill: 'c137', done: 'c0' }, 1],
    [{ kill: 'c137', done: 'c1' }, 0.5],
    [{ kill: 'c0', done: 'c137' }, 0],
  ])('%j scores %d', (pairs, score) => {
    expect(grade(question, { pairs })).toMatchObject({ score, correct: score === 1 });
  });
});

test('a number is right within its tolerance, and a near miss is told so', () => {
  const question = read('numeric', NUMERIC);
  expect(grade(question, { value: 12 })).toEqual({
    correct: true,
    score: 1,
    explanations: [],
    remarks: ['Twelve hours after it was asked for, the registry refuses it.'],
  });
  expect(grade(question, { value: 24 })).toEqual({
    correct: false,
    score: 0,
    explanations: [],
    remarks: ['A day would be twice as long as a token really lasts.'],
  });
});

test.each([
  ['AWS', true],
  [' aws ', true],
  ['"AWS"', true],
  ['`aws`', true],
  ['root', false],
])('the text %s is right: %s', (text, correct) => {
  expect(grade(read('text', TEXT), { text }).correct).toBe(correct);
});

describe('graded by the simulator', () => {
  const mend = read('mend', MEND);
  const reach = read('reach', REACH);
  beforeAll(() => readyFor([mend, reach]));

  test('a task definition that still breaks a rule is answered with the line and the words of ECS', () => {
    const { correct, remarks } = grade(mend, { text: mend.document.replace('4096', '8192') });
    expect([correct, remarks]).toEqual([
      false,
      [expect.stringMatching(/^Line 1: .*No Fargate configuration exists for given values/)],
    ]);
  });

  test('a cure that takes away what was not broken is no cure', () => {
    expect(
      grade(mend, { text: mend.key.solution.replace('"256"', '"512"').replace('512"', '1024"') }),
    ).toEqual({
      correct: false,
      score: 0,
      explanations: [],
      remarks: [expect.any(String)],
    });
    expect(grade(mend, { text: mend.key.solution })).toMatchObject({
      correct: true,
      remarks: [mend.key.why],
    });
  });

  test('commands are graded by what they do', async () => {
    const done = await attempt(reach, reach.key.solution.join('\n'));
    expect(done.transcript).toContain('"imageTagMutability": "IMMUTABLE"');
    expect(grade(reach, done.answer)).toMatchObject({ correct: true, remarks: [reach.key.why] });
    const other = await attempt(reach, 'aws ecr create-repository --repository-name api');
    expect(grade(reach, other.answer)).toMatchObject({
      correct: false,
      remarks: ['The tags of web can still be moved.'],
    });
  });

  test('a prediction takes its key from what really happens', () => {
    expect(read('predict', PREDICT).key.correct).toEqual(['b']);
  });
});

describe('an answer that cannot be graded is told why', () => {
  test.each<[Question, unknown, string]>([
    [read('ordering', ORDERING), { order: ['login', 'sink'] }, 'This question has no item "sink".'],
    [read('matching', MATCHING), { pairs: { kill: 'c0' } }, 'Give every line its match first.'],
    [read('numeric', NUMERIC), {}, 'Write a number first.'],
    [read('text', TEXT), { text: ' ' }, 'Write an answer first.'],
    [read('mend', MEND), { text: read('mend', MEND).document }, 'Change the task definition first.'],
    [read('reach', REACH), { lines: 'ls' }, 'Run the commands first: what they do is what counts.'],
  ])('%#', (question, answer, problem) => {
    expect(answerProblem(question, answer as Answer)).toBe(problem);
  });
});

describe('a bank that the simulator does not bear out is refused', () => {
  test.each<[what: string, question: string, problem: string]>([
    [
      'a prediction without a right option',
      PREDICT.replace('value: RepositoryAlreadyExistsException', 'value: Other'),
      'quizzes/b.yaml:4:5: question "q-next": the simulator answers "RepositoryAlreadyExistsException", which is the value of 0 options. Give it to exactly one.',
    ],
    [
      'a solution that a rule objects to',
      MEND.replace('"memory":"512"', '"memory":"513"'),
      'quizzes/b.yaml:4:5: question "q-mend": the solution is not accepted: Line 1: No Fargate configuration exists for given values: 256 CPU, 513 memory. See the Amazon ECS documentation for the valid values. Mend the solution.',
    ],
    [
      'a match that is not there',
      MATCHING.replace('match: c137', 'match: c9'),
      'quizzes/b.yaml:8:53: question "q-match": there is no match "c9". Use the id of one of the matches.',
    ],
  ])('%s', (_, question, problem) => {
    expect(problems(question)).toEqual([problem]);
  });
});
