import type { Image, Repository } from '../state.ts';
import { fits } from '../wildcard.ts';
import type { LifecyclePolicy, LifecycleRule } from './policy.ts';
import type { PlannedAction } from './preview-record.ts';

const day = 24 * 60 * 60 * 1000;

/**
 * What a policy would do to a repository at a moment (ms since 1970), oldest image first.
 *
 * All rules are evaluated together and then applied by priority: an image is taken by exactly one rule or by none, and
 * one that a rule selects cannot be taken by a rule of lower priority, even when the higher rule leaves it. An image
 * that an index lists stays until the index has gone
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html, evaluation rules and examples).
 */
export function evaluate(repository: Repository, policy: LifecyclePolicy, now: number): PlannedAction[] {
  const images = inOrder(repository);
  const taken = new Map<string, PlannedAction>();
  const spokenFor = new Set<string>();
  for (const rule of policy.rules) {
    const selected = images.filter((image) => selects(rule, image));
    const marked = mark(rule, selected, now);
    for (const image of selected) {
      if (spokenFor.has(image.digest)) continue;
      spokenFor.add(image.digest);
      if (marked.has(image) && !repository.listedBy.has(image.digest))
        taken.set(image.digest, {
          digest: image.digest,
          type: rule.action,
          rulePriority: rule.rulePriority,
        });
    }
  }
  return images.flatMap(({ digest }) => taken.get(digest) ?? []);
}

/** The repository's images, oldest push first. */
function inOrder({ order, images }: Repository): Image[] {
  return order.items.flatMap((digest) => (digest === null ? [] : (images.get(digest) ?? [])));
}

function selects({ selection }: LifecycleRule, image: Image): boolean {
  if (image.status !== (selection.storageClass === 'archive' ? 'ARCHIVED' : 'ACTIVE')) return false;
  if (selection.tagStatus === 'any') return true;
  if (selection.tagStatus === 'untagged') return image.tags.size === 0;
  if (image.tags.size === 0) return false;
  const tags = [...image.tags];
  // "only the images with all specified tags are selected" (lifecycle policy properties)
  return (
    (selection.tagPrefixList ?? []).every((prefix) => tags.some((tag) => tag.startsWith(prefix))) &&
    (selection.tagPatternList ?? []).every((pattern) => tags.some((tag) => fits(pattern, tag)))
  );
}

/** The images that the rule would take if it were alone. */
function mark({ selection }: LifecycleRule, selected: readonly Image[], now: number): Set<Image> {
  const { countType, countNumber } = selection;
  if (countType === 'imageCountMoreThan')
    return new Set(selected.slice(0, Math.max(0, selected.length - countNumber)));
  const since = {
    sinceImagePushed: ({ pushedAt }: Image) => pushedAt,
    // An image that was never pulled counts from its push.
    sinceImagePulled: ({ lastRecordedPullTime, lastActivatedAt, pushedAt }: Image) =>
      Math.max(lastRecordedPullTime ?? 0, lastActivatedAt ?? 0, pushedAt),
    sinceImageTransitioned: ({ lastArchivedAt }: Image) => lastArchivedAt ?? now,
  }[countType];
  return new Set(selected.filter((image) => now - since(image) >= countNumber * day));
}
