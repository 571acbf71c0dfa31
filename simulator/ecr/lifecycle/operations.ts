import type {
  DeleteLifecyclePolicyRequest,
  DeleteLifecyclePolicyResponse,
  GetLifecyclePolicyRequest,
  GetLifecyclePolicyResponse,
  PutLifecyclePolicyRequest,
  PutLifecyclePolicyResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import { repositoryOf, type EcrScope } from '../scope.ts';
import { readPolicy } from './policy.ts';
import { keepPolicy } from './keep.ts';

export function putLifecyclePolicy(
  input: Wire<PutLifecyclePolicyRequest>,
  scope: EcrScope,
): Wire<PutLifecyclePolicyResponse> {
  const repository = repositoryOf(input, scope);
  const text = input.lifecyclePolicyText ?? '';
  readPolicy(text);
  const lifecyclePolicyText = keepPolicy(repository, text, scope);
  return { registryId: scope.ecr.registryId, repositoryName: repository.name, lifecyclePolicyText };
}

export function getLifecyclePolicy(
  input: Wire<GetLifecyclePolicyRequest>,
  scope: EcrScope,
): Wire<GetLifecyclePolicyResponse> {
  const repository = repositoryOf(input, scope);
  if (!repository.lifecycle) throw policyNotFound(repository.name, scope);
  const { text, lastEvaluatedAt } = repository.lifecycle;
  return {
    registryId: scope.ecr.registryId,
    repositoryName: repository.name,
    lifecyclePolicyText: text,
    lastEvaluatedAt: epochSeconds(lastEvaluatedAt) as never,
  };
}

export function deleteLifecyclePolicy(
  input: Wire<DeleteLifecyclePolicyRequest>,
  scope: EcrScope,
): Wire<DeleteLifecyclePolicyResponse> {
  const answer = getLifecyclePolicy(input, scope);
  delete repositoryOf(input, scope).lifecycle;
  return answer;
}

/** In the service's words. */
export function policyNotFound(name: string, { ecr }: EcrScope): AwsError {
  return new AwsError(
    'LifecyclePolicyNotFoundException',
    `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${ecr.registryId}'`,
  );
}
