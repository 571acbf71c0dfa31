import type { Call } from '../../kernel/journal.ts';
import type { EcrState } from '../../ecr/state.ts';
import { requestTags, resourceTags, type Need } from './need.ts';

/** The members of ECR's inputs that name what a call works on. */
interface EcrInput {
  repositoryName?: string;
  repositoryNames?: string[];
  resourceArn?: string;
  tags?: { Key?: string; Value?: string }[];
}

/**
 * What a call of Amazon ECR needs
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html): the
 * action of its own name on the repositories that it names, or on the registry. `registry` is undefined while nobody has
 * used it.
 */
export function ecrNeeds(
  { service, operation, input, region }: Call,
  registryId: string,
  registry: EcrState | undefined,
): Need[] {
  const given = (input ?? {}) as EcrInput;
  const prefix =
    service === 'ecr-public'
      ? `arn:aws:ecr-public::${registryId}:repository/`
      : `arn:aws:ecr:${region}:${registryId}:repository/`;
  const action = `${service}:${operation}`;
  const registryPolicy = registry?.policyText === undefined ? [] : [registry.policyText];
  const keys = requestTags(given.tags);
  const onRegistry: Need = {
    action,
    resource: '*',
    accountId: registryId,
    resourcePolicies: registryPolicy,
    keys,
  };
  const onRepository = (name: string): Need => {
    const repository = registry?.repositories.get(name);
    return {
      ...onRegistry,
      resource: `${prefix}${name}`,
      resourcePolicies: [
        ...(repository?.policyText === undefined ? [] : [repository.policyText]),
        ...registryPolicy,
      ],
      keys: { ...resourceTags(service, repository?.resourceTags), ...keys },
    };
  };

  // A token opens no repository by itself. AWS's own course grants it in one statement with the push to a repository,
  // so that a statement which names a resource counts here as well.
  if (operation === 'GetAuthorizationToken')
    return [{ ...onRegistry, resourcePolicies: [], anyResource: true }];
  if (typeof given.repositoryName === 'string') return [onRepository(given.repositoryName)];
  if (typeof given.resourceArn === 'string')
    return [
      given.resourceArn.startsWith(prefix)
        ? onRepository(given.resourceArn.slice(prefix.length))
        : onRegistry,
    ];
  if (Array.isArray(given.repositoryNames) && given.repositoryNames.length > 0)
    return given.repositoryNames.map(onRepository);
  return [operation === 'DescribeRepositories' ? onRepository('*') : onRegistry];
}
