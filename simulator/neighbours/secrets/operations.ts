import type {
  CreateSecretRequest,
  CreateSecretResponse,
  DeleteSecretRequest,
  DeleteSecretResponse,
  DescribeSecretRequest,
  DescribeSecretResponse,
  GetSecretValueRequest,
  GetSecretValueResponse,
  ListSecretsRequest,
  ListSecretsResponse,
  PutSecretValueRequest,
  PutSecretValueResponse,
  RestoreSecretRequest,
  RestoreSecretResponse,
  UpdateSecretRequest,
  UpdateSecretResponse,
} from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../api/errors.ts';
import { pageOf } from '../../api/pagination.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { NeighbourScope } from '../scope.ts';
import type { Secret, SecretVersion } from './state.ts';

const day = 86_400_000;

function notFound(): AwsError {
  return new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}

/** A secret by name or ARN, with or without the six random characters; a deleted one is gone when its window is over. */
function secretOf(id: string | undefined, { neighbours, context }: NeighbourScope): Secret {
  const { secrets } = neighbours.secrets;
  const text = id ?? '';
  const name = text.startsWith('arn:') ? text.split(':').slice(6).join(':') : text;
  const found =
    secrets.get(name) ?? [...secrets.values()].find(({ arn }) => arn === text || arn.slice(0, -7) === text);
  if (!found || (found.deletedAt !== undefined && found.deletedAt <= context.date)) throw notFound();
  return found;
}

/** @throws AwsError InvalidRequestException for a secret that is to be deleted */
function usable(id: string | undefined, scope: NeighbourScope): Secret {
  const secret = secretOf(id, scope);
  if (secret.deletedAt !== undefined) {
    throw new AwsError(
      'InvalidRequestException',
      "You can't perform this operation on the secret because it was marked for deletion.",
    );
  }
  return secret;
}

interface Value {
  SecretString?: string | undefined;
  SecretBinary?: string | undefined;
}

/** A new version that is AWSCURRENT; the one before becomes AWSPREVIOUS. */
function addVersion(
  secret: Secret,
  { SecretString, SecretBinary }: Value,
  { context }: NeighbourScope,
  stages: string[] = ['AWSCURRENT'],
): SecretVersion {
  const version: SecretVersion = {
    id: context.random.uuid(),
    ...(SecretString === undefined ? {} : { secretString: SecretString }),
    ...(SecretBinary === undefined ? {} : { secretBinary: SecretBinary }),
    stages,
    createdAt: context.date,
  };
  for (const other of secret.versions.values()) {
    const wasCurrent = stages.includes('AWSCURRENT') && other.stages.includes('AWSCURRENT');
    other.stages = other.stages.filter(
      (stage) => !stages.includes(stage) && !(stages.includes('AWSCURRENT') && stage === 'AWSPREVIOUS'),
    );
    if (wasCurrent) other.stages.push('AWSPREVIOUS');
  }
  secret.versions.set(version.id, version);
  secret.changedAt = context.date;
  return version;
}

/** CreateSecret. @throws AwsError ResourceExistsException, InvalidRequestException, ValidationException */
export function createSecret(
  input: Wire<CreateSecretRequest>,
  scope: NeighbourScope,
): Wire<CreateSecretResponse> {
  const { context, region, accountId, neighbours } = scope;
  const name = input.Name ?? '';
  if (!/^[A-Za-z0-9/_+=.@-]{1,512}$/.test(name)) {
    throw new AwsError(
      'ValidationException',
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    );
  }
  const known = neighbours.secrets.secrets.get(name);
  if (known && (known.deletedAt === undefined || known.deletedAt > context.date)) {
    if (known.deletedAt !== undefined) {
      throw new AwsError(
        'InvalidRequestException',
        "You can't create this secret because a secret with this name is already scheduled for deletion.",
      );
    }
    throw new AwsError(
      'ResourceExistsException',
      `The operation failed because the secret ${name} already exists.`,
    );
  }
  const suffix = context.random.hex(6);
  const secret: Secret = {
    name,
    arn: `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${suffix}`,
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(input.KmsKeyId === undefined ? {} : { kmsKeyId: input.KmsKeyId }),
    createdAt: context.date,
    changedAt: context.date,
    tags: input.Tags ?? [],
    versions: new Map(),
  };
  neighbours.secrets.secrets.set(name, secret);
  const valued = input.SecretString !== undefined || input.SecretBinary !== undefined;
  const version = valued ? addVersion(secret, input, scope) : undefined;
  return { ARN: secret.arn, Name: name, ...(version ? { VersionId: version.id } : {}) };
}

/**
 * GetSecretValue: the version that is AWSCURRENT unless another is named.
 * @throws AwsError ResourceNotFoundException, InvalidRequestException
 */
