import { describe, expect, test } from 'vitest';
import { onCycle } from '../../../simulator/ecs/task-definition/cycle.ts';
import { isPlacementExpression } from '../../../simulator/ecs/task-definition/placement-expression.ts';
import { cpuUnits, memoryMiB } from '../../../simulator/ecs/task-definition/sizes.ts';

describe('the cluster query language', () => {
  test.each([
    'attribute:ecs.instance-type == t3.small',
    'attribute:ecs.instance-type =~ g2.* and attribute:ecs.availability-zone != us-east-1d',
    'attribute:ecs.availability-zone in [us-east-1a, us-east-1b]',
    'attribute:ecs.availability-zone not_in [us-east-1a]',
    'attribute:ecs.instance-type =~ (t2|t3[a-z]*)\\..* and attribute:stack == prod',
    '(attribute:ecs.instance-type !~ (g4|g5).*)',
    'attribute:stack exists',
    'attribute:stack !exists',
    'task:group == service:production',
    'not(task:group == database)',
    'runningTasksCount == 1',
    'agentVersion >= 1.89.0 and (attribute:a == b or attribute:c == "d e")',
    "ec2InstanceId in ['i-abcd1234', 'i-wxyx7890']",
  ])('%s', (expression) => {
    expect(isPlacementExpression(expression)).toBe(true);
  });
  test.each([
    '',
    'attributes:ecs.instance-type==p3.2xlarge',
    'attribute:ecs.instance-type = t3.small',
    'attribute:ecs.instance-type ==',
    'ecs.instance-type == t3.small',
    'attribute:a == b and',
    'attribute:a =~',
    'attribute:a =~ (b',
    '(attribute:a == b',
    'attribute:a in us-east-1a',
    'attribute:a == b attribute:c == d',
  ])('not %j', (expression) => {
    expect(isPlacementExpression(expression)).toBe(false);
  });
});

test('task sizes are units or vCPUs, MiB or GB', () => {
  expect(['256', '1 vCPU', '.25 vcpu', '0.5vCPU', '1vCPUs', '256m', '-1', ''].map(cpuUnits)).toEqual([
    256,
    1024,
    256,
    512,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(['512', '2 GB', '.5 gb', '2G', '512MB', ''].map(memoryMiB)).toEqual([
    512,
    2048,
    512,
    undefined,
    undefined,
    undefined,
  ]);
});

test('what lies on a cycle, and not what only leads to it', () => {
  const edges = (list: Record<string, string[]>) => onCycle(new Map(Object.entries(list)));
  expect(edges({ a: ['b'], b: ['c'], c: [] })).toEqual([]);
  expect(edges({ a: ['b'], b: ['c'], c: ['b'] })).toEqual(['b', 'c']);
  expect(edges({ a: ['a'], b: ['a', 'x'] })).toEqual(['a']);
});
