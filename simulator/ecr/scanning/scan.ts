import type { Effect } from '../../kernel/queue.ts';
import { begin, give } from '../life.ts';
import { readManifest } from '../manifest.ts';
import { readSubject, type RegistryScope } from '../scope.ts';
import type { Image, Repository } from '../state.ts';
import { frequencyOf } from './frequency.ts';
import { operatingSystemOf } from './operating-system.ts';
import { scanLife } from './scan-machine.ts';

/** Scans a pushed image where the registry or the repository asks for it. */
export function scanPushed(repository: Repository, image: Image, scope: RegistryScope): void {
  if (isScannable(image) && frequencyOf(scope.ecr, repository).frequency !== 'MANUAL')
    startScan(repository, image, scope);
}

/** Images with a configuration of a container can be scanned; indexes and artifacts cannot. */
export function isScannable({ mediaType, artifactMediaType, subject }: Image): boolean {
  return (
    !/(manifest\.list\.v2|image\.index\.v1)\+json$/.test(mediaType) &&
    subject === undefined &&
    /^application\/vnd\.(docker\.container\.image|oci\.image\.config)\.v1\+json$/.test(
      artifactMediaType ?? '',
    )
  );
}

export function startScan(repository: Repository, image: Image, { ecr, context }: RegistryScope): void {
  const type = ecr.scanning.scanType === 'ENHANCED' ? 'ENHANCED' : 'BASIC';
  const subject = `${repository.arn}@${image.digest}`;
  const requested = begin(scanLife, subject, context);
  image.scan = {
    type,
    status: give(scanLife, requested, type === 'BASIC' ? 'START' : 'QUEUE', subject, context)!,
    requestedAt: context.date,
  };
}

/** The effect `ecr.scan`. */
export function scanEvent(effect: Effect, { ecr, context }: RegistryScope): void {
  const { name, digest } = readSubject(effect.subject);
  const repository = ecr.repositories.get(name);
  const image = repository?.images.get(digest ?? '');
  const scan = image?.scan;
  if (!repository || !image || !scan) return;
  const isResult = effect.event === 'COMPLETE';
  const operatingSystem = isResult
    ? operatingSystemOf(readManifest(image.manifest, image.mediaType), ecr)
    : undefined;
  const continuous = scan.type === 'ENHANCED' && frequencyOf(ecr, repository).frequency === 'CONTINUOUS_SCAN';
  const event = !isResult
    ? effect.event!
    : operatingSystem === undefined
      ? 'UNSUPPORTED'
      : continuous
        ? 'ACTIVATE'
        : 'COMPLETE';
  const status = give(scanLife, scan.status, event, effect.subject, context);
  if (status === undefined) return;
  scan.status = status;
  const description = descriptions[status];
  if (description !== undefined) scan.description = description;
  if (!isResult) return;
  scan.completedAt = context.date;
  if (operatingSystem !== undefined) scan.operatingSystem = operatingSystem;
}

/** As the service words them (AWS CLI reference, describe-image-scan-findings; containers-roadmap issue 2644). */
const descriptions: Readonly<Record<string, string>> = {
  COMPLETE: 'The scan was completed successfully.',
  ACTIVE: 'Continuous scan is selected for image.',
  UNSUPPORTED_IMAGE: 'UnsupportedImageError: The operating system and/or package manager are not supported.',
};
