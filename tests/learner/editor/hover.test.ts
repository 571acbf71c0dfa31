import { expect, test } from 'vitest';
import documentation from '../../../simulator/api/models/ecs.docs.json' with { type: 'json' };
import { hoverAt } from '../../../learner/editor/task-definition/hover.ts';
import { baseDefinitions } from '../../../simulator/ecs/task-definition/examples.ts';

const text = JSON.stringify(baseDefinitions.fargate, undefined, 2);
const hover = (part: string) => hoverAt(text, text.indexOf(part) + 2, documentation);

test('a key shows its type and the SDK’s own text', () => {
  expect(hover('"networkMode"')).toMatchObject({
    title: 'networkMode: one of a list',
    link: 'https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html',
  });
  expect(hover('"networkMode"')!.text).toContain(
    'The Docker networking mode to use for the containers in the task.',
  );
  expect(hover('"networkMode"')!.text).toMatch(/One of `awsvpc`, `bridge`, `host`, `none`\.$/);
});

test('a value shows what its key does; a required member says so', () => {
  expect(hover('"8080"') ?? hover('8080')).toMatchObject({ title: 'containerPort: integer' });
  expect(hover('"DATABASE_URL"')).toMatchObject({ title: 'name: string, required' });
});

test('what the model does not know has nothing to show', () => {
  expect(hoverAt('{"nothing": 1}', 4, documentation)).toBeUndefined();
  expect(hoverAt('{ }', 1, documentation)).toBeUndefined();
});

test('every member of the example is documented', () => {
  const keys = [...text.matchAll(/"(\w+)":/g)].filter(({ 1: key }) => !key!.startsWith('awslogs'));
  expect(
    keys.filter(({ index }) => !hoverAt(text, index + 1, documentation)).map(({ 0: key }) => key),
  ).toEqual([]);
});
