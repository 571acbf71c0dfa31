import { AwsError } from '../../api/errors.ts';
import { pageToken, positionOf } from '../../api/pagination.ts';

/** A page of `all` as Cloud Map cuts them: at most 100. */
export function paged<Item>(
  all: readonly Item[],
  { NextToken, MaxResults = 100 }: { NextToken?: string | undefined; MaxResults?: number | undefined },
): { items: Item[]; next: { NextToken?: string } } {
  if (MaxResults < 1 || MaxResults > 100)
    throw new AwsError('InvalidInput', 'MaxResults must be between 1 and 100.');
  const start = positionOf(NextToken, 'InvalidInput');
  const end = start + MaxResults;
  return { items: all.slice(start, end), next: end < all.length ? { NextToken: pageToken(end) } : {} };
}
