import { readSubject } from '../../../ecr/scope.ts';
import { summaryOf } from '../../../ecr/scanning/findings.ts';
import type { Effect } from '../../../kernel/queue.ts';
import type { RegionScope } from '../../../region.ts';
import { announce } from '../bus.ts';

/**
 * The effect `events.image`: an image has been pushed or deleted; `event` is `PUSH` or `DELETE` with the tag behind it
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html).
 */
export function imageActed({ subject, event = '' }: Effect, scope: RegionScope): void {
  const { name, digest } = readSubject(subject);
  const [action, tag] = event.split(' ');
  const image = imageAt(subject, scope);
  announce(scope, { source: 'aws.ecr', detailType: 'ECR Image Action', resources: [] }, () => ({
    result: 'SUCCESS',
    'repository-name': name,
    'image-digest': digest,
    'action-type': action,
    ...(tag === undefined ? {} : { 'image-tag': tag }),
    ...(image ? { 'manifest-media-type': image.mediaType } : {}),
    ...(image?.artifactMediaType ? { 'artifact-media-type': image.artifactMediaType } : {}),
  }));
}

/** The effect `events.scan`: a scan has come to its end; `event` is its status. */
export function scanEnded({ subject, event }: Effect, scope: RegionScope): void {
  const { name, digest } = readSubject(subject);
  const image = imageAt(subject, scope);
  if (!image) return;
  const heading = { source: 'aws.ecr', detailType: 'ECR Image Scan', resources: [subject.split('@')[0]!] };
  announce(scope, heading, () => ({
    'scan-status': event,
    'repository-name': name,
    'finding-severity-counts': (image.scan && summaryOf(image.scan)?.findingSeverityCounts) ?? {},
    'image-digest': digest,
    'image-tags': [...image.tags],
  }));
}

function imageAt(subject: string, { registries }: RegionScope) {
  const { registryId, region, name, digest } = readSubject(subject);
  return registries
    .private(registryId, region)
    ?.ecr.repositories.get(name)
    ?.images.get(digest ?? '');
}
