import { describe, expect, test } from 'vitest';
import { fromPublic } from '../../../simulator/docker/public-base.ts';
import { operatingSystemOf, operatingSystems } from '../../../simulator/ecr/scanning/operating-system.ts';
import { vulnerabilities } from '../../../simulator/ecr/scanning/vulnerabilities.ts';
import { publicImages } from '../../../simulator/images/index.ts';
import { hands, type Hands } from '../cloud.ts';
import { day, layerOf, push, pushIndex, repository } from './pushing.ts';

const debian = layerOf({ '/etc/os-release': 'NAME="Debian GNU/Linux"\nID=debian\nVERSION_ID="12"\n' });
const scratch = layerOf({ '/app': 'binary' });
const standIn = layerOf({ '/etc/drydock/httpd/latest/linux-amd64/1-of-6': '' });

function pushed(layer: string, scanOnPush = false): { one: Hands; digest: string } {
  const one = hands();
  repository(one, 'web', { imageScanningConfiguration: { scanOnPush } });
  return { one, digest: push(one, layer, { tag: 'v1' }).digest };
}

const imageId = { imageTag: 'v1' };
const start = (one: Hands) => one.ask('ecr', 'StartImageScan', { repositoryName: 'web', imageId });
const findings = (one: Hands, more: object = {}) =>
  one.ask('ecr', 'DescribeImageScanFindings', { repositoryName: 'web', imageId, ...more });
const detail = (one: Hands) => one.ask('ecr', 'DescribeImages', { repositoryName: 'web' }).imageDetails[0];

