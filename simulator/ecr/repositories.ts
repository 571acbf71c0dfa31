import type {
  CreateRepositoryRequest,
  CreateRepositoryResponse,
  DeleteRepositoryRequest,
  DeleteRepositoryResponse,
  DescribeRepositoriesRequest,
  DescribeRepositoriesResponse,
  Repository as RepositoryShape,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../api/errors.ts';
import { pageToken, positionOf } from '../api/pagination.ts';
import { epochSeconds, type Wire } from '../api/wire.ts';
import { invalid, repositoryOf, type EcrScope } from './scope.ts';
import { createRepositoryRecord, type Repository } from './state.ts';

/** As CreateRepository's refusals spell it. The API reference also allows doubled underscores and runs of hyphens. */
const namePattern = /^(?:[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\/)*[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const statedPattern = '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*';

/** @throws AwsError InvalidParameterException for a name that ECR does not take (2 to 256 characters, lower case). */
function checkName(name: string): void {
  if (name.length < 2) throw invalid('repositoryName', 'must have length greater than or equal to 2');
  if (name.length > 256) throw invalid('repositoryName', 'must have length less than or equal to 256');
  if (!namePattern.test(name))
    throw invalid('repositoryName', `must satisfy regular expression '${statedPattern}'`);
}

export function createRepository(
  input: Wire<CreateRepositoryRequest>,
  scope: EcrScope,
): Wire<CreateRepositoryResponse> {
  const name = input.repositoryName ?? '';
  checkName(name);
  if (scope.ecr.repositories.has(name)) {
    throw new AwsError(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${scope.accountId}'`,
    );
  }
  const encryption = input.encryptionConfiguration ?? { encryptionType: 'AES256' as const };
  const repository = createRepositoryRecord({
    name,
    arn: `arn:aws:ecr:${scope.region}:${scope.accountId}:repository/${name}`,
    createdAt: scope.context.date,
    imageTagMutability: input.imageTagMutability ?? 'MUTABLE',
    imageTagMutabilityExclusionFilters: (input.imageTagMutabilityExclusionFilters ?? []).map(
      ({ filterType, filter }) => ({
        filterType: filterType ?? 'WILDCARD',
        filter: filter ?? '',
      }),
    ),
    scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
    encryption: {
      encryptionType: encryption.encryptionType ?? 'AES256',
      ...(encryption.kmsKey ? { kmsKey: encryption.kmsKey } : {}),
    },
    resourceTags: new Map((input.tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
  });
  scope.ecr.repositories.set(name, repository);
  return { repository: describe(repository, scope) };
}

export function describeRepositories(
  input: Wire<DescribeRepositoriesRequest>,
  scope: EcrScope,
): Wire<DescribeRepositoriesResponse> {
  if (input.repositoryNames?.length) {
    const { registryId } = input;
    return {
      repositories: input.repositoryNames.map((repositoryName) =>
        describe(repositoryOf({ repositoryName, registryId }, scope), scope),
      ),
    };
  }
  const limit = input.maxResults ?? 100;
  const start = positionOf(input.nextToken);
  const all = [...scope.ecr.repositories.values()];
  return {
    repositories: all.slice(start, start + limit).map((repository) => describe(repository, scope)),
    ...(start + limit < all.length ? { nextToken: pageToken(start + limit) } : {}),
  };
}

export function deleteRepository(
  input: Wire<DeleteRepositoryRequest>,
  scope: EcrScope,
): Wire<DeleteRepositoryResponse> {
  const repository = repositoryOf(input, scope);
  if (repository.images.size > 0 && !input.force) {
    throw new AwsError(
      'RepositoryNotEmptyException',
      `The repository with name '${repository.name}' in registry with id '${scope.accountId}' cannot be deleted because it still contains images`,
    );
  }
  scope.ecr.repositories.delete(repository.name);
  return { repository: describe(repository, scope) };
}

function describe(repository: Repository, scope: EcrScope): Wire<RepositoryShape> {
  return {
    repositoryArn: repository.arn,
    registryId: scope.accountId,
    repositoryName: repository.name,
    repositoryUri: `${scope.accountId}.dkr.ecr.${scope.region}.amazonaws.com/${repository.name}`,
    createdAt: epochSeconds(repository.createdAt),
    imageTagMutability: repository.imageTagMutability as RepositoryShape['imageTagMutability'],
    ...(repository.imageTagMutabilityExclusionFilters.length
      ? { imageTagMutabilityExclusionFilters: repository.imageTagMutabilityExclusionFilters as never }
      : {}),
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: repository.encryption as RepositoryShape['encryptionConfiguration'],
  };
}
