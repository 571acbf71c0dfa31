import type { Effect } from '../../kernel/queue.ts';
import { readSubject, type RegistryScope } from '../scope.ts';
import type { Image, Repository } from '../state.ts';
import { changeStatus } from '../storage-class.ts';
import { removeImage } from '../store.ts';
import { evaluate } from './evaluate.ts';
import { readPolicy } from './policy.ts';
import type { PlannedAction } from './preview-record.ts';

const day = 24 * 60 * 60 * 1000;

/** The effect `ecr.lifecycle`: one evaluation, and the next a day later as long as this policy stands. */
export function lifecycleEvent(effect: Effect, { ecr, context }: RegistryScope): void {
  const repository = ecr.repositories.get(readSubject(effect.subject).name);
  const lifecycle = repository?.lifecycle;
  if (!repository || !lifecycle || lifecycle.generation !== effect.value) return;
  for (const { digest, type } of evaluate(repository, readPolicy(lifecycle.text), context.date)) {
    const image = repository.images.get(digest);
    if (image) carryOut(type, repository, image, { ecr, context });
  }
  lifecycle.lastEvaluatedAt = context.date;
  context.schedule(day, effect);
}

/**
 * Expires or archives an image, and with it the signatures and other artifacts that refer to it: "deleting references
 * when a subject image is deleted as a result of a lifecycle policy rule expire action"
 * (https://aws.amazon.com/about-aws/whats-new/2024/06/amazon-ecr-oci-image-distribution-version-1-1).
 */
function carryOut(
  type: PlannedAction['type'],
  repository: Repository,
  image: Image,
  scope: Pick<RegistryScope, 'ecr' | 'context'>,
): void {
  const artifacts = [...(repository.referrers.get(image.digest) ?? [])];
  if (type === 'EXPIRE') removeImage(scope.ecr, repository, image);
  else changeStatus(repository, image, 'ARCHIVE', scope.context);
  for (const digest of artifacts) {
    const artifact = repository.images.get(digest);
    if (artifact && !repository.listedBy.has(digest)) carryOut(type, repository, artifact, scope);
  }
}
