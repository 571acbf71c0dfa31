import { AwsError } from '../api/errors.ts';
import type { CallScope } from '../api/service.ts';
import type { EcrState, Repository } from './state.ts';

export interface EcrScope extends CallScope {
  ecr: EcrState;
}

/**
 * The repository that a request names.
 * @throws AwsError RepositoryNotFoundException, in the words that the API has been seen to use.
 */
export function repositoryOf(
  input: { repositoryName?: string; registryId?: string },
  scope: EcrScope,
): Repository {
  const name = input.repositoryName ?? '';
  const registryId = input.registryId ?? scope.accountId;
  const repository = registryId === scope.accountId ? scope.ecr.repositories.get(name) : undefined;
  if (!repository) {
    throw new AwsError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
    );
  }
  return repository;
}

/** The refusal of a value that breaks a constraint: `Invalid parameter at 'repositoryName' failed to satisfy constraint: '…'`. */
export function invalid(member: string, constraint: string): AwsError {
  return new AwsError(
    'InvalidParameterException',
    `Invalid parameter at '${member}' failed to satisfy constraint: '${constraint}'`,
  );
}
