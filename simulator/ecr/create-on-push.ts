import type { Wire } from '../api/wire.ts';
import type { RepositoryCreationTemplate } from '@aws-sdk/client-ecr';
import { templateFor } from './creation-templates.ts';
import { encryptionOf } from './encryption.ts';
import { readMutability } from './mutability.ts';
import { keepPolicy } from './lifecycle/keep.ts';
import { addRepository, checkName } from './repositories.ts';
import { repositoryOf, type EcrScope, type RegistryScope } from './scope.ts';
import type { Repository } from './state.ts';

/**
 * Creates a repository as its template says, or with the default settings
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html).
 */
export function createFromTemplate(
  name: string,
  template: Wire<RepositoryCreationTemplate> | undefined,
  scope: RegistryScope,
): Repository {
  const repository = addRepository(
    {
      name,
      ...readMutability(template?.imageTagMutability, template?.imageTagMutabilityExclusionFilters),
      scanOnPush: false,
      encryption: encryptionOf(template?.encryptionConfiguration, scope),
      resourceTags: new Map((template?.resourceTags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
    },
    scope,
  );
  if (template?.repositoryPolicy) repository.policyText = template.repositoryPolicy;
  if (template?.lifecyclePolicy) keepPolicy(repository, template.lifecyclePolicy, scope);
  return repository;
}

/** Whether a push to this name would make the repository. */
export function wouldBeCreated(name: string | undefined, { ecr }: EcrScope): boolean {
  return (
    name !== undefined &&
    !ecr.repositories.has(name) &&
    templateFor(ecr, name, 'CREATE_ON_PUSH') !== undefined
  );
}

/**
 * The repository that a push names; a template for pushes makes it when it is missing.
 * @throws AwsError RepositoryNotFoundException
 */
export function repositoryForPush(input: { repositoryName?: string }, scope: EcrScope): Repository {
  const name = input.repositoryName ?? '';
  const template = scope.ecr.repositories.has(name)
    ? undefined
    : templateFor(scope.ecr, name, 'CREATE_ON_PUSH');
  if (!template) return repositoryOf(input, scope);
  checkName(name);
  return createFromTemplate(name, template, scope);
}
