import type { Image, Repository } from '../state.ts';
import { wildcard } from '../wildcard.ts';
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
  const taken = new Map<Image, PlannedAction>();
  const spokenFor = new Set<Image>();
  for (const { selection, action, rulePriority } of policy.rules) {
    const selected = images.filter(selector(selection));
    const isMarked = marker(selection, selected, now);
    for (const [index, image] of selected.entries()) {
      if (spokenFor.has(image)) continue;
      spokenFor.add(image);
      if (isMarked(image, index) && !repository.listedBy.has(image.digest))
        taken.set(image, { digest: image.digest, type: action, rulePriority });
    }
  }
  return images.flatMap((image) => taken.get(image) ?? []);
}

/** The repository's images, oldest push first. */
function inOrder({ order, images }: Repository): Image[] {
  return order.items.flatMap((digest) => (digest === null ? [] : (images.get(digest) ?? [])));
}

type Selection = LifecycleRule['selection'];

/** Whether a rule selects an image at all, whatever it counts. */
function selector({ tagStatus, storageClass, ...lists }: Selection): (image: Image) => boolean {
  const status = storageClass === 'archive' ? 'ARCHIVED' : 'ACTIVE';
  if (tagStatus === 'any') return (image) => image.status === status;
  if (tagStatus === 'untagged') return (image) => image.status === status && image.tags.size === 0;
  // "only the images with all specified tags are selected" (lifecycle policy properties)
  const wanted = [
    ...(lists.tagPrefixList ?? []).map((prefix) => (tag: string) => tag.startsWith(prefix)),
    ...(lists.tagPatternList ?? []).map(wildcard),
  ];
  return ({ tags, status: is }) => is === status && wanted.every((isWanted) => someOf(tags, isWanted));
}

function someOf(tags: ReadonlySet<string>, isWanted: (tag: string) => boolean): boolean {
  for (const tag of tags) if (isWanted(tag)) return true;
  return false;
}

/** Whether the rule would take an image, known by its place among those selected, if it were alone. */
function marker(
  { countType, countNumber }: Selection,
  selected: readonly Image[],
  now: number,
): (image: Image, index: number) => boolean {
  const limit = now - countNumber * day;
  switch (countType) {
    case 'imageCountMoreThan':
      return (_, index) => index < selected.length - countNumber;
    case 'sinceImagePushed':
      return ({ pushedAt }) => pushedAt <= limit;
    case 'sinceImagePulled':
      // An image that was never pulled counts from its push.
      return ({ lastRecordedPullTime, lastActivatedAt, pushedAt }) =>
        Math.max(lastRecordedPullTime ?? 0, lastActivatedAt ?? 0, pushedAt) <= limit;
    case 'sinceImageTransitioned':
      return ({ lastArchivedAt }) => (lastArchivedAt ?? now) <= limit;
  }
}