export function getSecretValue(
  { SecretId, VersionId, VersionStage }: Wire<GetSecretValueRequest>,
  scope: NeighbourScope,
): Wire<GetSecretValueResponse> {
  const secret = usable(SecretId, scope);
  const stage = VersionStage ?? 'AWSCURRENT';
  const version = [...secret.versions.values()].find(({ id, stages }) =>
    VersionId === undefined ? stages.includes(stage) : id === VersionId,
  );
  if (!version) {
    const what = VersionId === undefined ? `value for staging label: ${stage}` : `version: ${VersionId}`;
    throw new AwsError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret ${what}`,
    );
  }
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    ...(version.secretString === undefined ? {} : { SecretString: version.secretString }),
    ...(version.secretBinary === undefined ? {} : { SecretBinary: version.secretBinary }),
    VersionStages: version.stages,
    CreatedDate: epochSeconds(version.createdAt),
  } as Wire<GetSecretValueResponse>;
}

/** PutSecretValue. @throws AwsError ResourceNotFoundException, InvalidRequestException */
export function putSecretValue(
  input: Wire<PutSecretValueRequest>,
  scope: NeighbourScope,
): Wire<PutSecretValueResponse> {
  const secret = usable(input.SecretId, scope);
  const { id, stages } = addVersion(secret, input, scope, input.VersionStages ?? ['AWSCURRENT']);
  return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: stages };
}

/** UpdateSecret. @throws AwsError ResourceNotFoundException, InvalidRequestException */
export function updateSecret(
  input: Wire<UpdateSecretRequest>,
  scope: NeighbourScope,
): Wire<UpdateSecretResponse> {
  const secret = usable(input.SecretId, scope);
  if (input.Description !== undefined) secret.description = input.Description;
  if (input.KmsKeyId !== undefined) secret.kmsKeyId = input.KmsKeyId;
  secret.changedAt = scope.context.date;
  const valued = input.SecretString !== undefined || input.SecretBinary !== undefined;
  const version = valued ? addVersion(secret, input, scope) : undefined;
  return { ARN: secret.arn, Name: secret.name, ...(version ? { VersionId: version.id } : {}) };
}

/** DeleteSecret: after a window of 7 to 30 days, or at once when forced. @throws AwsError ResourceNotFoundException, InvalidParameterException, InvalidRequestException */
export function deleteSecret(
  { SecretId, RecoveryWindowInDays: days, ForceDeleteWithoutRecovery: force }: Wire<DeleteSecretRequest>,
  scope: NeighbourScope,
): Wire<DeleteSecretResponse> {
  const secret = usable(SecretId, scope);
  if (force && days !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  }
  if (days !== undefined && (days < 7 || days > 30)) {
    throw new AwsError(
      'InvalidParameterException',
      'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).',
    );
  }
  const { date } = scope.context;
  secret.deletedAt = force ? date : date + (days ?? 30) * day;
  return { ARN: secret.arn, Name: secret.name, DeletionDate: epochSeconds(secret.deletedAt) };
}

/** RestoreSecret. @throws AwsError ResourceNotFoundException */
export function restoreSecret(
  { SecretId }: Wire<RestoreSecretRequest>,
  scope: NeighbourScope,
): Wire<RestoreSecretResponse> {
  const secret = secretOf(SecretId, scope);
  delete secret.deletedAt;
  return { ARN: secret.arn, Name: secret.name };
}

function describe(secret: Secret) {
  const { name, arn, description, kmsKeyId, createdAt, changedAt, deletedAt, tags } = secret;
  return {
    ARN: arn,
    Name: name,
    ...(description === undefined ? {} : { Description: description }),
    ...(kmsKeyId === undefined ? {} : { KmsKeyId: kmsKeyId }),
    LastChangedDate: epochSeconds(changedAt),
    ...(deletedAt === undefined ? {} : { DeletedDate: epochSeconds(deletedAt) }),
    Tags: tags as { Key: string; Value: string }[],
    CreatedDate: epochSeconds(createdAt),
  };
}

function stagesOf({ versions }: Secret): Record<string, string[]> {
  return Object.fromEntries(
    [...versions.values()].filter(({ stages }) => stages.length > 0).map(({ id, stages }) => [id, stages]),
  );
}

/** DescribeSecret. @throws AwsError ResourceNotFoundException */
export function describeSecret(
  { SecretId }: Wire<DescribeSecretRequest>,
  scope: NeighbourScope,
): Wire<DescribeSecretResponse> {
  const secret = secretOf(SecretId, scope);
  return { ...describe(secret), VersionIdsToStages: stagesOf(secret) };
}

export function listSecrets(
  { IncludePlannedDeletion, MaxResults, NextToken }: Wire<ListSecretsRequest>,
  { neighbours, context }: NeighbourScope,
): Wire<ListSecretsResponse> {
  const all = [...neighbours.secrets.secrets.values()].filter(
    ({ deletedAt }) =>
      deletedAt === undefined || (IncludePlannedDeletion === true && deletedAt > context.date),
  );
  const { items, next } = pageOf(all, { nextToken: NextToken, maxResults: MaxResults });
  return {
    SecretList: items.map((secret) => ({ ...describe(secret), SecretVersionsToStages: stagesOf(secret) })),
    ...(next.nextToken === undefined ? {} : { NextToken: next.nextToken }),
  };
}
