import { findImage } from '../ecr/images.ts';
import { pullThrough } from '../ecr/pull-through/pull-through.ts';
import type { RegistryScope } from '../ecr/scope.ts';
import type { EcrState, Image } from '../ecr/state.ts';
import type { Source } from './source.ts';

/** A repository of a registry of this world, read without asking who may. */
export function registrySource(ecr: EcrState, repositoryName: string): Source {
  return {
    manifest({ tag = 'latest', digest }) {
      const repository = ecr.repositories.get(repositoryName);
      const image =
        repository &&
        findImage(repository, digest === undefined ? { imageTag: tag } : { imageDigest: digest });
      if (image?.status !== 'ACTIVE') return undefined;
      return { digest: image.digest, text: image.manifest, mediaType: image.mediaType };
    },
    blob: (digest) => ecr.blobs.get(digest),
  };
}

/** The image that a pull from a private registry names; a pull through cache rule may bring it first. */
export function imageToPull(
  scope: RegistryScope,
  repositoryName: string,
  id: { tag?: string; digest?: string },
): Image | undefined {
  const named = id.digest === undefined ? { imageTag: id.tag ?? 'latest' } : { imageDigest: id.digest };
  if (scope.ecr.pullThroughRules.size > 0) pullThrough(repositoryName, named, scope);
  const repository = scope.ecr.repositories.get(repositoryName);
  const image = repository && findImage(repository, named);
  return image?.status === 'ACTIVE' ? image : undefined;
}
