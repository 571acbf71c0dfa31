import type {
  CreateRepositoryRequest,
  CreateRepositoryResponse,
  DeleteRepositoryRequest,
  DeleteRepositoryResponse,
  DescribeRepositoriesRequest,
  DescribeRepositoriesResponse,
  Repository as RepositoryShape,
} from '@aws-sdk/client-ecr-public';
import { AwsError } from '../../api/errors.ts';
import { pageOf } from '../../api/pagination.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import { checkName } from '../repositories.ts';
import { checkTags } from '../resource-tags.ts';
import { repositoryOf } from '../scope.ts';
import { createRepositoryRecord, type Repository } from '../state.ts';
import { removeRepository } from '../store.ts';
import { checkCatalogData, keepCatalogData } from './catalog.ts';
import type { EcrPublicScope } from './scope.ts';

export function createRepository(
  input: Wire<CreateRepositoryRequest>,
  scope: EcrPublicScope,
): Wire<CreateRepositoryResponse> {
  const { ecr, context } = scope;
  const name = input.repositoryName ?? '';
  checkName(name);
  checkTags(input.tags ?? []);
  if (input.catalogData) checkCatalogData(input.catalogData);
  if (ecr.repositories.has(name)) {
    throw new AwsError(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${ecr.registryId}'`,
    );
  }
  const repository = createRepositoryRecord({
    name,
    arn: `arn:aws:ecr-public::${ecr.registryId}:repository/${name}`,
    createdAt: context.date,
    imageTagMutability: 'MUTABLE',
    imageTagMutabilityExclusionFilters: [],
    scanOnPush: false,
    encryption: { encryptionType: 'AES256' },
    resourceTags: new Map((input.tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
  });
  ecr.repositories.set(name, repository);
  return {
    repository: describe(repository, scope),
    ...(input.catalogData ? { catalogData: keepCatalogData(name, input.catalogData, scope) } : {}),
  };
}

export function describeRepositories(
  input: Wire<DescribeRepositoriesRequest>,
  scope: EcrPublicScope,
): Wire<DescribeRepositoriesResponse> {
  const all = input.repositoryNames?.length
    ? input.repositoryNames.map((repositoryName) => repositoryOf({ repositoryName }, scope))
    : [...scope.ecr.repositories.values()];
  const { items, next } = pageOf(all, input);
  return {
    repositories: items.map((repository) => describe(repository, scope)),
    ...next,
  };
}

export function deleteRepository(
  input: Wire<DeleteRepositoryRequest>,
  scope: EcrPublicScope,
): Wire<DeleteRepositoryResponse> {
  const repository = repositoryOf(input, scope);
  removeRepository(scope.ecr, repository, input.force);
  scope.gallery.catalog.delete(repository.name);
  return { repository: describe(repository, scope) };
}

function describe(
  { arn, name, createdAt }: Repository,
  { ecr, gallery }: EcrPublicScope,
): Wire<RepositoryShape> {
  return {
    repositoryArn: arn,
    registryId: ecr.registryId,
    repositoryName: name,
    repositoryUri: `public.ecr.aws/${gallery.alias}/${name}`,
    createdAt: epochSeconds(createdAt) as never,
  };
}
