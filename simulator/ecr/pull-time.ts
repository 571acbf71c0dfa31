import type {
  DeregisterPullTimeUpdateExclusionRequest,
  DeregisterPullTimeUpdateExclusionResponse,
  ListPullTimeUpdateExclusionsRequest,
  ListPullTimeUpdateExclusionsResponse,
  RegisterPullTimeUpdateExclusionRequest,
  RegisterPullTimeUpdateExclusionResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../api/errors.ts';
import { pageOf } from '../api/pagination.ts';
import { epochSeconds, type Wire } from '../api/wire.ts';
import { invalid, type EcrScope } from './scope.ts';
import type { Image } from './state.ts';

const day = 24 * 60 * 60 * 1000;

/**
 * Notes a pull. ECR refreshes the moment at least once every 24 hours, so that of several pulls in a day the first
 * shows (https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageDetail.html). Pulls by excluded principals
 * leave no trace.
 */
export function recordPull(
  image: Image,
  { context, ecr, principal }: Pick<EcrScope, 'context' | 'ecr' | 'principal'>,
): void {
  if (ecr.pullTimeExclusions.has(principal)) return;
  if (image.lastRecordedPullTime !== undefined && context.date - image.lastRecordedPullTime < day) return;
  image.lastRecordedPullTime = context.date;
}

/** RegisterPullTimeUpdateExclusion. Messages are our own. */
export function registerPullTimeUpdateExclusion(
  input: Wire<RegisterPullTimeUpdateExclusionRequest>,
  { context, ecr }: EcrScope,
): Wire<RegisterPullTimeUpdateExclusionResponse> {
  const principalArn = input.principalArn ?? '';
  if (!/^arn:aws:iam::\d{12}:(?:user|role)\/.+$/.test(principalArn))
    throw invalid('principalArn', 'Member must be the ARN of an IAM user or role');
  if (ecr.pullTimeExclusions.has(principalArn)) {
    throw new AwsError(
      'ExclusionAlreadyExistsException',
      `The pull time update exclusion for the principal '${principalArn}' already exists in the registry with id '${ecr.registryId}'`,
    );
  }
  ecr.pullTimeExclusions.set(principalArn, context.date);
  return { principalArn, createdAt: epochSeconds(context.date) as never };
}

export function deregisterPullTimeUpdateExclusion(
  input: Wire<DeregisterPullTimeUpdateExclusionRequest>,
  { ecr }: EcrScope,
): Wire<DeregisterPullTimeUpdateExclusionResponse> {
  const principalArn = input.principalArn ?? '';
  if (!ecr.pullTimeExclusions.delete(principalArn)) {
    throw new AwsError(
      'ExclusionNotFoundException',
      `The pull time update exclusion for the principal '${principalArn}' does not exist in the registry with id '${ecr.registryId}'`,
    );
  }
  return { principalArn };
}

export function listPullTimeUpdateExclusions(
  input: Wire<ListPullTimeUpdateExclusionsRequest>,
  { ecr }: EcrScope,
): Wire<ListPullTimeUpdateExclusionsResponse> {
  const all = [...ecr.pullTimeExclusions.keys()];
  const { items, next } = pageOf(all, input);
  return {
    pullTimeUpdateExclusions: items,
    ...next,
  };
}
