import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanUp } from '../../../learner/editor/task-definition/clean-up.ts';
import { nowhere } from '../../../learner/editor/task-definition/surroundings.ts';
import { baseDefinitions } from '../../../simulator/ecs/task-definition/examples.ts';
import { validateTaskDefinition } from '../../../simulator/ecs/task-definition/index.ts';

const described = `{
    "taskDefinition": {
        "taskDefinitionArn": "arn:aws:ecs:us-east-1:123456789012:task-definition/shop:7",
        "family": "shop",
        "cpu": null,
        "containerDefinitions": [
            { "name": "app", "image": "nginx:1.29", "memory": 256, "user": null, "command": ["nginx", null] }
        ],
        "revision": 7,
        "status": "ACTIVE",
        "volumes": []
    },
    "tags": []
}
`;

test('the answer of describe-task-definition becomes what register-task-definition takes', () => {
  const clean = cleanUp(described)!;
  expect(clean.text).toBe(`{
    "family": "shop",
    "containerDefinitions": [
        { "name": "app", "image": "nginx:1.29", "memory": 256, "command": ["nginx"] }
    ],
    "volumes": []
}
`);
  expect(clean.done).toEqual([
    'took the definition out of "taskDefinition"',
    'took out what only the service fills in: taskDefinitionArn, revision, status',
    'took out 3 nulls',
  ]);
  expect(validateTaskDefinition(clean.text)).toEqual([]);
});

test.each([
  ['<AWS_ACCOUNT_ID>', '<AWS_REGION>'],
  ['${AWS_ACCOUNT_ID}', '${REGION}'],
  ['$ACCOUNT_ID', '$AWS_REGION'],
  ['__ACCOUNT_ID__', '__REGION__'],
  ['{{account_id}}', '{{region}}'],
  ['YOUR_ACCOUNT_ID', 'YOUR_REGION'],
  ['ACCOUNT_ID', 'AWS_REGION'],
])('placeholders whose meaning is known are filled in: %s', (account, region) => {
  const text = JSON.stringify({
    family: 'shop',
    executionRoleArn: `arn:aws:iam::${account}:role/exec`,
    containerDefinitions: [
      { name: 'app', image: `${account}.dkr.ecr.${region}.amazonaws.com/shop:1`, memory: 64 },
    ],
  });
  const clean = cleanUp(text, { ...nowhere, region: 'eu-west-1', account: '210987654321' })!;
  expect(JSON.parse(clean.text)).toEqual({
    family: 'shop',
    executionRoleArn: 'arn:aws:iam::210987654321:role/exec',
    containerDefinitions: [
      { name: 'app', image: '210987654321.dkr.ecr.eu-west-1.amazonaws.com/shop:1', memory: 64 },
    ],
  });
  expect(clean.left).toEqual([]);
});

test('other placeholders are left for the learner, and named', () => {
  const clean = cleanUp(
    '{"family": "shop", "containerDefinitions": [{"name": "app", "image": "<IMAGE1_NAME>"}]}',
  )!;
  expect(clean.done).toEqual([]);
  expect(clean.left).toEqual([{ pointer: '/containerDefinitions/0/image', placeholder: '<IMAGE1_NAME>' }]);
});

test('what a shell would expand stays: commands, environment, log options', () => {
  const text = JSON.stringify({
    containerDefinitions: [
      { command: ['sh', '-c', 'echo $AWS_REGION'], environment: [{ name: 'A', value: '${AWS_REGION}' }] },
    ],
  });
  expect(cleanUp(text)).toEqual({ text, done: [], left: [] });
});

test('a definition that registers stays as it is, to the letter', () => {
  for (const definition of Object.values(baseDefinitions)) {
    const text = JSON.stringify(definition, undefined, 3);
    expect(cleanUp(text)).toEqual({ text, done: [], left: [] });
  }
});

test('cleaning up leaves JSON without nulls, and cleaning up again changes nothing', () => {
  const json = fc.jsonValue({ noUnicodeString: false } as never);
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json), fc.constantFrom(0, 2), (value, indent) => {
      const clean = cleanUp(JSON.stringify(value, undefined, indent))!;
      expect(JSON.stringify(JSON.parse(clean.text))).not.toMatch(/[:[,]null/);
      expect(cleanUp(clean.text)!.text).toBe(clean.text);
    }),
  );
});
