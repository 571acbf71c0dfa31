import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completionsAt } from '../../../learner/editor/task-definition/completions.ts';
import { nowhere } from '../../../learner/editor/task-definition/surroundings.ts';
import { baseDefinitions } from '../../../simulator/ecs/task-definition/examples.ts';

const around = {
  ...nowhere,
  region: 'eu-central-1',
  images: () => ['123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web:1.4.2'],
  roles: () => ['arn:aws:iam::123456789012:role/ecsTaskExecutionRole'],
  logGroups: () => ['/ecs/shop'],
};

/** What is offered at the `|` of a text. */
function offered(marked: string) {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { token, items } = completionsAt(text, offset, around);
  return { items, labels: items.map(({ label }) => label), token: text.slice(token.start, token.end) };
}

describe('keys', () => {
  test('those that the place takes and does not have yet, the required ones first', () => {
    const { labels } = offered('{ "cpu": "256", | }');
    expect(labels.slice(0, 2)).toEqual(['family', 'containerDefinitions']);
    expect(labels).toContain('networkMode');
    expect(labels).not.toContain('cpu');
  });

  test('a key that is being typed is replaced whole, and keeps its value', () => {
    const { token, items } = offered('{ "fam|": "web" }');
    expect(token).toBe('"fam"');
    expect(items.find(({ label }) => label === 'family')?.snippet).toBe('"family"');
  });

  test('the value begins as its type does, with commas where the neighbours need them', () => {
    const find = (marked: string, key: string) =>
      offered(marked).items.find(({ label }) => label === key)!.snippet;
    expect(find('{ | }', 'family')).toBe('"family": "$0"');
    expect(find('{ | }', 'requiresCompatibilities')).toBe('"requiresCompatibilities": ["$0"]');
    expect(find('{ "family": "web" | }', 'cpu')).toBe(',"cpu": "$0"');
    expect(find('{ | "family": "web" }', 'cpu')).toBe('"cpu": "$0",');
    expect(find('{ | }', 'containerDefinitions')).toBe('"containerDefinitions": [\n\t{\n\t\t$0\n\t\\}\n]');
  });

  test('options of the log driver that is chosen', () => {
    const { labels } = offered(
      '{"containerDefinitions": [{"logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/a", |}}}]}',
    );
    expect(labels.slice(0, 2)).toEqual(['awslogs-region', 'awslogs-stream-prefix']);
  });

  test('inside the answer of describe-task-definition', () => {
    expect(offered('{"taskDefinition": {"family": "web", "|"}}').labels).toContain('networkMode');
  });
});

describe('values', () => {
  const task = (container: string, more = '') =>
    `{"family": "shop", "requiresCompatibilities": ["FARGATE"], "cpu": "512", ${more}
      "volumes": [{"name": "data"}, {"name": "cache"}],
      "containerDefinitions": [
        {"name": "app", ${container}},
        {"name": "db", "essential": true},
        {"name": "init", "essential": false, "healthCheck": {"command": ["CMD", "/ok"]}}]}`;

  test.each<[string, string[]]>([
    [
      '{"requiresCompatibilities": ["FARGATE"], "cpu": "512", "memory": "|"}',
      ['1024', '2048', '3072', '4096'],
    ],
    ['{"requiresCompatibilities": ["FARGATE"], "networkMode": |}', ['awsvpc']],
    ['{"networkMode": "|"}', ['awsvpc', 'bridge', 'host', 'none']],
    ['{"requiresCompatibilities": ["EC2", |]}', ['EXTERNAL', 'FARGATE', 'MANAGED_INSTANCES']],
    [task('"dependsOn": [{"containerName": "|"}]'), ['db', 'init']],
    [task('"dependsOn": [{"containerName": "db", "condition": "|"}]'), ['START']],
    [
      task('"dependsOn": [{"containerName": "init", "condition": "|"}]'),
      ['START', 'SUCCESS', 'COMPLETE', 'HEALTHY'],
    ],
    [task('"mountPoints": [{"sourceVolume": |}]'), ['data', 'cache']],
    [task('"volumesFrom": [{"sourceContainer": "|"}]'), ['db', 'init']],
    [task('"logConfiguration": {"logDriver": "|"}'), ['awslogs', 'awsfirelens', 'splunk']],
    [task('"logConfiguration": {"options": {"awslogs-group": "|"}}'), ['/ecs/shop']],
    [task('"linuxParameters": {"capabilities": {"add": ["|"]}}'), ['SYS_PTRACE']],
    [task('"essential": |'), ['true', 'false']],
    ['{"executionRoleArn": "|"}', ['arn:aws:iam::123456789012:role/ecsTaskExecutionRole']],
  ])('%s', (marked, labels) => {
    expect(offered(marked).labels.toSorted()).toEqual(labels.toSorted());
  });

  test('images of the learner’s registry come before public ones, the region before the others', () => {
    expect(offered(task('"image": "|"')).labels[0]).toBe(
      '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web:1.4.2',
    );
    expect(offered(task('"logConfiguration": {"options": {"awslogs-region": "|"}}')).labels[0]).toBe(
      'eu-central-1',
    );
  });

  test('an empty file begins with a whole definition', () => {
    expect(completionsAt('', 0).items.map(({ label }) => label)).toEqual([
      'A task definition for AWS Fargate',
    ]);
  });
});

test('wherever a text is cut off and wherever the cursor stands, completion answers and replaces a part of the text', () => {
  const text = JSON.stringify(baseDefinitions.fargate, undefined, 2);
  fc.assert(
    fc.property(fc.nat(text.length), fc.nat(text.length), (length, at) => {
      const offset = Math.min(at, length);
      const { token } = completionsAt(text.slice(0, length), offset);
      return token.start <= offset && offset <= Math.max(token.end, offset) && token.end <= length;
    }),
  );
});
