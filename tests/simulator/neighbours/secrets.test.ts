import { describe, expect, test } from 'vitest';
import { hands } from '../cloud.ts';

const day = 86_400_000;

describe('Secrets Manager', () => {
  test('keeps versions with their stages', () => {
    const one = hands();
    const { ARN, VersionId: first } = one.ask('secretsmanager', 'CreateSecret', {
      Name: 'db',
      SecretString: 'a',
    });
    expect(ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:123456789012:secret:db-[0-9a-f]{6}$/);
    const { VersionId: second } = one.ask('secretsmanager', 'PutSecretValue', {
      SecretId: 'db',
      SecretString: 'b',
    });
    expect(one.ask('secretsmanager', 'GetSecretValue', { SecretId: ARN })).toMatchObject({
      SecretString: 'b',
      VersionStages: ['AWSCURRENT'],
    });
    expect(
      one.ask('secretsmanager', 'GetSecretValue', { SecretId: 'db', VersionStage: 'AWSPREVIOUS' })
        .SecretString,
    ).toBe('a');
    expect(
      one.ask('secretsmanager', 'GetSecretValue', { SecretId: 'db', VersionId: first }).SecretString,
    ).toBe('a');
    const { VersionId: third } = one.ask('secretsmanager', 'UpdateSecret', {
      SecretId: 'db',
      SecretString: 'c',
    });
    expect(
      one.ask('secretsmanager', 'DescribeSecret', { SecretId: ARN.slice(0, -7) }).VersionIdsToStages,
    ).toEqual({
      [second]: ['AWSPREVIOUS'],
      [third]: ['AWSCURRENT'],
    });
  });

  test('deletes after a window, and restores before it ends', () => {
    const one = hands();
    one.ask('secretsmanager', 'CreateSecret', { Name: 'db', SecretString: 'a' });
    one.ask('secretsmanager', 'DeleteSecret', { SecretId: 'db', RecoveryWindowInDays: 7 });
    expect(one.refusal('secretsmanager', 'GetSecretValue', { SecretId: 'db' })).toMatchObject({
      code: 'InvalidRequestException',
      message: "You can't perform this operation on the secret because it was marked for deletion.",
    });
    expect(one.ask('secretsmanager', 'ListSecrets').SecretList).toEqual([]);
    one.ask('secretsmanager', 'RestoreSecret', { SecretId: 'db' });
    expect(one.ask('secretsmanager', 'GetSecretValue', { SecretId: 'db' }).SecretString).toBe('a');
    one.ask('secretsmanager', 'DeleteSecret', { SecretId: 'db' });
    one.wind(31 * day);
    expect(one.refusal('secretsmanager', 'DescribeSecret', { SecretId: 'db' })).toMatchObject({
      code: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
    });
  });

  test.each([
    [
      'CreateSecret',
      { Name: 'db', SecretString: 'x' },
      'ResourceExistsException',
      'The operation failed because the secret db already exists.',
    ],
    [
      'CreateSecret',
      { Name: 'a b' },
      'ValidationException',
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    ],
    [
      'DeleteSecret',
      { SecretId: 'db', RecoveryWindowInDays: 3 },
      'InvalidParameterException',
      'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
    ],
    [
      'GetSecretValue',
      { SecretId: 'db', VersionStage: 'NEXT' },
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret value for staging label: NEXT",
    ],
    [
      'GetSecretValue',
      {},
      'ValidationException',
      "1 validation error detected: Value null at 'secretId' failed to satisfy constraint: Member must not be null",
    ],
  ])('refuses %s %j', (operation, input, code, message) => {
    const one = hands();
    one.ask('secretsmanager', 'CreateSecret', { Name: 'db', SecretString: 'a' });
    expect(one.refusal('secretsmanager', operation, input)).toMatchObject({ code, message });
  });
});

describe('Parameter Store', () => {
  test('keeps parameters by path, those that are secret sealed', () => {
    const one = hands();
    one.ask('ssm', 'PutParameter', { Name: '/shop/a', Value: '1', Type: 'String' });
    one.ask('ssm', 'PutParameter', { Name: '/shop/deep/b', Value: '2', Type: 'SecureString' });
    expect(one.ask('ssm', 'PutParameter', { Name: '/shop/a', Value: '3', Overwrite: true })).toEqual({
      Version: 2,
      Tier: 'Standard',
    });
    expect(one.ask('ssm', 'GetParameter', { Name: '/shop/a' }).Parameter).toMatchObject({
      Name: '/shop/a',
      Type: 'String',
      Value: '3',
      Version: 2,
      ARN: 'arn:aws:ssm:us-east-1:123456789012:parameter/shop/a',
    });
    expect(one.ask('ssm', 'GetParameter', { Name: '/shop/deep/b' }).Parameter.Value).toMatch(/^AQICAH/);
    expect(
      one.ask('ssm', 'GetParameters', { Names: ['/shop/deep/b', '/no'], WithDecryption: true }),
    ).toMatchObject({
      Parameters: [{ Value: '2' }],
      InvalidParameters: ['/no'],
    });
    const names = (input: object) =>
      one.ask('ssm', 'GetParametersByPath', input).Parameters.map(({ Name }: { Name: string }) => Name);
    expect(names({ Path: '/shop' })).toEqual(['/shop/a']);
    expect(names({ Path: '/shop', Recursive: true })).toEqual(['/shop/a', '/shop/deep/b']);
    expect(
      one.ask('ssm', 'DescribeParameters', { ParameterFilters: [{ Key: 'Type', Values: ['SecureString'] }] })
        .Parameters,
    ).toMatchObject([{ Name: '/shop/deep/b', KeyId: 'alias/aws/ssm' }]);
    one.ask('ssm', 'DeleteParameter', { Name: '/shop/a' });
    expect(one.refusal('ssm', 'GetParameter', { Name: '/shop/a' })).toMatchObject({
      code: 'ParameterNotFound',
      message: '',
    });
  });

  test('does not overwrite unasked', () => {
    const one = hands();
    one.ask('ssm', 'PutParameter', { Name: 'a', Value: '1', Type: 'String' });
    expect(one.refusal('ssm', 'PutParameter', { Name: 'a', Value: '2', Type: 'String' })).toMatchObject({
      code: 'ParameterAlreadyExists',
      message:
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    });
  });
});
