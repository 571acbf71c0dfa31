import type {
  BatchGetRepositoryScanningConfigurationRequest,
  BatchGetRepositoryScanningConfigurationResponse,
  GetRegistryScanningConfigurationRequest,
  GetRegistryScanningConfigurationResponse,
  PutImageScanningConfigurationRequest,
  PutImageScanningConfigurationResponse,
  PutRegistryScanningConfigurationRequest,
  PutRegistryScanningConfigurationResponse,
  RepositoryScanningConfigurationFailure,
  RepositoryScanningConfiguration,
  StartImageScanRequest,
  StartImageScanResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import { answeredId, imageOf } from '../images.ts';
import { invalid, repositoryOf, type EcrScope } from '../scope.ts';
import { statusOf } from './findings.ts';
import { frequencyOf } from './frequency.ts';
import { isScannable, startScan } from './scan.ts';

const day = 24 * 60 * 60 * 1000;

export function putImageScanningConfiguration(
  input: Wire<PutImageScanningConfigurationRequest>,
  scope: EcrScope,
): Wire<PutImageScanningConfigurationResponse> {
  const repository = repositoryOf(input, scope);
  repository.scanOnPush = input.imageScanningConfiguration?.scanOnPush ?? false;
  return {
    registryId: scope.ecr.registryId,
    repositoryName: repository.name,
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
  };
}

export function startImageScan(
  input: Wire<StartImageScanRequest>,
  scope: EcrScope,
): Wire<StartImageScanResponse> {
  const { ecr, context } = scope;
  const repository = repositoryOf(input, scope);
  const image = imageOf(repository, input.imageId, scope);
  // With enhanced scanning the service answers so: Amazon Inspector decides when to scan.
  if (ecr.scanning.scanType === 'ENHANCED')
    throw new AwsError('ValidationException', 'This feature is disabled');
  if (image.status !== 'ACTIVE')
    throw new AwsError('ImageArchivedException', 'The specified image is archived and cannot be scanned.');
  if (!isScannable(image)) {
    // Our own words.
    throw new AwsError(
      'UnsupportedImageTypeException',
      `The image with digest '${image.digest}' in the repository with name '${repository.name}' in the registry with id '${ecr.registryId}' is of a type that cannot be scanned.`,
    );
  }
  if (image.scan && context.date - image.scan.requestedAt < day) {
    // In the service's words (moto's tests).
    throw new AwsError(
      'LimitExceededException',
      'The scan quota per image has been exceeded. Wait and try again.',
    );
  }
  startScan(repository, image, scope);
  return {
    registryId: ecr.registryId,
    repositoryName: repository.name,
    imageId: answeredId(image, input.imageId),
    imageScanStatus: statusOf(image.scan!),
  };
}

/** Which frequencies go with which type, and how much a configuration may hold (API reference, RegistryScanningRule). */
const frequencies: Readonly<Record<string, readonly string[]>> = {
  BASIC: ['SCAN_ON_PUSH', 'MANUAL'],
  ENHANCED: ['CONTINUOUS_SCAN', 'SCAN_ON_PUSH'],
};

export function putRegistryScanningConfiguration(
  input: Wire<PutRegistryScanningConfigurationRequest>,
  { ecr }: EcrScope,
): Wire<PutRegistryScanningConfigurationResponse> {
  const scanType = input.scanType ?? ecr.scanning.scanType ?? 'BASIC';
  const rules = input.rules ?? [];
  if (rules.length > 2) throw invalid('rules', 'Member must have length less than or equal to 2');
  for (const { scanFrequency = '', repositoryFilters = [] } of rules) {
    if (!frequencies[scanType]!.includes(scanFrequency))
      throw invalid(
        'rules',
        `The scan frequency ${scanFrequency} cannot be used with the scan type ${scanType}`,
      );
    if (repositoryFilters.length > 100)
      throw invalid('repositoryFilters', 'Member must have length less than or equal to 100');
    for (const { filter = '' } of repositoryFilters) {
      if (!/^[a-z0-9*][a-z0-9*._/-]{0,255}$/.test(filter) || /[._/-]$/.test(filter))
        throw invalid(
          'filter',
          'Member must satisfy regular expression pattern: [a-z0-9*](?:[._\\-/a-z0-9*]?[a-z0-9*]+)*',
        );
    }
  }
  ecr.scanning = { scanType, rules };
  return { registryScanningConfiguration: ecr.scanning };
}

export function getRegistryScanningConfiguration(
  _input: Wire<GetRegistryScanningConfigurationRequest>,
  { ecr }: EcrScope,
): Wire<GetRegistryScanningConfigurationResponse> {
  return { registryId: ecr.registryId, scanningConfiguration: ecr.scanning };
}

export function batchGetRepositoryScanningConfiguration(
  input: Wire<BatchGetRepositoryScanningConfigurationRequest>,
  { ecr }: EcrScope,
): Wire<BatchGetRepositoryScanningConfigurationResponse> {
  const scanningConfigurations: Wire<RepositoryScanningConfiguration>[] = [];
  const failures: Wire<RepositoryScanningConfigurationFailure>[] = [];
  for (const repositoryName of input.repositoryNames ?? []) {
    const repository = ecr.repositories.get(repositoryName);
    if (!repository) {
      failures.push({
        repositoryName,
        failureCode: 'REPOSITORY_NOT_FOUND',
        failureReason: 'REPOSITORY_NOT_FOUND',
      });
      continue;
    }
    const { frequency, filters } = frequencyOf(ecr, repository);
    scanningConfigurations.push({
      repositoryArn: repository.arn,
      repositoryName,
      scanOnPush: frequency === 'SCAN_ON_PUSH',
      scanFrequency: frequency,
      appliedScanFilters: filters,
    });
  }
  return { scanningConfigurations, failures };
}
