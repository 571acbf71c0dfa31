import { Refusal, type Answer } from './answer.ts';
import { ask, digestIn, type Exchange, type RegistryInput } from './exchange.ts';

/** Entries of a page when the client does not say, and at most. */
const largestPage = 1000;

/** end-8a and end-8b: tags in lexical order, page by page. */
export function listTags(input: RegistryInput, exchange: Exchange): Answer {
  const { repository, last } = input;
  const limit = limitOf(input.n);
  const tags = new Set<string>();
  everyPage<{ imageIds?: { imageTag?: string }[] }>(
    exchange,
    'ListImages',
    { repositoryName: repository, maxResults: 1000, filter: { tagStatus: 'TAGGED' } },
    ({ imageIds }) => imageIds?.forEach(({ imageTag }) => imageTag !== undefined && tags.add(imageTag)),
  );
  const after = [...tags].sort(lexically).filter((tag) => last === undefined || lexically(tag, last) > 0);
  const page = after.slice(0, limit);
  const more = page.length < after.length && page.length > 0;
  return json(
    { name: repository, tags: page },
    more ? next(`/v2/${repository}/tags/list`, limit, page.at(-1)!) : {},
  );
}

/** end-12a and end-12b: an index of the artifacts that name the digest as their subject. */
export function listReferrers(input: RegistryInput, exchange: Exchange): Answer {
  const { artifactType } = input;
  const manifests: object[] = [];
  everyPage<{ referrers?: { artifactStatus?: string }[] }>(
    exchange,
    'ListImageReferrers',
    {
      repositoryName: input.repository,
      subjectId: { imageDigest: digestIn(input.digest) },
      maxResults: 50,
      ...(artifactType ? { filter: { artifactTypes: [artifactType] } } : {}),
    },
    ({ referrers }) =>
      referrers?.forEach(({ artifactStatus: _, ...descriptor }) => manifests.push(descriptor)),
  );
  const answer = json(
    { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests },
    artifactType ? { 'oci-filters-applied': 'artifactType' } : {},
  );
  return {
    ...answer,
    headers: { ...answer.headers, 'content-type': 'application/vnd.oci.image.index.v1+json' },
  };
}

/**
 * `_catalog`, which the specification leaves out. Amazon ECR answers it with DescribeRepositories, and refuses pages of
 * more than 1,000 as that does (https://github.com/google/go-containerregistry/issues/1091: `UNSUPPORTED: Invalid
 * parameter at 'maxResults' failed to satisfy constraint: 'Member must have value less than or equal to 1000'`).
 */
export function listRepositories(input: RegistryInput, exchange: Exchange): Answer {
  const limit = input.n === undefined ? 100 : Number(input.n);
  const { repositories, nextToken } = ask<{
    repositories?: { repositoryName: string }[];
    nextToken?: string;
  }>(
    exchange,
    'DescribeRepositories',
    {
      maxResults: Number.isSafeInteger(limit) ? limit : 0,
      ...(input.last === undefined ? {} : { nextToken: input.last }),
    },
    'UNSUPPORTED',
  );
  return json(
    { repositories: (repositories ?? []).map(({ repositoryName }) => repositoryName) },
    nextToken === undefined ? {} : next('/v2/_catalog', limit, nextToken),
  );
}

function everyPage<Output>(
  exchange: Exchange,
  operation: string,
  input: Record<string, unknown>,
  take: (output: Output) => void,
): void {
  let nextToken: string | undefined;
  do {
    const output = ask<Output & { nextToken?: string }>(
      exchange,
      operation,
      nextToken === undefined ? input : { ...input, nextToken },
      'NAME_INVALID',
    );
    take(output);
    nextToken = output.nextToken;
  } while (nextToken !== undefined);
}

function limitOf(n: string | undefined): number {
  if (n === undefined) return largestPage;
  if (!/^\d{1,9}$/.test(n))
    throw new Refusal('UNSUPPORTED', `n is a whole number, not '${n}'.`, { status: 400 });
  return Math.min(Number(n), largestPage);
}

/** "lexical order (i.e. case-insensitive alphanumeric order)" (specification, listing tags). */
function lexically(a: string, b: string): number {
  return order(a.toLowerCase(), b.toLowerCase()) || order(a, b);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function next(path: string, n: number, last: string): Record<string, string> {
  return { link: `<${path}?n=${n}&last=${encodeURIComponent(last)}>; rel="next"` };
}

function json(body: object, headers: Record<string, string>): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}
