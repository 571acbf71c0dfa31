import type {
  ImageTagMutabilityExclusionFilter,
  PutImageTagMutabilityRequest,
  PutImageTagMutabilityResponse,
} from '@aws-sdk/client-ecr';
import type { Wire } from '../api/wire.ts';
import { invalid, repositoryOf, type EcrScope } from './scope.ts';
import type { Repository } from './state.ts';
import { fits } from './wildcard.ts';

type Filters = Repository['imageTagMutabilityExclusionFilters'];

/** Whether `tag`, which stands on an image, may not be moved: `imageTagMutability`, turned round for excluded tags. */
export function isImmutable(repository: Repository, tag: string): boolean {
  const excluded = repository.imageTagMutabilityExclusionFilters.some(({ filter }) => fits(filter, tag));
  return repository.imageTagMutability.startsWith('IMMUTABLE') !== excluded;
}

/**
 * The setting as a request gives it. Exclusion filters go with the two settings that end in `_WITH_EXCLUSION`: one to
 * five of them, at most two wildcards each
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html). The refusal of none is AWS's own
 * (https://github.com/aws/aws-cdk/pull/35246), the others' words are ours.
 * @throws AwsError InvalidParameterException
 */
export function readMutability(
  setting: string | undefined,
  filters: Wire<ImageTagMutabilityExclusionFilter>[] | undefined,
): { imageTagMutability: string; imageTagMutabilityExclusionFilters: Filters } {
  const imageTagMutability = setting ?? 'MUTABLE';
  const given = (filters ?? []).map(({ filterType, filter }) => ({
    filterType: filterType ?? 'WILDCARD',
    filter: filter ?? '',
  }));
  const takesFilters = imageTagMutability.endsWith('_WITH_EXCLUSION');
  const member = 'imageTagMutabilityExclusionFilters';
  if (takesFilters && given.length === 0)
    throw invalid(
      member,
      `ImageTagMutabilityExclusionFilters can't be null when imageTagMutability is set as ${imageTagMutability}`,
    );
  if (!takesFilters && given.length > 0)
    throw invalid(member, `Member must be empty when imageTagMutability is ${imageTagMutability}`);
  if (given.length > 5) throw invalid(member, 'Member must have length less than or equal to 5');
  for (const { filter } of given) {
    if (!/^[0-9a-zA-Z._*-]{1,128}$/.test(filter))
      throw invalid(member, 'Member must satisfy regular expression pattern: [0-9a-zA-Z._*-]{1,128}');
    if (filter.split('*').length > 3) throw invalid(member, 'Member must contain at most 2 wildcards');
  }
  return { imageTagMutability, imageTagMutabilityExclusionFilters: given };
}

export function putImageTagMutability(
  input: Wire<PutImageTagMutabilityRequest>,
  scope: EcrScope,
): Wire<PutImageTagMutabilityResponse> {
  const repository = repositoryOf(input, scope);
  Object.assign(
    repository,
    readMutability(input.imageTagMutability, input.imageTagMutabilityExclusionFilters),
  );
  return {
    registryId: scope.ecr.registryId,
    repositoryName: repository.name,
    imageTagMutability: input.imageTagMutability,
    ...(repository.imageTagMutabilityExclusionFilters.length
      ? { imageTagMutabilityExclusionFilters: repository.imageTagMutabilityExclusionFilters as never }
      : {}),
  };
}
