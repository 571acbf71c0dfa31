import type { Client } from './client.ts';
import type { Operation } from './operation.ts';
import type { Paginator } from './paginators.ts';

export interface Paging {
  startingToken?: string;
  pageSize?: number;
  maxItems?: number;
}

/** One page as `--output text` prints it, and all of them together as every other format does. */
export interface Pages {
  pages: Record<string, unknown>[];
  whole: Record<string, unknown>;
  /** Where to go on when `--max-items` cut the list short. */
  resume?: string;
}

/** Where a truncated list goes on: the service's token, and how far into its page. */
interface Position {
  token: string | null;
  /** How many items of its page are already given. */
  truncated?: number;
}

/**
 * Fetches page after page (botocore, paginate.py). The list that `--max-items` cuts short gives a token for
 * `--starting-token`. @throws AwsCliError
 */
export function paginate(
  client: Client,
  operation: Operation,
  input: Record<string, unknown>,
  { resultKeys, nonAggregate, inputToken, outputToken, limitKey, moreResults }: Paginator,
  paging: Paging,
): Pages {
  const from = paging.startingToken === undefined ? undefined : decode(paging.startingToken, inputToken);
  let token = from?.token ?? undefined;
  let skip = from?.truncated ?? 0;
  const primary = resultKeys[0]!;
  const pages: Record<string, unknown>[] = [];
  let first: Record<string, unknown> = {};
  let count = 0;
  let resume: string | undefined;
  for (;;) {
    const request = {
      ...input,
      ...(paging.pageSize === undefined ? {} : { [limitKey]: paging.pageSize }),
      ...(token === undefined ? {} : { [inputToken]: token }),
    };
    const answer = client.call(operation, request);
    if (pages.length === 0) first = Object.fromEntries(nonAggregate.map((key) => [key, answer[key] ?? null]));
    const skipped = skip;
    for (const key of resultKeys) {
      const list = get(answer, key);
      if (Array.isArray(list) && skip > 0) set(answer, key, key === primary ? list.slice(skip) : []);
    }
    skip = 0;
    const list = get(answer, primary);
    const length = Array.isArray(list) ? list.length : 0;
    const more = moreResults === undefined || answer[moreResults] === true;
    const next = more ? (answer[outputToken] as string | undefined) : undefined;
    const room = paging.maxItems === undefined ? Infinity : paging.maxItems - count;
    if (length > room) {
      set(answer, primary, (list as unknown[]).slice(0, room));
      for (const key of resultKeys.slice(1)) if (get(answer, key) !== undefined) set(answer, key, []);
      resume = encode({ token: token ?? null, truncated: room + skipped }, inputToken);
      pages.push(answer);
      break;
    }
    pages.push(answer);
    count += length;
    if (!next) break;
    if (paging.maxItems !== undefined && count === paging.maxItems) {
      resume = encode({ token: next }, inputToken);
      break;
    }
    token = next;
  }
  const whole: Record<string, unknown> = {};
  for (const page of pages) {
    for (const key of resultKeys) {
      const value = get(page, key);
      if (value === undefined) continue;
      const sofar = get(whole, key);
      set(
        whole,
        key,
        Array.isArray(sofar) && Array.isArray(value)
          ? [...(sofar as unknown[]), ...(value as unknown[])]
          : value,
      );
    }
  }
  merge(whole, first);
  if (resume !== undefined) whole['NextToken'] = resume;
  const shown = pages.map((page, index) => {
    const kept: Record<string, unknown> = index === 0 ? structuredClone(first) : {};
    for (const key of resultKeys) set(kept, key, get(page, key));
    return kept;
  });
  return { pages: shown, whole, ...(resume === undefined ? {} : { resume }) };
}

function get(data: Record<string, unknown>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], data);
}

function set(data: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop()!;
  let place = data;
  for (const key of keys) place = (place[key] ??= {}) as Record<string, unknown>;
  if (value !== undefined) place[last] = value;
}

/** Adds what `from` has and `into` lacks, deep. */
function merge(into: Record<string, unknown>, from: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(from)) {
    const known = into[key];
    if (known === undefined) into[key] = value;
    else if (
      typeof known === 'object' &&
      known !== null &&
      typeof value === 'object' &&
      value !== null &&
      !Array.isArray(known)
    ) {
      merge(known as Record<string, unknown>, value as Record<string, unknown>);
    }
  }
}

function encode({ token, truncated }: Position, inputToken: string): string {
  const named = {
    [inputToken]: token,
    ...(truncated === undefined ? {} : { boto_truncate_amount: truncated }),
  };
  return btoa(JSON.stringify(named).replaceAll('":', '": ').replaceAll(',"', ', "'));
}

function decode(text: string, inputToken: string): Position {
  try {
    const named = JSON.parse(atob(text)) as Record<string, unknown> | null;
    if (typeof named === 'object' && named !== null && inputToken in named) {
      const truncated = named['boto_truncate_amount'] as number | undefined;
      return {
        token: named[inputToken] as string | null,
        ...(truncated === undefined ? {} : { truncated }),
      };
    }
  } catch {
    // Not one that the AWS CLI made: it is taken for the service's own.
  }
  return { token: text };
}
