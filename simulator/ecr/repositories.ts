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
import { pageOf } from '../api/pagination.ts';
import { epochSeconds, type Wire } from '../api/wire.ts';
import { checkEncryption, encryptionOf } from './encryption.ts';
import { readMutability } from './mutability.ts';
import { checkTags } from './resource-tags.ts';
import { invalid, repositoryOf, subjectOf, type EcrScope, type RegistryScope } from './scope.ts';
import { createRepositoryRecord, type Repository } from './state.ts';
import { removeRepository } from './store.ts';

/** Quota (https://docs.aws.amazon.com/general/latest/gr/ecr.html). */
const repositoriesPerRegistry = 100_000;

/** As CreateRepository's refusals spell it. The API reference also allows doubled underscores and runs of hyphens. */
const namePattern = /^(?:[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\/)*[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const statedPattern = '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*';

/** @throws AwsError InvalidParameterException for a name that ECR does not take (2 to 256 characters, lower case). */
export function checkName(name: string): void {
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
  const mutability = readMutability(input.imageTagMutability, input.imageTagMutabilityExclusionFilters);
  checkTags(input.tags ?? []);
  checkEncryption(input.encryptionConfiguration, scope);
  if (scope.ecr.repositories.has(name)) {
    throw new AwsError(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${scope.ecr.registryId}'`,
    );
  }
  if (scope.ecr.repositories.size >= repositoriesPerRegistry) {
    // Our own words.
    throw new AwsError(
      'LimitExceededException',
      `The operation would exceed the quota of repositories (${repositoriesPerRegistry}). Delete what is no longer used, or ask for a higher quota.`,
    );
  }
  const repository = addRepository(
    {
      name,
      ...mutability,
      scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
      encryption: encryptionOf(input.encryptionConfiguration, scope),
      resourceTags: new Map((input.tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
    },
    scope,
  );
  return { repository: describe(repository, scope) };
}

/** Adds a repository whose settings have been checked. */
export function addRepository(
  fields: Omit<Parameters<typeof createRepositoryRecord>[0], 'arn' | 'createdAt'>,
  scope: RegistryScope,
): Repository {
  const repository = createRepositoryRecord({
    ...fields,
    arn: subjectOf(scope, 'repository', fields.name),
    createdAt: scope.context.date,
  });
  scope.ecr.repositories.set(repository.name, repository);
  return repository;
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
  const all = [...scope.ecr.repositories.values()];
  const { items, next } = pageOf(all, input);
  return {
    repositories: items.map((repository) => describe(repository, scope)),
    ...next,
  };
}

export function deleteRepository(
  input: Wire<DeleteRepositoryRequest>,
  scope: EcrScope,
): Wire<DeleteRepositoryResponse> {
  const repository = repositoryOf(input, scope);
  removeRepository(scope.ecr, repository, input.force);
  return { repository: describe(repository, scope) };
}

function describe(repository: Repository, scope: Pick<EcrScope, 'ecr'>): Wire<RepositoryShape> {
  return {
    repositoryArn: repository.arn,
    registryId: scope.ecr.registryId,
    repositoryName: repository.name,
    repositoryUri: `${scope.ecr.registryId}.dkr.ecr.${scope.ecr.region}.amazonaws.com/${repository.name}`,
    createdAt: epochSeconds(repository.createdAt),
    imageTagMutability: repository.imageTagMutability as RepositoryShape['imageTagMutability'],
    ...(repository.imageTagMutabilityExclusionFilters.length
      ? { imageTagMutabilityExclusionFilters: repository.imageTagMutabilityExclusionFilters as never }
      : {}),
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: repository.encryption as RepositoryShape['encryptionConfiguration'],
  };
}
