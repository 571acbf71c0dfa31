import { notAManifest, readManifest } from '../manifest.ts';
import { digestOf } from '../digest.ts';
import { Refusal, type Answer } from './answer.ts';
import { fromBase64 } from './base64.ts';
import { ask, isDigest, type Exchange, type RegistryInput } from './exchange.ts';
import { refusalOf } from './refusals.ts';

/** Bytes of a manifest: the longest `imageManifest` that PutImage takes (API reference). */
const largestManifest = 4 * 1024 * 1024;

interface Found {
  images?: { imageId?: { imageDigest?: string }; imageManifest?: string; imageManifestMediaType?: string }[];
  failures?: { failureCode?: string; failureReason?: string }[];
}

/** end-3, GET. */
export function getManifest(input: RegistryInput, exchange: Exchange): Answer {
  const { images, failures } = ask<Found>(
    exchange,
    'BatchGetImage',
    { repositoryName: input.repository, imageIds: [idOf(input)] },
    'NAME_INVALID',
  );
  const image = images?.[0];
  if (!image)
    throw new Refusal('MANIFEST_UNKNOWN', failures?.[0]?.failureReason ?? 'Requested image not found');
  const body = image.imageManifest!;
  return {
    status: 200,
    headers: {
      'content-type': image.imageManifestMediaType!,
      'content-length': String(new TextEncoder().encode(body).length),
      'docker-content-digest': image.imageId!.imageDigest!,
    },
    body,
  };
}

/** end-3, HEAD. */
export function headManifest(input: RegistryInput, exchange: Exchange): Answer {
  const { status, headers } = getManifest(input, exchange);
  return { status, headers };
}

/** end-7. The same manifest once more is no error to a client. */
export function putManifest(input: RegistryInput, exchange: Exchange): Answer {
  const text = textOf(input.body ?? '');
  const { imageDigest, imageTag } = idOf(input);
  const reply = exchange.call('PutImage', {
    repositoryName: input.repository,
    imageManifest: text,
    ...(input.mediaType ? { imageManifestMediaType: input.mediaType } : {}),
    ...(imageDigest ? { imageDigest } : {}),
    ...(imageTag ? { imageTag } : {}),
  });
  if (!reply.ok && reply.error.code !== 'ImageAlreadyExistsException')
    // A manifest that Amazon ECR cannot take is 405 UNSUPPORTED
    // (https://github.com/falcosecurity/falcoctl/issues/302, https://github.com/opcr-io/policy/issues/149).
    throw refusalOf(reply.error, 'UNSUPPORTED');
  const digest = digestOf(text);
  const { subject } = readManifest(text, input.mediaType);
  return {
    status: 201,
    headers: {
      location: `/v2/${input.repository}/manifests/${digest}`,
      'docker-content-digest': digest,
      ...(subject ? { 'oci-subject': subject.digest } : {}),
    },
  };
}

/**
 * end-9: a tag comes off its image, a digest takes the image with all its tags, as BatchDeleteImage has it. What that
 * does not delete is `unsupported` (https://docs.aws.amazon.com/AmazonECR/latest/userguide/delete_signature.html).
 */
export function deleteManifest(input: RegistryInput, exchange: Exchange): Answer {
  const { failures } = ask<Found>(
    exchange,
    'BatchDeleteImage',
    { repositoryName: input.repository, imageIds: [idOf(input)] },
    'NAME_INVALID',
  );
  const failure = failures?.[0];
  if (!failure) return { status: 202, headers: {} };
  throw failure.failureCode === 'ImageNotFound'
    ? new Refusal('MANIFEST_UNKNOWN', failure.failureReason!)
    : new Refusal('UNSUPPORTED', failure.failureReason!);
}

function idOf({ reference = '' }: RegistryInput): { imageDigest?: string; imageTag?: string } {
  if (isDigest(reference)) return { imageDigest: reference };
  if (reference.includes(':'))
    throw new Refusal('DIGEST_INVALID', `'${reference}' is neither a tag nor a sha256 digest.`);
  return { imageTag: reference };
}

/** The text of a manifest, whose bytes must be UTF-8: its digest is that of its bytes. */
function textOf(base64: string): string {
  const bytes = fromBase64(base64);
  if (bytes && bytes.length > largestManifest)
    throw new Refusal(
      'SIZE_INVALID',
      `A manifest has at most ${largestManifest} bytes; this one has ${bytes.length}.`,
    );
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes!);
  } catch {
    throw new Refusal('UNSUPPORTED', notAManifest().message);
  }
}
