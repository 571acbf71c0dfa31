import { AwsError } from '../../api/errors.ts';
import type { Operation, Service } from '../../api/service.ts';
import { checked, checkRegistryIds } from '../constraints.ts';
import { batchDeleteImage } from '../delete-images.ts';
import {
  batchCheckLayerAvailability,
  completeLayerUpload,
  initiateLayerUpload,
  uploadLayerPart,
} from '../layers.ts';
import { deleteRepositoryPolicy, getRepositoryPolicy, setRepositoryPolicy } from '../policies.ts';
import { putImage } from '../put-image.ts';
import { listTagsForResource, tagResource, untagResource } from '../resource-tags.ts';
import {
  describeRegistries,
  getRegistryCatalogData,
  getRepositoryCatalogData,
  putRegistryCatalogData,
  putRepositoryCatalogData,
} from './catalog.ts';
import { describeImages, describeImageTags } from './images.ts';
import { createRepository, deleteRepository, describeRepositories } from './repositories.ts';
import type { EcrPublicScope } from './scope.ts';
import { getAuthorizationToken } from './tokens.ts';

/** Amazon ECR Public. What it shares with the private registry is the same code. */
export const ecrPublicService: Service<EcrPublicScope> = {
  name: 'ecr-public',
  operations: checked<EcrPublicScope>('ecr-public', {
    BatchCheckLayerAvailability: inOwnRegistry(batchCheckLayerAvailability),
    BatchDeleteImage: inOwnRegistry(batchDeleteImage),
    CompleteLayerUpload: inOwnRegistry(completeLayerUpload),
    CreateRepository: createRepository,
    DeleteRepository: inOwnRegistry(deleteRepository),
    DeleteRepositoryPolicy: inOwnRegistry(deleteRepositoryPolicy),
    DescribeImages: inOwnRegistry(describeImages),
    DescribeImageTags: inOwnRegistry(describeImageTags),
    DescribeRegistries: describeRegistries,
    DescribeRepositories: inOwnRegistry(describeRepositories),
    GetAuthorizationToken: getAuthorizationToken,
    GetRegistryCatalogData: getRegistryCatalogData,
    GetRepositoryCatalogData: inOwnRegistry(getRepositoryCatalogData),
    GetRepositoryPolicy: inOwnRegistry(getRepositoryPolicy),
    InitiateLayerUpload: inOwnRegistry(initiateLayerUpload),
    ListTagsForResource: listTagsForResource,
    PutImage: inOwnRegistry(putImage),
    PutRegistryCatalogData: putRegistryCatalogData,
    PutRepositoryCatalogData: inOwnRegistry(putRepositoryCatalogData),
    SetRepositoryPolicy: inOwnRegistry(setRepositoryPolicy),
    TagResource: tagResource,
    UntagResource: untagResource,
    UploadLayerPart: inOwnRegistry(uploadLayerPart),
  }),
  check: checkRegistryIds,
  missing: (member) =>
    new AwsError(
      'InvalidParameterException',
      `Invalid parameter at '${member}' failed to satisfy constraint: 'Member must not be null'`,
    ),
};

/** The API of ECR Public manages the caller's own registry only. */
function inOwnRegistry(operation: Operation<EcrPublicScope>): Operation<EcrPublicScope> {
  return (input, scope) => {
    const { registryId } = input as { registryId?: string };
    if (registryId !== undefined && registryId !== scope.ecr.registryId) {
      throw new AwsError('RegistryNotFoundException', `The registry with id '${registryId}' does not exist`);
    }
    return operation(input, scope);
  };
}
