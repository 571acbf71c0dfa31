import { AwsError } from '../api/errors.ts';
import type { Service } from '../api/service.ts';
import { checked, checkRegistryIds } from './constraints.ts';
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
  createPullThroughCacheRule,
  deletePullThroughCacheRule,
  describePullThroughCacheRules,
  updatePullThroughCacheRule,
  validatePullThroughCacheRule,
} from './pull-through/rules.ts';
import {
  deleteRegistryPolicy,
  deleteRepositoryPolicy,
  getRegistryPolicy,
  getRepositoryPolicy,
  putRegistryPolicy,
  setRepositoryPolicy,
} from './policies.ts';
import {
  deregisterPullTimeUpdateExclusion,
  listPullTimeUpdateExclusions,
  registerPullTimeUpdateExclusion,
} from './pull-time.ts';
import { putImage } from './put-image.ts';
import { listImageReferrers } from './referrers.ts';
import {
  describeReplicationBackfillResults,
  listReplicationBackfills,
  startReplicationBackfill,
  stopReplicationBackfill,
} from './replication/backfill.ts';
import { describeImageReplicationStatus } from './replication/replicate.ts';
import { putReplicationConfiguration } from './replication/rules.ts';
import { createRepository, deleteRepository, describeRepositories } from './repositories.ts';
import { listTagsForResource, tagResource, untagResource } from './resource-tags.ts';
import { describeImageScanFindings } from './scanning/findings.ts';
import {
  batchGetRepositoryScanningConfiguration,
  getRegistryScanningConfiguration,
  putImageScanningConfiguration,
  putRegistryScanningConfiguration,
  startImageScan,
} from './scanning/operations.ts';
import type { EcrScope } from './scope.ts';
import { describeRegistry, getAccountSetting, putAccountSetting } from './settings.ts';
import {
  deleteSigningConfiguration,
  describeImageSigningStatus,
  getSigningConfiguration,
  putSigningConfiguration,
} from './signing.ts';
import { updateImageStorageClass } from './storage-class.ts';
import { getAuthorizationToken } from './tokens.ts';

/** Amazon ECR's private registry. */
export const ecrService: Service<EcrScope> = {
  name: 'ecr',
  operations: checked('ecr', {
    BatchCheckLayerAvailability: batchCheckLayerAvailability,
    BatchDeleteImage: batchDeleteImage,
    BatchGetImage: batchGetImage,
    BatchGetRepositoryScanningConfiguration: batchGetRepositoryScanningConfiguration,
    CompleteLayerUpload: completeLayerUpload,
    CreatePullThroughCacheRule: createPullThroughCacheRule,
    CreateRepository: createRepository,
    CreateRepositoryCreationTemplate: createRepositoryCreationTemplate,
    DeleteLifecyclePolicy: deleteLifecyclePolicy,
    DeletePullThroughCacheRule: deletePullThroughCacheRule,
    DeleteRegistryPolicy: deleteRegistryPolicy,
    DeleteRepository: deleteRepository,
    DeleteRepositoryCreationTemplate: deleteRepositoryCreationTemplate,
    DeleteRepositoryPolicy: deleteRepositoryPolicy,
    DeleteSigningConfiguration: deleteSigningConfiguration,
    DeregisterPullTimeUpdateExclusion: deregisterPullTimeUpdateExclusion,
    DescribeImageReplicationStatus: describeImageReplicationStatus,
    DescribeImageScanFindings: describeImageScanFindings,
    DescribeImageSigningStatus: describeImageSigningStatus,
    DescribeImages: describeImages,
    DescribePullThroughCacheRules: describePullThroughCacheRules,
    DescribeRegistry: describeRegistry,
    DescribeReplicationBackfillResults: describeReplicationBackfillResults,
    DescribeRepositories: describeRepositories,
    DescribeRepositoryCreationTemplates: describeRepositoryCreationTemplates,
    GetAccountSetting: getAccountSetting,
    GetAuthorizationToken: getAuthorizationToken,
    GetDownloadUrlForLayer: getDownloadUrlForLayer,
    GetLifecyclePolicy: getLifecyclePolicy,
    GetLifecyclePolicyPreview: getLifecyclePolicyPreview,
    GetRegistryPolicy: getRegistryPolicy,
    GetRegistryScanningConfiguration: getRegistryScanningConfiguration,
    GetRepositoryPolicy: getRepositoryPolicy,
    GetSigningConfiguration: getSigningConfiguration,
    InitiateLayerUpload: initiateLayerUpload,
    ListImageReferrers: listImageReferrers,
    ListImages: listImages,
    ListPullTimeUpdateExclusions: listPullTimeUpdateExclusions,
    ListReplicationBackfills: listReplicationBackfills,
    ListTagsForResource: listTagsForResource,
    PutAccountSetting: putAccountSetting,
    PutImage: putImage,
    PutImageScanningConfiguration: putImageScanningConfiguration,
    PutImageTagMutability: putImageTagMutability,
    PutLifecyclePolicy: putLifecyclePolicy,
    PutRegistryPolicy: putRegistryPolicy,
    PutRegistryScanningConfiguration: putRegistryScanningConfiguration,
    PutReplicationConfiguration: putReplicationConfiguration,
    PutSigningConfiguration: putSigningConfiguration,
    RegisterPullTimeUpdateExclusion: registerPullTimeUpdateExclusion,
    SetRepositoryPolicy: setRepositoryPolicy,
    StartImageScan: startImageScan,
    StartLifecyclePolicyPreview: startLifecyclePolicyPreview,
    StartReplicationBackfill: startReplicationBackfill,
    StopReplicationBackfill: stopReplicationBackfill,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateImageStorageClass: updateImageStorageClass,
    UpdatePullThroughCacheRule: updatePullThroughCacheRule,
    UpdateRepositoryCreationTemplate: updateRepositoryCreationTemplate,
    UploadLayerPart: uploadLayerPart,
    ValidatePullThroughCacheRule: validatePullThroughCacheRule,
  }),
  check: checkRegistryIds,
  missing: (member) =>
    new AwsError(
      'InvalidParameterException',
      `Invalid parameter at '${member}' failed to satisfy constraint: 'Member must not be null'`,
    ),
};
