import { familiarString, parseReference, resolvePublicImage } from '../../images/index.ts';
import { EngineError } from '../errors.ts';
import { fromPublic } from '../public-base.ts';
import type { DockerState } from '../state.ts';
import { isEcr, type RegistryAccess } from './access.ts';
import { fetchImage } from './pull.ts';

/** DistributionInspect, as `docker manifest inspect` shows it: the manifest, or the list of a published image's platforms. */
export function distributionInspect(
  docker: DockerState,
  input: { reference: string },
  registry: RegistryAccess,
): { manifest: string } {
  const reference = parseReference(input.reference);
  if (isEcr(reference.registry))
    return { manifest: fetchImage(docker, reference, registry).image.manifestText };
  const published = resolvePublicImage(reference);
  if (!published)
    throw new EngineError(
      'NotFound',
      `no such manifest: ${reference.registry}/${reference.repository}${familiarString(reference).slice(reference.familiarName.length)}`,
      { client: true },
    );
  const manifests = published.platforms.map((platform) => {
    const [os, architecture] = platform.split('/');
    const { manifestText, manifestDigest } = fromPublic(published, platform).image;
    return {
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      size: new TextEncoder().encode(manifestText).length,
      digest: manifestDigest,
      platform: { architecture, os },
    };
  });
  return {
    manifest: JSON.stringify(
      { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests },
      undefined,
      3,
    ),
  };
}
