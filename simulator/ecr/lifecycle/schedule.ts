import type { Effect } from '../../kernel/queue.ts';
import { readSubject, type RegistryScope } from '../scope.ts';
import type { Repository } from '../state.ts';
import { changeStatus } from '../storage-class.ts';
import { removeImage } from '../store.ts';
import { evaluate } from './evaluate.ts';
import { readPolicy } from './policy.ts';

const day = 24 * 60 * 60 * 1000;

/** The effect `ecr.lifecycle`: one evaluation, and the next a day later as long as this policy stands. */
export function lifecycleEvent(effect: Effect, { ecr, context }: RegistryScope): void {
  const repository = ecr.repositories.get(readSubject(effect.subject).name);
  const lifecycle = repository?.lifecycle;
  if (!repository || !lifecycle || lifecycle.generation !== effect.value) return;
  for (const { digest, type } of evaluate(repository, readPolicy(lifecycle.text), context.date)) {
    const image = repository.images.get(digest);
    if (!image) continue;
    if (type === 'EXPIRE') removeImage(ecr, repository, image);
    else changeStatus(repository, image, 'ARCHIVE', context);
  }
  followSubjects(repository, { ecr, context });
  lifecycle.lastEvaluatedAt = context.date;
  context.schedule(day, effect);
}

/**
 * In a repository with a policy, signatures and other reference artifacts are expired or archived "within 24 hours of the
 * deletion or archival of the subject image"
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html).
 */
function followSubjects(
  repository: Repository,
  { ecr, context }: Pick<RegistryScope, 'ecr' | 'context'>,
): void {
  for (const [subject, digests] of repository.referrers) {
    const status = repository.images.get(subject)?.status;
    for (const digest of digests) {
      const artifact = repository.images.get(digest);
      if (!artifact || repository.listedBy.has(digest)) continue;
      if (status === undefined) removeImage(ecr, repository, artifact);
      else if (status === 'ARCHIVED') changeStatus(repository, artifact, 'ARCHIVE', context);
    }
  }
}
