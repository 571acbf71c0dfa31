import type {
  CreateTagsRequest,
  DeleteTagsRequest,
  DescribeTagsRequest,
  DescribeTagsResult,
  Tag,
  TagSpecification,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import type { NeighbourScope } from '../scope.ts';
import { filtered } from './filters.ts';

type Ec2Scope = Pick<NeighbourScope, 'neighbours' | 'vpc'>;
type WireTag = Wire<Tag>;

/** What can carry tags, by how its ids begin. */
const kinds: Readonly<Record<string, string>> = {
  eipalloc: 'elastic-ip',
  i: 'instance',
  igw: 'internet-gateway',
  lt: 'launch-template',
  nat: 'natgateway',
  rtb: 'route-table',
  sg: 'security-group',
  sgr: 'security-group-rule',
  subnet: 'subnet',
  vpc: 'vpc',
  vpce: 'vpc-endpoint',
};

/** The tags of a resource. */
export function tagsOf(id: string, { neighbours: { ec2 } }: Ec2Scope): WireTag[] {
  return ec2.instances.get(id)?.tags ?? ec2.tags.get(id) ?? [];
}

/** `Tags` as an answer shows them: AWS leaves the member out where there are none. */
export function shownTags(id: string, scope: Ec2Scope): { Tags?: WireTag[] } {
  const tags = tagsOf(id, scope);
  return tags.length ? { Tags: tags } : {};
}

/** Keeps the tags that a request brings for the resource that it makes. */
export function tagNew(
  id: string,
  kind: string,
  specifications: readonly Wire<TagSpecification>[] | undefined,
  { neighbours: { ec2 } }: Ec2Scope,
): void {
  const tags = specifications?.find(({ ResourceType }) => ResourceType === kind)?.Tags ?? [];
  if (tags.length) ec2.tags.set(id, tags);
}

/** @throws AwsError InvalidID for an id of no kind that has tags here. */
export function createTags(input: Wire<CreateTagsRequest>, scope: NeighbourScope): void {
  const ids = input.Resources ?? [];
  for (const id of ids) kindOf(id);
  const given = input.Tags ?? [];
  for (const id of ids) {
    const kept = tagsOf(id, scope).filter(({ Key }) => !given.some((tag) => tag.Key === Key));
    setTags(id, [...kept, ...given], scope);
  }
}

export function deleteTags(input: Wire<DeleteTagsRequest>, scope: NeighbourScope): void {
  for (const id of input.Resources ?? []) {
    const kept = tagsOf(id, scope).filter(
      (tag) =>
        input.Tags &&
        !input.Tags.some(({ Key, Value }) => Key === tag.Key && (Value === undefined || Value === tag.Value)),
    );
    setTags(id, kept, scope);
  }
}

export function describeTags(
  input: Wire<DescribeTagsRequest>,
  scope: NeighbourScope,
): Wire<DescribeTagsResult> {
  const { instances, tags } = scope.neighbours.ec2;
  const all = [...instances.keys(), ...tags.keys()].flatMap((ResourceId) =>
    tagsOf(ResourceId, scope).map((tag) => ({ ...tag, ResourceId, ResourceType: kindOf(ResourceId) })),
  );
  const Tags = filtered(all, input.Filters, {
    key: ({ Key }) => [Key ?? ''],
    value: ({ Value }) => [Value ?? ''],
    'resource-id': ({ ResourceId }) => [ResourceId],
    'resource-type': ({ ResourceType }) => [ResourceType],
  });
  return { Tags: Tags as never };
}

function setTags(id: string, tags: WireTag[], { neighbours: { ec2 } }: NeighbourScope): void {
  const instance = ec2.instances.get(id);
  if (instance) instance.tags = tags;
  else if (tags.length) ec2.tags.set(id, tags);
  else ec2.tags.delete(id);
}

function kindOf(id: string): string {
  const kind = kinds[id.slice(0, id.indexOf('-'))];
  if (kind) return kind;
  throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
}
