import { AwsError } from '../api/errors.ts';
import type { Service } from '../api/service.ts';
import { checked } from './constraints.ts';
import {
  createRepositoryCreationTemplate,
  deleteRepositoryCreationTemplate,
  describeRepositoryCreationTemplates,
  updateRepositoryCreationTemplate,
} from './creation-templates.ts';
import { batchDeleteImage } from './delete-images.ts';
import { describeImages, listImages } from './describe-images.ts';
import { batchGetImage } from './get-images.ts';
import {
  batchCheckLayerAvailability,
  completeLayerUpload,
  getDownloadUrlForLayer,
  initiateLayerUpload,
  uploadLayerPart,
} from './layers.ts';
import { deleteLifecyclePolicy, getLifecyclePolicy, putLifecyclePolicy } from './lifecycle/operations.ts';
import { getLifecyclePolicyPreview, startLifecyclePolicyPreview } from './lifecycle/preview.ts';
import { putImageTagMutability } from './mutability.ts';
import {
  deregisterPullTimeUpdateExclusion,
  listPullTimeUpdateExclusions,
  registerPullTimeUpdateExclusion,
} from './pull-time.ts';
import { putImage } from './put-image.ts';
import { listImageReferrers } from './referrers.ts';
import { createRepository, deleteRepository, describeRepositories } from './repositories.ts';
import { listTagsForResource, tagResource, untagResource } from './resource-tags.ts';
import type { EcrScope } from './scope.ts';
import { describeRegistry, getAccountSetting, putAccountSetting } from './settings.ts';
import { updateImageStorageClass } from './storage-class.ts';
import { getAuthorizationToken } from './tokens.ts';

/** Amazon ECR's private registry. */
export const ecrService: Service<EcrScope> = {
  name: 'ecr',
  operations: checked('ecr', {
    BatchCheckLayerAvailability: batchCheckLayerAvailability,
    BatchDeleteImage: batchDeleteImage,
    BatchGetImage: batchGetImage,
    CompleteLayerUpload: completeLayerUpload,
    CreateRepository: createRepository,
    CreateRepositoryCreationTemplate: createRepositoryCreationTemplate,
    DeleteLifecyclePolicy: deleteLifecyclePolicy,
    DeleteRepository: deleteRepository,
    DeleteRepositoryCreationTemplate: deleteRepositoryCreationTemplate,
    DeregisterPullTimeUpdateExclusion: deregisterPullTimeUpdateExclusion,
    DescribeImages: describeImages,
    DescribeRegistry: describeRegistry,
    DescribeRepositories: describeRepositories,
    DescribeRepositoryCreationTemplates: describeRepositoryCreationTemplates,
    GetAccountSetting: getAccountSetting,
    GetAuthorizationToken: getAuthorizationToken,
    GetDownloadUrlForLayer: getDownloadUrlForLayer,
    GetLifecyclePolicy: getLifecyclePolicy,
    GetLifecyclePolicyPreview: getLifecyclePolicyPreview,
    InitiateLayerUpload: initiateLayerUpload,
    ListImageReferrers: listImageReferrers,
    ListImages: listImages,
    ListPullTimeUpdateExclusions: listPullTimeUpdateExclusions,
    ListTagsForResource: listTagsForResource,
    PutAccountSetting: putAccountSetting,
    PutImage: putImage,
    PutImageTagMutability: putImageTagMutability,
    PutLifecyclePolicy: putLifecyclePolicy,
    RegisterPullTimeUpdateExclusion: registerPullTimeUpdateExclusion,
    StartLifecyclePolicyPreview: startLifecyclePolicyPreview,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateImageStorageClass: updateImageStorageClass,
    UpdateRepositoryCreationTemplate: updateRepositoryCreationTemplate,
    UploadLayerPart: uploadLayerPart,
  }),
  missing: (member) =>
    new AwsError(
      'InvalidParameterException',
      `Invalid parameter at '${member}' failed to satisfy constraint: 'Member must not be null'`,
    ),
};
