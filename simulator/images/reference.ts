/**
 * Names of container images, read as Docker reads them
 * (https://github.com/distribution/reference: reference.go, normalize.go, regexp.go).
 */
export interface Reference {
  /** Registry host, such as `docker.io` or `123456789012.dkr.ecr.us-east-1.amazonaws.com`. */
  registry: string;
  /** Path inside the registry, such as `library/httpd`. */
  repository: string;
  /** Undefined only when a digest is given without a tag. */
  tag?: string;
  /** `sha256:` and 64 hexadecimal digits. */
  digest?: string;
  /** Registry and repository as people write them: Docker Hub's own prefixes left out. */
  familiarName: string;
}

/** A name that Docker refuses; its message is Docker's own. */
export class InvalidReference extends Error {
  override readonly name = 'InvalidReference';
}

const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const repositoryPattern = new RegExp(`^${component}(?:/${component})*$`);
const hostPattern =
  /^(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^sha256:[0-9a-f]{64}$/;

/**
 * Reads `[host[:port]/]path[:tag][@digest]`; without tag and digest the tag is `latest`.
 * @throws InvalidReference with Docker's text when the name is not one.
 */
export function parseReference(text: string): Reference {
  if (/^[0-9a-f]{64}$/.test(text)) {
    throw new InvalidReference(
      `invalid repository name (${text}), cannot specify 64-byte hexadecimal strings`,
    );
  }
  const at = text.indexOf('@');
  const digest = at === -1 ? undefined : text.slice(at + 1);
  const named = at === -1 ? text : text.slice(0, at);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const tag = colon === -1 ? undefined : named.slice(colon + 1);
  const name = colon === -1 ? named : named.slice(0, colon);
  if ((digest !== undefined && !digestPattern.test(digest)) || (tag !== undefined && !tagPattern.test(tag))) {
    throw new InvalidReference('invalid reference format');
  }
  const { registry, repository } = split(name);
  if (repository !== repository.toLowerCase()) {
    throw new InvalidReference(`invalid reference format: repository name (${repository}) must be lowercase`);
  }
  if (!hostPattern.test(registry) || !repositoryPattern.test(repository))
    throw new InvalidReference('invalid reference format');
  if (repository.length > 255)
    throw new InvalidReference('repository name must not be more than 255 characters');
  return {
    registry,
    repository,
    ...(tag === undefined && digest !== undefined ? {} : { tag: tag ?? 'latest' }),
    ...(digest === undefined ? {} : { digest }),
    familiarName: familiar(registry, repository),
  };
}

function split(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isHost =
    slash !== -1 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const registry = isHost ? first : 'docker.io';
  const rest = isHost ? name.slice(slash + 1) : name;
  const hub = registry === 'docker.io' || registry === 'index.docker.io';
  return {
    registry: hub ? 'docker.io' : registry,
    repository: hub && !rest.includes('/') ? `library/${rest}` : rest,
  };
}

function familiar(registry: string, repository: string): string {
  if (registry !== 'docker.io') return `${registry}/${repository}`;
  return repository.startsWith('library/') ? repository.slice('library/'.length) : repository;
}

/** The reference as `docker images` and `docker push` write it. */
export function familiarString({ familiarName, tag, digest }: Reference): string {
  return `${familiarName}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** The reference in full, as the engine's own messages write it: `docker.io/library/httpd:2.4`. */
export function canonicalString({ registry, repository, tag, digest }: Reference): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}
