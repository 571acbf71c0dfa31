import { AwsError } from '../simulator/api/errors.ts';
import { blobsOf, readManifest } from '../simulator/ecr/manifest.ts';
import type { Call, Cloud } from '../simulator/index.ts';

/**
 * `drydock serve --lenient`: before an image is put, the layers that its manifest names and nobody uploaded are taken
 * as there, without any bytes; an index is taken without its members. Amazon ECR refuses such manifests with
 * LayersNotFoundException and ReferencedImagesNotFoundException; test suites written for other stand-ins push them.
 */
export function admitReferences(cloud: Cloud, { service, operation, input, region }: Call): void {
  if (operation !== 'PutImage' || (service !== 'ecr' && service !== 'ecr-public')) return;
  const { accountId, regions, publicRegistries } = cloud.state;
  const ecr = service === 'ecr' ? regions.get(region)?.ecr : publicRegistries.get(accountId)?.ecr;
  const { repositoryName, imageManifest } = (input ?? {}) as Record<string, unknown>;
  const repository = typeof repositoryName === 'string' ? ecr?.repositories.get(repositoryName) : undefined;
  if (!ecr || !repository || typeof imageManifest !== 'string') return;
  ecr.admitsIndexes = true;
  try {
    for (const digest of blobsOf(readManifest(imageManifest))) {
      repository.layers.add(digest);
      if (!ecr.blobs.has(digest)) ecr.blobs.set(digest, new Uint8Array());
    }
  } catch (error) {
    // A manifest that cannot be read is for the registry to refuse.
    if (!(error instanceof AwsError)) throw error;
  }
}
