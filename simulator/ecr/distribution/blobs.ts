import type { Answer } from './answer.ts';
import { Refusal } from './answer.ts';
import { ask, digestIn, type Exchange, type RegistryInput } from './exchange.ts';

interface Layer {
  layerAvailability?: string;
  layerSize?: number;
}

/** end-2, HEAD. */
export function headBlob(input: RegistryInput, exchange: Exchange): Answer {
  const digest = digestIn(input.digest);
  const size = sizeOf(input.repository!, digest, exchange);
  return { status: 200, headers: headersOf(digest, size) };
}

/**
 * end-2, GET. Amazon ECR redirects to a signed URL of its layer bucket; here the bytes come from the registry itself.
 * A layer that no image names yet can be read as well, as the specification asks.
 */
export function getBlob(input: RegistryInput, exchange: Exchange): Answer {
  const digest = digestIn(input.digest);
  const named = { repositoryName: input.repository, layerDigest: digest };
  const reply = exchange.call('GetDownloadUrlForLayer', named);
  if (!reply.ok && reply.error.code !== 'LayerInaccessibleException')
    throw reply.error.code === 'LayersNotFoundException'
      ? unknownBlob(digest)
      : ask(exchange, 'GetDownloadUrlForLayer', named, 'NAME_INVALID');
  const bytes = exchange.ecr?.blobs.get(digest);
  if (!bytes) throw unknownBlob(digest);
  const range = rangeOf(input.range, bytes.length);
  const [first, last] = range ?? [0, bytes.length - 1];
  return {
    status: range ? 206 : 200,
    headers: {
      ...headersOf(digest, last - first + 1),
      ...(range ? { 'content-range': `bytes ${first}-${last}/${bytes.length}` } : {}),
    },
    blob: { registryId: exchange.accountId, region: exchange.region, digest, first, last },
  };
}

/** end-10. Amazon ECR deletes layers by itself, once no image names them. */
export function deleteBlob(): Answer {
  throw new Refusal(
    'UNSUPPORTED',
    'Amazon ECR removes a layer with the last image that names it: delete the image.',
  );
}

/** Bytes of a layer or configuration that the repository holds. @throws Refusal BLOB_UNKNOWN */
export function sizeOf(repositoryName: string, digest: string, exchange: Exchange): number {
  const { layers } = ask<{ layers?: Layer[] }>(
    exchange,
    'BatchCheckLayerAvailability',
    { repositoryName, layerDigests: [digest] },
    'NAME_INVALID',
  );
  const layer = layers?.[0];
  if (layer?.layerAvailability !== 'AVAILABLE') throw unknownBlob(digest);
  return layer.layerSize!;
}

function headersOf(digest: string, length: number): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    'content-length': String(length),
    'docker-content-digest': digest,
    'accept-ranges': 'bytes',
  };
}

/** Our own words: a client shows the code. */
function unknownBlob(digest: string): Refusal {
  return new Refusal('BLOB_UNKNOWN', `The layer with digest '${digest}' does not exist in the repository`);
}

/**
 * The bytes that a `Range` header asks for (RFC 9110, 14.2): one range; undefined when the whole is meant.
 * @throws Refusal with status 416 when the range lies outside the blob
 */
function rangeOf(header: string | undefined, size: number): [number, number] | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  const [, from, to] = match as unknown as [string, string, string];
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (first <= last) return [first, last];
  throw new Refusal('SIZE_INVALID', `The blob has ${size} bytes: the range ${header} lies outside.`, {
    status: 416,
    headers: { 'content-range': `bytes */${size}` },
  });
}
