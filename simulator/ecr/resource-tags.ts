import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  TagResourceResponse,
  UntagResourceRequest,
  UntagResourceResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../api/errors.ts';
import type { Wire } from '../api/wire.ts';
import { invalid, readSubject, type EcrScope } from './scope.ts';
import type { Repository } from './state.ts';

/** Tags a resource can have (https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-using-tags.html). */
const most = 50;

/**
 * Holds tags to AWS's rules: keys of 1 to 128 characters that do not begin with `aws:`, values of up to 256.
 * @throws AwsError InvalidTagParameterException, TooManyTagsException; messages are our own
 */
export function checkTags(
  tags: readonly { Key?: string; Value?: string }[],
  present: ReadonlyMap<string, string> = new Map(),
): void {
  for (const { Key = '', Value = '' } of tags) {
    if (Key.length < 1 || Key.length > 128)
      throw new AwsError('InvalidTagParameterException', 'A tag key must have between 1 and 128 characters.');
    if (Value.length > 256)
      throw new AwsError('InvalidTagParameterException', 'A tag value must have at most 256 characters.');
    if (/^aws:/i.test(Key))
      throw new AwsError(
        'InvalidTagParameterException',
        'A tag key must not begin with aws:, which is reserved.',
      );
  }
  if (new Set([...present.keys(), ...tags.map(({ Key = '' }) => Key)]).size > most) {
    throw new AwsError('TooManyTagsException', `A repository can have at most ${most} tags.`);
  }
}

export function listTagsForResource(
  input: Wire<ListTagsForResourceRequest>,
  scope: EcrScope,
): Wire<ListTagsForResourceResponse> {
  const { resourceTags } = resourceOf(input, scope);
  return { tags: [...resourceTags].map(([Key, Value]) => ({ Key, Value })) };
}

export function tagResource(input: Wire<TagResourceRequest>, scope: EcrScope): Wire<TagResourceResponse> {
  const { resourceTags } = resourceOf(input, scope);
  checkTags(input.tags ?? [], resourceTags);
  for (const { Key = '', Value = '' } of input.tags ?? []) resourceTags.set(Key, Value);
  return {};
}

export function untagResource(
  input: Wire<UntagResourceRequest>,
  scope: EcrScope,
): Wire<UntagResourceResponse> {
  const { resourceTags } = resourceOf(input, scope);
  for (const key of input.tagKeys ?? []) resourceTags.delete(key);
  return {};
}

/** @throws AwsError InvalidParameterException for an ARN that is none, RepositoryNotFoundException */
function resourceOf({ resourceArn = '' }: { resourceArn?: string }, { ecr }: EcrScope): Repository {
  if (!/^arn:aws:ecr(-public)?:[a-z0-9-]*:\d{12}:repository\/.+$/.test(resourceArn)) {
    // As the service has been seen to say it (moto's tests).
    throw invalid('resourceArn', 'Invalid ARN');
  }
  const { registryId, name } = readSubject(resourceArn);
  const named = ecr.repositories.get(name);
  const repository = named?.arn === resourceArn ? named : undefined;
  if (!repository) {
    throw new AwsError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
    );
  }
  return repository;
}
