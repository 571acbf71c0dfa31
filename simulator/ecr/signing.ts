import type {
  DeleteSigningConfigurationRequest,
  DeleteSigningConfigurationResponse,
  DescribeImageSigningStatusRequest,
  DescribeImageSigningStatusResponse,
  GetSigningConfigurationRequest,
  GetSigningConfigurationResponse,
  PutSigningConfigurationRequest,
  PutSigningConfigurationResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../api/errors.ts';
import type { Wire } from '../api/wire.ts';
import type { Effect } from '../kernel/queue.ts';
import { digestOf } from './digest.ts';
import { answeredId, imageOf } from './images.ts';
import { begin, give } from './life.ts';
import { readManifest } from './manifest.ts';
import { invalid, readSubject, repositoryOf, type EcrScope, type RegistryScope } from './scope.ts';
import { signingLife } from './signing-machine.ts';
import type { EcrState, Image, Repository } from './state.ts';
import { storeImage } from './store.ts';
import { fits } from './wildcard.ts';

const profileArn = /^arn:aws:signer:([a-z0-9-]+):(\d{12}):\/signing-profiles\/[A-Za-z0-9_]{2,64}$/;
const signatureType = 'application/vnd.cncf.notary.signature';

export function putSigningConfiguration(
  input: Wire<PutSigningConfigurationRequest>,
  { ecr }: EcrScope,
): Wire<PutSigningConfigurationResponse> {
  const rules = input.signingConfiguration?.rules ?? [];
  if (rules.length > 10)
    throw invalid('signingConfiguration.rules', 'Member must have length less than or equal to 10');
  for (const { signingProfileArn = '', repositoryFilters = [] } of rules) {
    if (!profileArn.test(signingProfileArn))
      throw invalid('signingProfileArn', 'Member must be the ARN of a signing profile of AWS Signer');
    if (repositoryFilters.length > 100)
      throw invalid('repositoryFilters', 'Member must have length less than or equal to 100');
  }
  ecr.signing = { rules };
  return { signingConfiguration: ecr.signing };
}

export function getSigningConfiguration(
  _input: Wire<GetSigningConfigurationRequest>,
  { ecr }: EcrScope,
): Wire<GetSigningConfigurationResponse> {
  if (!ecr.signing) {
    // Our own words.
    throw new AwsError(
      'SigningConfigurationNotFoundException',
      `Signing configuration does not exist in the registry with id '${ecr.registryId}'`,
    );
  }
  return { registryId: ecr.registryId, signingConfiguration: ecr.signing };
}

export function deleteSigningConfiguration(
  input: Wire<DeleteSigningConfigurationRequest>,
  scope: EcrScope,
): Wire<DeleteSigningConfigurationResponse> {
  const answer = getSigningConfiguration(input, scope);
  delete scope.ecr.signing;
  return answer;
}

/** Has a pushed image signed with the profile of each rule that fits its repository. Artifacts are not signed. */
export function signPushed(repository: Repository, image: Image, { ecr, context }: RegistryScope): void {
  if (image.subject !== undefined) return;
  for (const { signingProfileArn = '', repositoryFilters = [] } of ecr.signing?.rules ?? []) {
    if (
      repositoryFilters.length &&
      !repositoryFilters.some(({ filter = '' }) => fits(filter, repository.name))
    )
      continue;
    image.signing ??= new Map();
    image.signing.set(signingProfileArn, {
      status: begin(signingLife, `${repository.arn}@${image.digest}@${signingProfileArn}`, context),
    });
  }
}

/** The effect `ecr.signing`: the signature is there, unless the profile belongs to another Region. */
export function signingEvent(effect: Effect, { ecr, context }: RegistryScope): void {
  const { name, digest } = readSubject(effect.subject);
  const profile = effect.subject.split('@')[2]!;
  const repository = ecr.repositories.get(name);
  const image = repository?.images.get(digest ?? '');
  const signing = image?.signing?.get(profile);
  if (!repository || !image || !signing) return;
  const here = profileArn.exec(profile)?.[1] === ecr.region;
  const status = give(signingLife, signing.status, here ? 'COMPLETE' : 'FAIL', effect.subject, context);
  if (status === undefined) return;
  signing.status = status;
  if (here) addSignature(ecr, repository, image, profile, context.date);
  else {
    signing.failureCode = 'ResourceNotFoundException';
    signing.failureReason = `The signing profile ${profile} is not in the Region ${ecr.region}.`;
  }
}

/**
 * A Notary Project signature as an artifact beside the image. Its envelope names what was signed and by which profile;
 * there is no cryptography behind it here.
 */
function addSignature(
  ecr: EcrState,
  repository: Repository,
  image: Image,
  profile: string,
  date: number,
): void {
  const subject = {
    mediaType: image.mediaType,
    digest: image.digest,
    size: new TextEncoder().encode(image.manifest).length,
  };
  const keep = (content: string, mediaType: string) => {
    const bytes = new TextEncoder().encode(content);
    const digest = digestOf(bytes);
    ecr.blobs.set(digest, bytes);
    repository.layers.add(digest);
    return { mediaType, digest, size: bytes.length };
  };
  const text = JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    artifactType: signatureType,
    config: keep('{}', 'application/vnd.oci.empty.v1+json'),
    layers: [
      keep(JSON.stringify({ targetArtifact: subject, signingProfile: profile }), 'application/jose+json'),
    ],
    subject,
    annotations: { 'org.opencontainers.image.created': new Date(date).toISOString() },
  });
  storeImage(ecr, repository, { digest: digestOf(text), text, manifest: readManifest(text) }, date);
}

export function describeImageSigningStatus(
  input: Wire<DescribeImageSigningStatusRequest>,
  scope: EcrScope,
): Wire<DescribeImageSigningStatusResponse> {
  const repository = repositoryOf(input, scope);
  const image = imageOf(repository, input.imageId, scope);
  return {
    repositoryName: repository.name,
    imageId: answeredId(image, input.imageId),
    registryId: scope.ecr.registryId,
    signingStatuses: [...(image.signing ?? [])].map(([signingProfileArn, signing]) => ({
      signingProfileArn,
      ...(signing as { status: 'COMPLETE' }),
    })),
  };
}
