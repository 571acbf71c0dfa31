import type { Failure } from '../../kernel/journal.ts';
import { Refusal, type RegistryCode } from './answer.ts';

/**
 * How the HTTP interface names the API's errors. Texts that Docker has been seen to show: `name unknown: The repository
 * with name …`, `tag invalid: The image tag …`, `denied: User: … is not authorized to perform: …`.
 */
const codes: Readonly<Record<string, RegistryCode>> = {
  RepositoryNotFoundException: 'NAME_UNKNOWN',
  ImageNotFoundException: 'MANIFEST_UNKNOWN',
  ImageTagAlreadyExistsException: 'TAG_INVALID',
  ImageDigestDoesNotMatchException: 'MANIFEST_INVALID',
  // Of a manifest, in Amazon ECR's answers (https://github.com/oras-project/oras-py/issues/54).
  LayersNotFoundException: 'BLOB_UPLOAD_UNKNOWN',
  LayerInaccessibleException: 'BLOB_UNKNOWN',
  ReferencedImagesNotFoundException: 'MANIFEST_BLOB_UNKNOWN',
  UploadNotFoundException: 'BLOB_UPLOAD_UNKNOWN',
  InvalidLayerPartException: 'BLOB_UPLOAD_INVALID',
  InvalidLayerException: 'BLOB_UPLOAD_INVALID',
  EmptyUploadException: 'BLOB_UPLOAD_INVALID',
  AccessDeniedException: 'DENIED',
  LimitExceededException: 'DENIED',
  ThrottlingException: 'TOOMANYREQUESTS',
};

/** What an ECR API call's failure is to a registry client; `otherwise` for a bad parameter, which each endpoint names in its own way. */
export function refusalOf({ code, message }: Failure, otherwise: RegistryCode): Refusal {
  return new Refusal(codes[code] ?? otherwise, message);
}
