import type { EncryptionConfiguration } from '@aws-sdk/client-ecr';
import { AwsError } from '../api/errors.ts';
import type { Wire } from '../api/wire.ts';
import { invalid, type RegistryScope } from './scope.ts';
import type { Repository } from './state.ts';

/**
 * Holds an encryption setting to what ECR takes: a key goes with KMS and KMS_DSSE only, and lies in the repository's own
 * Region (https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html; our own words).
 * @throws AwsError InvalidParameterException, KmsException
 */
export function checkEncryption(
  given: Wire<EncryptionConfiguration> | undefined,
  { ecr }: Pick<RegistryScope, 'ecr'>,
): void {
  const key = given?.kmsKey;
  if (key === undefined) return;
  if (given?.encryptionType === 'AES256')
    throw invalid('encryptionConfiguration.kmsKey', 'Member must be null when encryptionType is AES256');
  if (key.length < 1 || key.length > 2048)
    throw invalid('encryptionConfiguration.kmsKey', 'Member must have length between 1 and 2048');
  if (key.startsWith('arn:') && key.split(':')[3] !== ecr.region) {
    throw new AwsError(
      'KmsException',
      `The KMS key ${key} is not in the Region ${ecr.region} of the repository. Name a key of this Region.`,
      { kmsError: 'NotFoundException' },
    );
  }
}

/**
 * The setting as it is kept: a key's id or alias becomes its ARN, and without one the AWS managed key `aws/ecr` of the
 * account serves.
 */
export function encryptionOf(
  given: Wire<EncryptionConfiguration> | undefined,
  { ecr, context }: RegistryScope,
): Repository['encryption'] {
  const encryptionType = given?.encryptionType ?? 'AES256';
  if (encryptionType === 'AES256') return { encryptionType };
  const arn = (name: string) => `arn:aws:kms:${ecr.region}:${ecr.registryId}:${name}`;
  const key = given?.kmsKey;
  if (key === undefined) {
    ecr.managedKeyId ??= context.random.uuid();
    return { encryptionType, kmsKey: arn(`key/${ecr.managedKeyId}`) };
  }
  if (key.startsWith('arn:')) return { encryptionType, kmsKey: key };
  return { encryptionType, kmsKey: arn(key.startsWith('alias/') ? key : `key/${key}`) };
}
