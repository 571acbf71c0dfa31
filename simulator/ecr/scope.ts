import { AwsError } from '../api/errors.ts';
import type { CallScope } from '../api/service.ts';
import type { EcrState, Repository } from './state.ts';

/** Where the registries of other Regions and accounts are; undefined when nobody has that account. */
export type Registries = (registryId: string, region: string) => EcrState | undefined;

/** A registry at work by itself: nobody calls, but time passes. */
export interface RegistryScope extends Pick<CallScope, 'context'> {
  ecr: EcrState;
  /** To be read: what is written to a registry that nobody has used yet is lost. */
  registries: Registries;
  /** To be written to. */
  openRegistry: Registries;
  /** The public registry with an alias. */
  publicRegistry(alias: string): EcrState | undefined;
}

/** `ecr` is the registry that the request names by `registryId`, and `accountId` its owner. */
export interface EcrScope extends CallScope, RegistryScope {
  /** Whether a user, role or account is there; what is not known of another account counts as there. */
  principalExists?(arn: string): boolean;
}

/**
 * The repository that a request names.
 * @throws AwsError RepositoryNotFoundException, in the words that the API has been seen to use.
 */
export function repositoryOf(
  input: { repositoryName?: string; registryId?: string },
  scope: Pick<EcrScope, 'ecr'>,
): Repository {
  const name = input.repositoryName ?? '';
  const repository = scope.ecr.repositories.get(name);
  if (!repository) {
    throw new AwsError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in the registry with id '${scope.ecr.registryId}'`,
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

/** What an effect's subject names: `arn:aws:ecr:<Region>:<account>:<kind>/<rest>`. */
export interface Subject {
  region: string;
  registryId: string;
  /** `repository`, `token`, `replication`, `backfill`. */
  kind: string;
  name: string;
  /** Of an image: what stands behind the `@`. */
  digest?: string;
}

export function subjectOf({ ecr }: Pick<EcrScope, 'ecr'>, kind: string, name: string): string {
  return `arn:aws:ecr:${ecr.region}:${ecr.registryId}:${kind}/${name}`;
}

export function readSubject(subject: string): Subject {
  const [, , , region, registryId, ...rest] = subject.split(':');
  const [path, digest] = rest.join(':').split('@');
  const slash = path!.indexOf('/');
  return {
    region: region!,
    registryId: registryId!,
    kind: path!.slice(0, slash),
    name: path!.slice(slash + 1),
    ...(digest === undefined ? {} : { digest }),
  };
}
