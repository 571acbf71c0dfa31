import { AwsError } from '../../api/errors.ts';
import { pageToken, positionOf } from '../../api/pagination.ts';

/** A page of `all` as Elastic Load Balancing cuts them: `Marker`, `PageSize` (400 at most), `NextMarker`. */
export function marked<Item>(
  all: readonly Item[],
  { Marker, PageSize = 400 }: { Marker?: string | undefined; PageSize?: number | undefined },
): { items: Item[]; next: { NextMarker?: string } } {
  if (PageSize < 1 || PageSize > 400)
    throw new AwsError('ValidationError', 'The page size must be between 1 and 400');
  const start = positionOf(Marker, 'ValidationError');
  const end = start + PageSize;
  return { items: all.slice(start, end), next: end < all.length ? { NextMarker: pageToken(end) } : {} };
}
