import type {
  ImageReferrer,
  ListImageReferrersRequest,
  ListImageReferrersResponse,
} from '@aws-sdk/client-ecr';
import { pageOf } from '../api/pagination.ts';
import type { Wire } from '../api/wire.ts';
import { readManifest } from './manifest.ts';
import { invalid, repositoryOf, type EcrScope } from './scope.ts';

/**
 * ListImageReferrers: signatures, attestations and the like that name an image as their subject. The subject itself
 * need not be there (OCI distribution specification 1.1, listing referrers).
 */
export function listImageReferrers(
  input: Wire<ListImageReferrersRequest>,
  scope: EcrScope,
): Wire<ListImageReferrersResponse> {
  const repository = repositoryOf(input, scope);
  const subject = input.subjectId?.imageDigest ?? '';
  if (!/^sha256:[0-9a-f]{64}$/.test(subject))
    throw invalid('subjectId.imageDigest', "must satisfy regular expression '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'");
  const { artifactTypes, artifactStatus = 'ACTIVE' } = input.filter ?? {};
  const all = [...(repository.referrers.get(subject) ?? [])].flatMap((digest): Wire<ImageReferrer>[] => {
    const image = repository.images.get(digest)!;
    const { annotations } = readManifest(image.manifest, image.mediaType);
    if (artifactStatus !== 'ANY' && image.status !== artifactStatus) return [];
    if (artifactTypes?.length && !artifactTypes.includes(image.artifactMediaType ?? '')) return [];
    return [
      {
        digest,
        mediaType: image.mediaType,
        ...(image.artifactMediaType ? { artifactType: image.artifactMediaType } : {}),
        size: new TextEncoder().encode(image.manifest).length,
        ...(annotations ? { annotations } : {}),
        artifactStatus: image.status as ImageReferrer['artifactStatus'],
      },
    ];
  });
  const { items, next } = pageOf(all, input, 20);
  return {
    referrers: items,
    ...next,
  };
}
