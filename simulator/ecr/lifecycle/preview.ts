import type {
  GetLifecyclePolicyPreviewRequest,
  GetLifecyclePolicyPreviewResponse,
  LifecyclePolicyPreviewResult,
  StartLifecyclePolicyPreviewRequest,
  StartLifecyclePolicyPreviewResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../../api/errors.ts';
import { pageOf } from '../../api/pagination.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { Effect } from '../../kernel/queue.ts';
import { begin, give } from '../life.ts';
import { readSubject, repositoryOf, type EcrScope, type RegistryScope } from '../scope.ts';
import { evaluate } from './evaluate.ts';
import { policyNotFound } from './operations.ts';
import { readPolicy } from './policy.ts';
import { previewLife } from './preview-machine.ts';
import type { Preview } from './preview-record.ts';

export function startLifecyclePolicyPreview(
  input: Wire<StartLifecyclePolicyPreviewRequest>,
  scope: EcrScope,
): Wire<StartLifecyclePolicyPreviewResponse> {
  const repository = repositoryOf(input, scope);
  const text = input.lifecyclePolicyText ?? repository.lifecycle?.text;
  if (text === undefined) throw policyNotFound(repository.name, scope);
  readPolicy(text);
  if (repository.preview?.status === 'IN_PROGRESS') {
    // Our own words.
    throw new AwsError(
      'LifecyclePolicyPreviewInProgressException',
      `The lifecycle policy preview for the repository with name '${repository.name}' in the registry with id '${scope.ecr.registryId}' is in progress. Wait and try again.`,
    );
  }
  repository.preview = { text, status: begin(previewLife, repository.arn, scope.context), planned: [] };
  return {
    registryId: scope.ecr.registryId,
    repositoryName: repository.name,
    lifecyclePolicyText: text,
    status: 'IN_PROGRESS',
  };
}

/** The effect `ecr.preview`. */
export function previewEvent(effect: Effect, { ecr, context }: RegistryScope): void {
  const repository = ecr.repositories.get(readSubject(effect.subject).name);
  const preview = repository?.preview;
  if (!repository || !preview) return;
  const status = give(previewLife, preview.status, effect.event!, effect.subject, context);
  if (status === undefined) return;
  preview.status = status;
  if (status !== 'COMPLETE') return;
  preview.planned = evaluate(repository, readPolicy(preview.text), context.date).map((planned) => {
    const { tags, pushedAt, status: storage } = repository.images.get(planned.digest)!;
    return {
      ...planned,
      tags: [...tags],
      pushedAt,
      storageClass: storage === 'ARCHIVED' ? 'ARCHIVE' : 'STANDARD',
    };
  });
}

export function getLifecyclePolicyPreview(
  input: Wire<GetLifecyclePolicyPreviewRequest>,
  scope: EcrScope,
): Wire<GetLifecyclePolicyPreviewResponse> {
  const repository = repositoryOf(input, scope);
  const { preview } = repository;
  if (!preview) {
    // Formed like the text of LifecyclePolicyNotFoundException.
    throw new AwsError(
      'LifecyclePolicyPreviewNotFoundException',
      `Lifecycle policy preview does not exist for the repository with name '${repository.name}' in the registry with id '${scope.ecr.registryId}'`,
    );
  }
  const common = {
    registryId: scope.ecr.registryId,
    repositoryName: repository.name,
    lifecyclePolicyText: preview.text,
    status: preview.status as 'COMPLETE',
  };
  if (preview.status !== 'COMPLETE') return common;
  const tagStatus = input.filter?.tagStatus ?? 'ANY';
  const results = preview.planned.filter(
    ({ digest, tags }) =>
      (tagStatus === 'ANY' || tags.length > 0 === (tagStatus === 'TAGGED')) &&
      (!input.imageIds?.length ||
        input.imageIds.some(
          (id) =>
            (id.imageDigest === undefined || id.imageDigest === digest) &&
            (id.imageTag === undefined || tags.includes(id.imageTag)),
        )),
  );
  const { items, next } = pageOf(results, input);
  const expiring = preview.planned.filter(({ type }) => type === 'EXPIRE').length;
  const transitioning = preview.planned.length - expiring;
  return {
    ...common,
    previewResults: items.map(resultOf),
    ...next,
    summary: {
      expiringImageTotalCount: expiring,
      ...(transitioning
        ? {
            transitioningImageTotalCounts: [
              { targetStorageClass: 'ARCHIVE', imageTotalCount: transitioning },
            ],
          }
        : {}),
    },
  };
}

function resultOf({
  digest,
  type,
  rulePriority,
  tags,
  pushedAt,
  storageClass,
}: Preview['planned'][number]): Wire<LifecyclePolicyPreviewResult> {
  return {
    imageTags: tags,
    imageDigest: digest,
    imagePushedAt: epochSeconds(pushedAt) as never,
    action: { type, ...(type === 'TRANSITION' ? { targetStorageClass: 'ARCHIVE' } : {}) },
    appliedRulePriority: rulePriority,
    storageClass,
  };
}
