import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  Tag,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../api/errors.ts';
import type { Wire } from '../api/wire.ts';
import { instancesOf } from './capacity/find.ts';
import { clusterOf, findTaskDefinition, type EcsScope } from './scope.ts';
import type { ResourceTag } from './state.ts';

/** The tags of what was tagged at once, and of what was tagged later. */
type Tagged = (ResourceTag | Wire<Tag>)[];

/** Tags that a resource may have (Amazon ECS developer guide, "Tagging basics"). */
const most = 50;

/**
 * What holds the tags of a resource.
 * @throws AwsError InvalidParameterException, ClusterNotFoundException; the exceptions are AWS's, the texts of those for
 *   resources that are not there are unverified
 */
function holderOf(arn: string | undefined, scope: EcsScope): { tags: Tagged } {
  const [, kind = '', rest = ''] = /^arn:aws:ecs:[^:]*:\d{12}:([a-z-]+)\/(.+)$/.exec(arn ?? '') ?? [];
  const [cluster = '', name = ''] = rest.split('/');
  const holders: Readonly<Record<string, () => { tags: Tagged } | undefined>> = {
    'capacity-provider': () => scope.ecs.capacity.providers.get(rest),
    cluster: () => clusterOf(rest, scope),
    'container-instance': () => instancesOf(cluster, scope).get(name),
    service: () => scope.ecs.services.get(arn!),
    task: () => scope.ecs.tasks.get(arn!),
    'task-set': () =>
      scope.ecs.services
        .get(arn!.replace(/:task-set\/([^/]+\/[^/]+)\/.*/, ':service/$1'))
        ?.taskSets.find((taskSet) => taskSet.arn === arn),
    'task-definition': () => findTaskDefinition(rest, scope),
  };
  const found = Object.hasOwn(holders, kind) ? holders[kind]!() : undefined;
  if (found) return found;
  throw new AwsError(
    'InvalidParameterException',
    kind === ''
      ? `Invalid identifier: Identifier is for ${arn}. Accepted types are: ${Object.keys(holders).join(', ')}`
      : `The specified ${kind} is not found. Specify a valid ${kind} and try again.`,
  );
}

/** TagResource: a tag of the same key is replaced. @throws AwsError as `holderOf`; InvalidParameterException for too many */
export function tagResource(input: Wire<TagResourceRequest>, scope: EcsScope): void {
  const holder = holderOf(input.resourceArn, scope);
  const given = new Map((input.tags ?? []).map((tag) => [tag.key, tag]));
  const kept = holder.tags.filter(({ key }) => !given.has(key));
  if (kept.length + given.size > most)
    throw new AwsError('InvalidParameterException', `Too many tags. The maximum number of tags is ${most}.`);
  holder.tags = [...kept, ...given.values()] as ResourceTag[];
}

/** UntagResource. @throws AwsError as `holderOf` */
export function untagResource(input: Wire<UntagResourceRequest>, scope: EcsScope): void {
  const holder = holderOf(input.resourceArn, scope);
  holder.tags = holder.tags.filter(({ key }) => !input.tagKeys?.includes(key ?? ''));
}

/** ListTagsForResource. @throws AwsError as `holderOf` */
export function listTagsForResource(
  input: Wire<ListTagsForResourceRequest>,
  scope: EcsScope,
): Wire<ListTagsForResourceResponse> {
  return { tags: holderOf(input.resourceArn, scope).tags } as Wire<ListTagsForResourceResponse>;
}
