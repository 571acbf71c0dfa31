import type { Filter, Tag } from '@aws-sdk/client-ec2';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';

/** What a filter looks at, by its name; `tag` gives the tags that `tag:Key` and `tag-key` look at. */
export type Readers<Item> = Readonly<Record<string, (item: Item) => readonly string[] | readonly Tag[]>>;

/**
 * The items that every filter lets through: one of its values must be one of the item's; `*` and `?` are wildcards
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html).
 * @throws AwsError InvalidParameterValue for a filter that is not known.
 */
export function filtered<Item>(
  items: readonly Item[],
  filters: readonly Wire<Filter>[] | undefined,
  readers: Readers<Item>,
): Item[] {
  const tests = (filters ?? []).map(({ Name = '', Values = [] }) => {
    const patterns = Values.map(wildcard);
    const valuesOf = readerOf(Name, readers);
    return (item: Item) => valuesOf(item).some((value) => patterns.some((pattern) => pattern.test(value)));
  });
  return items.filter((item) => tests.every((test) => test(item)));
}

function readerOf<Item>(name: string, readers: Readers<Item>): (item: Item) => readonly string[] {
  const tags = readers['tag'] as ((item: Item) => readonly Tag[]) | undefined;
  if (tags && name.startsWith('tag:')) {
    const key = name.slice('tag:'.length);
    return (item) => tags(item).flatMap((tag) => (tag.Key === key ? [tag.Value ?? ''] : []));
  }
  if (tags && name === 'tag-key') return (item) => tags(item).map(({ Key }) => Key ?? '');
  const found = name !== 'tag' && Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (found) return found as (item: Item) => readonly string[];
  throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
}

function wildcard(text: string): RegExp {
  const pattern = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${pattern}$`, 's');
}