describe('basic scanning', () => {
  test('on request: in progress, then the findings of the system in the image', () => {
    const { one, digest } = pushed(debian);
    expect(start(one)).toEqual({
      registryId: '123456789012',
      repositoryName: 'web',
      imageId: { imageDigest: digest, imageTag: 'v1' },
      imageScanStatus: { status: 'IN_PROGRESS' },
    });
    expect(findings(one)).toEqual({
      registryId: '123456789012',
      repositoryName: 'web',
      imageId: { imageDigest: digest, imageTag: 'v1' },
      imageScanStatus: { status: 'IN_PROGRESS' },
    });
    one.wind(60_000);
    const result = findings(one, { maxResults: 2 });
    const summary = {
      imageScanCompletedAt: (one.cloud.startsAt + 25_000) / 1000,
      vulnerabilitySourceUpdatedAt: Date.UTC(2026, 0, 5) / 1000,
      findingSeverityCounts: { CRITICAL: 1, HIGH: 2, MEDIUM: 2, INFORMATIONAL: 3 },
    };
    expect(result).toEqual({
      registryId: '123456789012',
      repositoryName: 'web',
      imageId: { imageDigest: digest, imageTag: 'v1' },
      imageScanStatus: { status: 'COMPLETE', description: 'The scan was completed successfully.' },
      imageScanFindings: {
        findings: [
          {
            name: 'CVE-2023-45853',
            description: expect.stringContaining('zlib'),
            uri: 'https://nvd.nist.gov/vuln/detail/CVE-2023-45853',
            severity: 'CRITICAL',
            attributes: [
              { key: 'package_version', value: '1:1.2.13.dfsg-1' },
              { key: 'package_name', value: 'zlib' },
              { key: 'CVSS3_VECTOR', value: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
              { key: 'CVSS3_SCORE', value: '9.8' },
            ],
          },
          expect.objectContaining({ name: 'CVE-2023-31484', severity: 'HIGH' }),
        ],
        ...summary,
      },
      nextToken: expect.any(String),
    });
    expect(findings(one, { nextToken: result.nextToken }).imageScanFindings.findings).toHaveLength(6);
    expect(detail(one)).toMatchObject({
      imageScanStatus: { status: 'COMPLETE', description: 'The scan was completed successfully.' },
      imageScanFindingsSummary: summary,
    });
  });

  test('on push where the repository asks for it', () => {
    const { one } = pushed(debian, true);
    one.wind(60_000);
    expect(findings(one).imageScanStatus.status).toBe('COMPLETE');
    expect(findings(pushedAfter(one)).imageScanStatus.status).toBe('COMPLETE');

    function pushedAfter(same: Hands): Hands {
      same.ask('ecr', 'PutImageScanningConfiguration', {
        repositoryName: 'web',
        imageScanningConfiguration: { scanOnPush: false },
      });
      push(same, scratch, { tag: 'v2' });
      same.wind(60_000);
      expect(
        same.refusal('ecr', 'DescribeImageScanFindings', {
          repositoryName: 'web',
          imageId: { imageTag: 'v2' },
        }),
      ).toEqual({
        code: 'ScanNotFoundException',
        message:
          "Image scan does not exist for the image with '{imageDigest:'null', imageTag:'v2'}' in the repository with name 'web' in the registry with id '123456789012'",
        details: {},
      });
      return same;
    }
  });

  test('an image of the outside world is known by its stand-in layer', () => {
    const { one } = pushed(standIn, true);
    one.wind(60_000);
    expect(findings(one).imageScanFindings.findings.map(({ name }: { name: string }) => name)).toEqual(
      vulnerabilities['debian:13']!.map(({ name }) => name),
    );
  });

  test('an image from scratch cannot be scanned', () => {
    const { one } = pushed(scratch, true);
    one.wind(60_000);
    expect(findings(one).imageScanStatus).toEqual({
      status: 'UNSUPPORTED_IMAGE',
      description: 'UnsupportedImageError: The operating system and/or package manager are not supported.',
    });
  });

  test('an image is scanned once a day', () => {
    const { one } = pushed(debian);
    start(one);
    one.wind(day - 1);
    expect(one.refusal('ecr', 'StartImageScan', { repositoryName: 'web', imageId })).toEqual({
      code: 'LimitExceededException',
      message: 'The scan quota per image has been exceeded. Wait and try again.',
      details: {},
    });
    one.wind(1);
    expect(start(one).imageScanStatus).toEqual({ status: 'IN_PROGRESS' });
  });

  test('indexes, artifacts and archived images are refused', () => {
    const { one, digest } = pushed(debian);
    const member = push(one, 'amd');
    pushIndex(one, [member], { tag: 'index' });
    push(one, 'sbom', { subject: digest, artifactType: 'application/spdx+json', tag: 'artifact' });
    const code = (imageTag: string) =>
      one.refusal('ecr', 'StartImageScan', { repositoryName: 'web', imageId: { imageTag } }).code;
    expect(code('index')).toBe('UnsupportedImageTypeException');
    expect(code('artifact')).toBe('UnsupportedImageTypeException');
    one.ask('ecr', 'UpdateImageStorageClass', {
      repositoryName: 'web',
      imageId,
      targetStorageClass: 'ARCHIVE',
    });
    expect(code('v1')).toBe('ImageArchivedException');
  });
});

describe('the registry’s configuration', () => {
  const rule = (scanFrequency: string, filter: string) => ({
    scanFrequency,
    repositoryFilters: [{ filter, filterType: 'WILDCARD' }],
  });

  test('filters decide which repositories are scanned when', () => {
    const one = hands();
    for (const name of ['prod/web', 'prod/api', 'test']) repository(one, name);
    const rules = [rule('CONTINUOUS_SCAN', 'prod/*'), rule('SCAN_ON_PUSH', 'api')];
    expect(one.ask('ecr', 'PutRegistryScanningConfiguration', { scanType: 'ENHANCED', rules })).toEqual({
      registryScanningConfiguration: { scanType: 'ENHANCED', rules },
    });
    expect(one.ask('ecr', 'GetRegistryScanningConfiguration')).toEqual({
      registryId: '123456789012',
      scanningConfiguration: { scanType: 'ENHANCED', rules },
    });
    expect(
      one.ask('ecr', 'BatchGetRepositoryScanningConfiguration', {
        repositoryNames: ['prod/web', 'test', 'none'],
      }),
    ).toEqual({
      scanningConfigurations: [
        {
          repositoryArn: 'arn:aws:ecr:us-east-1:123456789012:repository/prod/web',
          repositoryName: 'prod/web',
          scanOnPush: false,
          scanFrequency: 'CONTINUOUS_SCAN',
          appliedScanFilters: [{ filter: 'prod/*', filterType: 'WILDCARD' }],
        },
        {
          repositoryArn: 'arn:aws:ecr:us-east-1:123456789012:repository/test',
          repositoryName: 'test',
          scanOnPush: false,
          scanFrequency: 'MANUAL',
          appliedScanFilters: [],
        },
      ],
      failures: [
        {
          repositoryName: 'none',
          failureCode: 'REPOSITORY_NOT_FOUND',
          failureReason: 'REPOSITORY_NOT_FOUND',
        },
      ],
    });
  });

  test('continuous scanning needs the enhanced type', () => {
    expect(
      hands().refusal('ecr', 'PutRegistryScanningConfiguration', {
        scanType: 'BASIC',
        rules: [rule('CONTINUOUS_SCAN', '*')],
      }).code,
    ).toBe('InvalidParameterException');
  });

  test('enhanced findings have Amazon Inspector’s shape, and stay active for a time', () => {
    const one = hands();
    one.ask('ecr', 'PutRegistryScanningConfiguration', {
      scanType: 'ENHANCED',
      rules: [rule('CONTINUOUS_SCAN', '*')],
    });
    repository(one, 'web');
    const { digest } = push(one, debian, { tag: 'v1' });
    expect(findings(one).imageScanStatus).toEqual({ status: 'PENDING' });
    expect(one.refusal('ecr', 'StartImageScan', { repositoryName: 'web', imageId })).toMatchObject({
      code: 'ValidationException',
      message: 'This feature is disabled',
    });
    one.wind(5 * 60_000);
    const { imageScanStatus, imageScanFindings } = findings(one);
    expect(imageScanStatus).toEqual({
      status: 'ACTIVE',
      description: 'Continuous scan is selected for image.',
    });
    expect(imageScanFindings.findings).toBeUndefined();
    expect(imageScanFindings.enhancedFindings[2]).toMatchObject({
      awsAccountId: '123456789012',
      findingArn: expect.stringMatching(/^arn:aws:inspector2:us-east-1:123456789012:finding\/[0-9a-f]{32}$/),
      title: 'CVE-2025-4802 - glibc',
      severity: 'HIGH',
      status: 'ACTIVE',
      type: 'PACKAGE_VULNERABILITY',
      fixAvailable: 'YES',
      resources: [
        { type: 'AWS_ECR_CONTAINER_IMAGE', details: { awsEcrContainerImage: { imageHash: digest } } },
      ],
    });
    one.wind(14 * day);
    expect(findings(one).imageScanStatus.status).toBe('SCAN_ELIGIBILITY_EXPIRED');
  });
});

test('what the outside world publishes is known to the scanner, but for Windows and for images without a system', () => {
  const unknown = new Set<string>();
  for (const image of publicImages)
    for (const platform of image.platforms) {
      const { layers } = fromPublic(image, platform);
      const blobs = new Map(layers.map(({ digest, bytes }) => [digest, bytes]));
      const manifest = {
        mediaType: '',
        statesType: true,
        layers: layers.map(({ digest }) => ({ digest, size: 0 })),
        manifests: [],
      };
      if (!operatingSystemOf(manifest, { blobs })) unknown.add(`${image.name} ${platform.split('/')[0]}`);
    }
  expect([...unknown].sort()).toEqual([
    'docker.io/library/busybox linux',
    'docker.io/library/hello-world linux',
    'mcr.microsoft.com/dotnet/aspnet windows',
    'mcr.microsoft.com/dotnet/runtime windows',
    'mcr.microsoft.com/dotnet/sdk windows',
    'public.ecr.aws/docker/library/busybox linux',
    'public.ecr.aws/docker/library/hello-world linux',
  ]);
});

test('every system that the scanner knows has a row in the table, and every row names a CVE', () => {
  expect(Object.keys(vulnerabilities).sort()).toEqual([...operatingSystems].sort());
  for (const rows of Object.values(vulnerabilities))
    for (const { name, score, vector } of rows) {
      expect(name).toMatch(/^CVE-\d{4}-\d{4,}$/);
      expect(vector).toMatch(/^CVSS:3\.1\/AV:/);
      expect(score).toBeGreaterThan(0);
    }
});
