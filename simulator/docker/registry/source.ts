import { familiarString, type Reference } from '../../images/index.ts';
import { openSource } from '../../registries/resolve.ts';
import type { ImageId, Source } from '../../registries/source.ts';
import { EngineError } from '../errors.ts';
import type { DockerState } from '../state.ts';
import { isEcr, type RegistryAccess } from './access.ts';
import { callEcr, EcrRefusal } from './ecr-call.ts';
import { authorizeWith, sessionOf } from './login.ts';

/**
 * What answers the engine for a repository: Amazon ECR's API with the permissions of its login, or a registry that
 * anyone may read.
 * @throws EngineError when the registry does not let the engine in, or when there is no such repository
 */
export function sourceOf(docker: DockerState, reference: Reference, registry: RegistryAccess): Source {
  const { registry: host, repository, familiarName } = reference;
  if (isEcr(host)) return ecrSource(docker, reference, registry);
  // The gallery lets everybody in who comes without credentials, and nobody with credentials that have run out.
  if (host === 'public.ecr.aws' && docker.credentials.has(host)) {
    const answer = authorizeWith(docker, host, registry);
    if (!answer.ok) throw denied(familiarName, `denied: ${answer.message}`);
  }
  const source = openSource(reference, { public: (alias) => registry.publicRegistry(alias) });
  if (source === 'registry')
    throw new EngineError('Unreachable', `Get "https://${host}/v2/": dial tcp: lookup ${host}: no such host`);
  if (source !== 'repository') return source;
  throw host === 'docker.io'
    ? new EngineError(
        'NoRepository',
        `pull access denied for ${familiarName}, repository does not exist or may require 'docker login': denied: requested access to the resource is denied`,
      )
    : new EngineError(
        'NoRepository',
        `repository ${familiarName} not found: name unknown: The repository with name '${repository}' does not exist`,
      );
}

function denied(name: string, text: string): EngineError {
  return new EngineError(
    'Forbidden',
    `pull access denied for ${name}, repository does not exist or may require 'docker login': ${text}`,
  );
}

/** BatchGetImage for manifests; GetDownloadUrlForLayer, and then the bytes, for the rest. */
function ecrSource(docker: DockerState, reference: Reference, registry: RegistryAccess): Source {
  const { registry: host, repository: repositoryName, familiarName } = reference;
  const answer = authorizeWith(docker, host, registry);
  if (!answer.ok) {
    if (answer.status !== 401) throw denied(familiarName, `denied: ${answer.message}`);
    throw new EngineError(
      'Unauthorized',
      `Head "https://${host}/v2/${repositoryName}/manifests/${reference.digest ?? reference.tag}": ${answer.message}`,
    );
  }
  const session = sessionOf(answer, host);
  const refuse = (error: unknown, word: (text: string) => EngineError): unknown => {
    if (!(error instanceof EcrRefusal)) return error;
    if (error.code === 'RepositoryNotFoundException')
      return new EngineError('NoRepository', `repository ${familiarName} not found: ${error.text}`);
    return word(error.text);
  };
  return {
    manifest({ tag, digest }: ImageId) {
      const imageIds = [digest === undefined ? { imageTag: tag } : { imageDigest: digest }];
      try {
        const { images } = callEcr('BatchGetImage', { repositoryName, imageIds }, session, registry) as {
          images?: {
            imageId: { imageDigest: string };
            imageManifest: string;
            imageManifestMediaType: string;
          }[];
        };
        const image = images?.[0];
        return (
          image && {
            digest: image.imageId.imageDigest,
            text: image.imageManifest,
            mediaType: image.imageManifestMediaType,
          }
        );
      } catch (error) {
        throw refuse(error, (text) => denied(familiarName, text));
      }
    },
    blob(digest) {
      try {
        callEcr('GetDownloadUrlForLayer', { repositoryName, layerDigest: digest }, session, registry);
      } catch (error) {
        // As the classic image store reports the first download that fails, the configuration's.
        throw refuse(
          error,
          (text) =>
            new EngineError(
              'Forbidden',
              `error pulling image configuration: download failed after attempts=1: ${text}`,
            ),
        );
      }
      return registry.blob?.(host, digest);
    },
  };
}

/** As Docker names an image in `manifest for … not found`. */
export function shortName(reference: Reference): string {
  return reference.digest === undefined
    ? familiarString(reference)
    : `${reference.familiarName}@${reference.digest}`;
}
