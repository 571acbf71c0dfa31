import { AwsError } from '../api/errors.ts';
import type { Service } from '../api/service.ts';
import { batchGetImage, describeImages, listImages, putImage } from './images.ts';
import {
  batchCheckLayerAvailability,
  completeLayerUpload,
  initiateLayerUpload,
  uploadLayerPart,
} from './layers.ts';
import { createRepository, deleteRepository, describeRepositories } from './repositories.ts';
import type { EcrScope } from './scope.ts';
import { getAuthorizationToken } from './tokens.ts';

/** Amazon ECR's private registry. */
export const ecrService: Service<EcrScope> = {
  name: 'ecr',
  operations: {
    BatchCheckLayerAvailability: batchCheckLayerAvailability,
    BatchGetImage: batchGetImage,
    CompleteLayerUpload: completeLayerUpload,
    CreateRepository: createRepository,
    DeleteRepository: deleteRepository,
    DescribeImages: describeImages,
    DescribeRepositories: describeRepositories,
    GetAuthorizationToken: getAuthorizationToken,
    InitiateLayerUpload: initiateLayerUpload,
    ListImages: listImages,
    PutImage: putImage,
    UploadLayerPart: uploadLayerPart,
  },
  missing: (member) =>
    new AwsError(
      'InvalidParameterException',
      `Invalid parameter at '${member}' failed to satisfy constraint: 'Member must not be null'`,
    ),
};
