import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MalformedPolicy, readDocument } from '../../../simulator/iam/policy/document.ts';
import { hands } from '../cloud.ts';
import { allow, policy, userWith } from './policies.ts';

const patterns = fc.oneof(
  fc.constantFrom('*', 'ecr:*', 'ecr:ListImages', 'ecr:List?mages', 'ecs:*'),
  fc.string({ unit: fc.constantFrom('*', '?', 'e', 'c', 'r', ':', '$', '{', '}'), maxLength: 12 }),
);
const names = fc.oneof(
  fc.constantFrom('*', '123456789012', 'arn:aws:iam::123456789012:root', 'arn:aws:iam::210987654321:root'),
  fc.string(),
);
const oneOrMore = (item: fc.Arbitrary<string>) => fc.oneof(item, fc.array(item, { maxLength: 3 }));
const statement = fc.record(
  {
    Effect: fc.constantFrom('Allow', 'Deny', 'Maybe'),
    Principal: fc.oneof(names, fc.record({ AWS: oneOrMore(names) })),
    Action: oneOrMore(patterns),
    NotAction: oneOrMore(patterns),
    Resource: oneOrMore(patterns),
    Condition: fc.dictionary(
      fc.oneof(
        fc.constantFrom('StringLike', 'Null', 'IpAddress', 'ForAllValues:ArnLike', '__proto__'),
        fc.string(),
      ),
      fc.oneof(fc.dictionary(fc.string(), oneOrMore(fc.string())), fc.jsonValue()),
    ),
  },
  { requiredKeys: ['Effect'] },
);
const text = fc.oneof(
  fc.string(),
  fc.json(),
  fc.array(statement, { maxLength: 3 }).map((statements) => policy(...statements)),
);

test('a text is a policy document or is refused as one that is not', () => {
  fc.assert(
    fc.property(text, (document) => {
      try {
        readDocument(document);
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedPolicy);
      }
    }),
    { numRuns: 2000 },
  );
});

test('a policy of any shape is taken or refused, and its user’s calls are answered', () => {
  const one = hands();
  one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
  const ann = userWith(one, 'ann');
  const call = (
    service: string,
    operation: string,
    input: object,
    principal = 'arn:aws:iam::123456789012:root',
  ) =>
    one.cloud.apply({
      type: 'call',
      at: one.cloud.now,
      call: { service, operation, input, region: 'us-east-1', principal },
    });
  fc.assert(
    fc.property(text, text, (identity, resource) => {
      call('iam', 'PutUserPolicy', { UserName: 'ann', PolicyName: 'p', PolicyDocument: identity });
      call('ecr', 'SetRepositoryPolicy', { repositoryName: 'web', policyText: resource, force: true });
      const reply = call('ecr', 'ListImages', { repositoryName: 'web' }, ann.principal);
      if (!reply.ok) expect(reply.error.code).toBe('AccessDeniedException');
    }),
    { numRuns: 1000 },
  );
});

test('without a policy of the repository, no identity policy opens another account’s', () => {
  fc.assert(
    fc.property(fc.array(statement, { maxLength: 3 }), (statements) => {
      const one = hands();
      one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
      const account = { principal: 'arn:aws:iam::210987654321:root' };
      one.ask('iam', 'CreateUser', { UserName: 'visitor' }, account);
      for (const [name, document] of [policy(...statements), policy(allow('*'))].entries())
        one.cloud.apply({
          type: 'call',
          at: one.cloud.now,
          call: {
            service: 'iam',
            operation: 'PutUserPolicy',
            input: { UserName: 'visitor', PolicyName: `p${name}`, PolicyDocument: document },
            region: 'us-east-1',
            ...account,
          },
        });
      const visitor = { principal: 'arn:aws:iam::210987654321:user/visitor' };
      const input = { repositoryName: 'web', registryId: '123456789012' };
      expect(one.refusal('ecr', 'ListImages', input, visitor).code).toBe('AccessDeniedException');
    }),
    { numRuns: 200 },
  );
});
