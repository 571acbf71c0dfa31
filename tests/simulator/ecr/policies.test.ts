import { describe, expect, test } from 'vitest';
import { prettyJson } from '../../../simulator/ecr/pretty-json.ts';
import { hands } from '../cloud.ts';
import { policy, userArn, userWith } from '../iam/policies.ts';

const pull = {
  Sid: 'pull',
  Effect: 'Allow',
  Principal: '*',
  Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
};

function started() {
  const one = hands();
  one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
  const set = (policyText: string, more: object = {}) =>
    one.ask('ecr', 'SetRepositoryPolicy', { repositoryName: 'web', policyText, ...more });
  const refused = (policyText: string) =>
    one.refusal('ecr', 'SetRepositoryPolicy', { repositoryName: 'web', policyText });
  return { one, set, refused };
}

describe('repository policies', () => {
  test('are set, read back as ECR writes them, and deleted', () => {
    const { one, set } = started();
    const answer = {
      registryId: '123456789012',
      repositoryName: 'web',
      policyText: `{
  "Version" : "2012-10-17",
  "Statement" : [ {
    "Sid" : "pull",
    "Effect" : "Allow",
    "Principal" : "*",
    "Action" : [ "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer" ]
  } ]
}`,
    };
    expect(set(policy(pull))).toEqual(answer);
    expect(one.ask('ecr', 'GetRepositoryPolicy', { repositoryName: 'web' })).toEqual(answer);
    expect(one.ask('ecr', 'DeleteRepositoryPolicy', { repositoryName: 'web' })).toEqual(answer);
    for (const operation of ['GetRepositoryPolicy', 'DeleteRepositoryPolicy'])
      expect(one.refusal('ecr', operation, { repositoryName: 'web' })).toMatchObject({
        code: 'RepositoryPolicyNotFoundException',
        message:
          "Repository policy does not exist for the repository with name 'web' in the registry with id '123456789012'",
      });
  });

  const { Principal: _, ...nobody } = pull;
  test.each([
    ['no JSON', '{'],
    ['no statements', '{"Version":"2012-10-17","Statement":[]}'],
    ['a resource', policy({ ...pull, Resource: '*' })],
    ['no principal', policy(nobody)],
    ['no action', policy({ Effect: 'Allow', Principal: '*' })],
    ['an action of another service', policy({ ...pull, Action: 's3:GetObject' })],
    ['a principal that is none', policy({ ...pull, Principal: { AWS: 'arn:aws:iam::123456789012:*' } })],
    ['an operator that is none', policy({ ...pull, Condition: { Is: { a: 'b' } } })],
  ])('with %s is refused', (_, text) =>
    expect(started().refused(text)).toMatchObject({
      code: 'InvalidParameterException',
      message:
        "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'",
    }),
  );

  test('names principals that are there', () => {
    const { one, set, refused } = started();
    const text = policy({ ...pull, Principal: { AWS: userArn('ann') } });
    expect(refused(text).message).toBe(
      "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Principal not found'",
    );
    userWith(one, 'ann');
    expect(() => set(text)).not.toThrow();
  });

  test('that lock their author out need force', () => {
    const { set, refused } = started();
    const text = policy({ Effect: 'Deny', Principal: '*', Action: 'ecr:*' });
    expect(refused(text).code).toBe('InvalidParameterException');
    set(text, { force: true });
    expect(refused(policy(pull)).message).toMatch(/with an explicit deny in a resource-based policy$/);
  });
});

describe('the registry’s policy', () => {
  test('is set, read and deleted', () => {
    const one = hands();
    const policyText = policy({ ...pull, Resource: 'arn:aws:ecr:us-east-1:123456789012:repository/*' });
    const answer = one.ask('ecr', 'PutRegistryPolicy', { policyText });
    expect(JSON.parse(answer.policyText)).toEqual(JSON.parse(policyText));
    expect(one.ask('ecr', 'GetRegistryPolicy')).toEqual(answer);
    expect(one.ask('ecr', 'DeleteRegistryPolicy')).toEqual(answer);
    expect(one.refusal('ecr', 'GetRegistryPolicy')).toMatchObject({
      code: 'RegistryPolicyNotFoundException',
      message: "Registry policy does not exist in the registry with id '123456789012'",
    });
  });

  test('says which repositories it means', () => {
    expect(hands().refusal('ecr', 'PutRegistryPolicy', { policyText: policy(pull) }).message).toBe(
      "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid registry policy provided'",
    );
  });
});

test('JSON as ECR writes it', () => {
  expect(prettyJson({ a: [], b: {}, c: [1, 'x', null], d: [{ e: true }, { f: 'g' }] })).toBe(
    '{\n  "a" : [ ],\n  "b" : { },\n  "c" : [ 1, "x", null ],\n  "d" : [ {\n    "e" : true\n  }, {\n    "f" : "g"\n  } ]\n}',
  );
});
