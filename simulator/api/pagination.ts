import { AwsError } from './errors.ts';

/** A page token for a position: opaque to the caller, as AWS's are. */
export function pageToken(position: number): string {
  return `dd${position.toString(36).padStart(12, '0')}`;
}

/** @throws AwsError with `code` when the token is not one that `pageToken` made. */
export function positionOf(token: string | undefined, code = 'InvalidParameterException'): number {
  if (token === undefined || token === '') return 0;
  if (!/^dd[0-9a-z]{12}$/.test(token)) throw new AwsError(code, 'Invalid token.');
  return Number.parseInt(token.slice(2), 36);
}

/**
 * The items of one page of a list that is short enough to be cut anew for each page, and the token of the next, if any.
 * @param usual how many a page holds when the caller does not say
 * @throws AwsError as `positionOf`.
 */
export function pageOf<Item>(
  all: readonly Item[],
  { nextToken, maxResults }: { nextToken?: string | undefined; maxResults?: number | undefined },
  usual = 100,
): { items: Item[]; next: { nextToken?: string } } {
  const start = positionOf(nextToken);
  const end = start + (maxResults ?? usual);
  return { items: all.slice(start, end), next: end < all.length ? { nextToken: pageToken(end) } : {} };
}
