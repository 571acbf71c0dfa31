import fc from 'fast-check';
import { expect, test } from 'vitest';
import { models, type Shape } from '../../../simulator/api/model.ts';
import { iamService, stsService } from '../../../simulator/iam/index.ts';
import { learner } from '../../../simulator/index.ts';
import { hands } from '../cloud.ts';
import { allow, policy, userArn } from './policies.ts';

const texts = fc.oneof(
  fc.constantFrom('learner', 'ann', 'builder', 'v1', '/', '/team/', 'Active', 'AWS', 'Local', userArn('ann')),
  fc.constantFrom(
    'arn:aws:iam::123456789012:role/builder',
    'arn:aws:iam::aws:policy/AdministratorAccess',
    policy(allow('ecr:*')),
    policy({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }),
    '__proto__',
    'constructor',
  ),
  fc.string(),
);

/** Values of a shape, now and then null, and seldom of another type. */
function valuesOf(service: string, name: string, depth = 0): fc.Arbitrary<unknown> {
  const { shapes } = models[service]!;
  const shape: Shape | undefined = shapes[name];
  const inner = (): fc.Arbitrary<unknown> => {
    if (!shape || depth > 3) return fc.constant(null);
    switch (shape.type) {
      case 'structure':
      case 'union':
        return fc.record(
          Object.fromEntries(
            Object.entries(shape.members ?? {}).map(([member, of]) => [
              member,
              valuesOf(service, of, depth + 1),
            ]),
          ),
          { requiredKeys: [...(shape.required ?? [])] },
        );
      case 'list':
        return fc.array(valuesOf(service, shape.member!, depth + 1), { maxLength: 3 });
      case 'map':
        return fc.dictionary(fc.string(), valuesOf(service, shape.member!, depth + 1), { maxKeys: 3 });
      case 'integer':
      case 'double':
      case 'timestamp':
        return fc.integer();
      case 'boolean':
        return fc.boolean();
      default:
        return shape.enum ? fc.oneof(fc.constantFrom(...shape.enum), texts) : texts;
    }
  };
  return fc.oneof(
    { weight: 8, arbitrary: inner() },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
}

const calls = [iamService, stsService].flatMap(({ name, operations }) =>
  Object.keys(operations).map((operation) =>
    valuesOf(name, models[name]!.operations[operation]!.input).map((input) => ({
      service: name,
      operation,
      input,
    })),
  ),
);

test.each([
  ['iam', 'CreateUser', { UserName: 'ann', Tags: [null] }],
  ['iam', 'CreateUser', { UserName: 'ann', Tags: null, Path: null }],
  ['iam', 'ListUsers', { MaxItems: null, Marker: null }],
  ['ecr', 'CreateRepository', { repositoryName: 'web', tags: [null] }],
  ['ecr', 'DescribeRepositories', { repositoryNames: null, maxResults: null }],
  ['ecs', 'CreateCluster', { tags: [null] }],
  ['ecs', 'DescribeClusters', { clusters: [null] }],
])('%s %s of %j: null is nothing', (service, operation, input) => {
  expect(() => hands().ask(service, operation, input)).not.toThrow();
});

test('a member that is nested a hundred thousand deep is answered', () => {
  const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown;
  expect(() =>
    hands().ask('ecr', 'CreateRepository', { repositoryName: 'web', unknown: deep }),
  ).not.toThrow();
});

test('a call of IAM or STS with any input is answered, and a refusal changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(...calls), { maxLength: 30 }), (sequence) => {
      const one = hands();
      for (const call of sequence) {
        const before = one.cloud.snapshot();
        const reply = one.cloud.apply({
          type: 'call',
          at: one.cloud.now,
          call: { ...call, region: 'us-east-1', principal: learner },
        });
        if (!reply.ok) {
          expect(reply.error.message).toBeTypeOf('string');
          expect(one.cloud.snapshot()).toBe(before);
        }
      }
    }),
    { numRuns: 200 },
  );
});
