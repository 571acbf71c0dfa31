import type {
  DescribeImageScanFindingsRequest,
  DescribeImageScanFindingsResponse,
  EnhancedImageScanFinding,
  ImageScanFinding,
  ImageScanFindingsSummary,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../../api/errors.ts';
import { pageOf } from '../../api/pagination.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import { digestOf } from '../digest.ts';
import { answeredId, imageOf, nameOf } from '../images.ts';
import { repositoryOf, type EcrScope } from '../scope.ts';
import type { Image, Repository } from '../state.ts';
import type { Scan } from './scan-record.ts';
import { vulnerabilities, type Vulnerability } from './vulnerabilities.ts';

export function describeImageScanFindings(
  input: Wire<DescribeImageScanFindingsRequest>,
  scope: EcrScope,
): Wire<DescribeImageScanFindingsResponse> {
  const repository = repositoryOf(input, scope);
  const image = imageOf(repository, input.imageId, scope);
  const { scan } = image;
  if (!scan) {
    // In the service's words (moto's tests).
    throw new AwsError(
      'ScanNotFoundException',
      `Image scan does not exist for the image with '${nameOf(input.imageId!)}' in the repository with name '${repository.name}' in the registry with id '${scope.ecr.registryId}'`,
    );
  }
  const common = {
    registryId: scope.ecr.registryId,
    repositoryName: repository.name,
    imageId: answeredId(image, input.imageId),
    imageScanStatus: statusOf(scan),
  };
  const summary = summaryOf(scan);
  if (!summary) return common;
  const all = vulnerabilities[scan.operatingSystem!] ?? [];
  const { items: shown, next } = pageOf(all, input);
  return {
    ...common,
    imageScanFindings: {
      ...(scan.type === 'BASIC'
        ? { findings: shown.map(basic) }
        : { enhancedFindings: shown.map((each) => enhanced(each, scan, image, repository, scope)) }),
      ...summary,
    },
    ...next,
  };
}

/** The state of a scan as DescribeImages and DescribeImageScanFindings show it. */
export function statusOf({ status, description }: Scan): { status: 'COMPLETE'; description?: string } {
  return { status: status as 'COMPLETE', ...(description === undefined ? {} : { description }) };
}

/** Moments and counts of a scan that found an operating system; undefined before that. */
export function summaryOf(scan: Scan): Wire<ImageScanFindingsSummary> | undefined {
  const { completedAt, operatingSystem } = scan;
  if (completedAt === undefined || operatingSystem === undefined) return undefined;
  const findingSeverityCounts: Record<string, number> = {};
  for (const { severity } of vulnerabilities[operatingSystem] ?? [])
    findingSeverityCounts[severity] = (findingSeverityCounts[severity] ?? 0) + 1;
  return {
    imageScanCompletedAt: epochSeconds(completedAt) as never,
    // The scanner's knowledge is renewed every day at midnight (chosen by us).
    vulnerabilitySourceUpdatedAt: epochSeconds(completedAt - (completedAt % 86_400_000)) as never,
    findingSeverityCounts,
  };
}

function basic(each: Vulnerability): Wire<ImageScanFinding> {
  return {
    name: each.name,
    description: each.description,
    uri: sourceOf(each),
    severity: each.severity,
    attributes: [
      { key: 'package_version', value: each.version },
      { key: 'package_name', value: each.package },
      { key: 'CVSS3_VECTOR', value: each.vector },
      { key: 'CVSS3_SCORE', value: String(each.score) },
    ],
  };
}

function sourceOf({ name }: Vulnerability): string {
  return `https://nvd.nist.gov/vuln/detail/${name}`;
}

/** Amazon Inspector's shape of the same finding (API reference, EnhancedImageScanFinding). */
function enhanced(
  each: Vulnerability,
  { completedAt }: Scan,
  image: Image,
  repository: Repository,
  { ecr }: EcrScope,
): Wire<EnhancedImageScanFinding> {
  const moment = epochSeconds(completedAt!) as never;
  const id = digestOf(`${repository.arn}@${image.digest} ${each.name} ${each.package}`).slice(7, 39);
  const isFixed = each.fixedIn !== undefined;
  // Inspector grades INFORMATIONAL where basic scanning does, and UNDEFINED as UNTRIAGED.
  const severity = each.severity === 'UNDEFINED' ? 'UNTRIAGED' : each.severity;
  const cvss = { baseScore: each.score, scoringVector: each.vector, source: 'NVD', version: '3.1' };
  return {
    awsAccountId: ecr.registryId,
    description: each.description,
    findingArn: `arn:aws:inspector2:${ecr.region}:${ecr.registryId}:finding/${id}`,
    firstObservedAt: moment,
    lastObservedAt: moment,
    packageVulnerabilityDetails: {
      cvss: [cvss],
      referenceUrls: [sourceOf(each)],
      relatedVulnerabilities: [],
      source: 'NVD',
      sourceUrl: sourceOf(each),
      vendorSeverity: severity,
      vulnerabilityId: each.name,
      vulnerablePackages: [
        {
          arch: 'AMD64',
          epoch: 0,
          name: each.package,
          packageManager: 'OS',
          sourceLayerHash: layerOf(image),
          version: each.version,
          ...(isFixed ? { fixedInVersion: each.fixedIn } : {}),
        },
      ],
    },
    remediation: {
      recommendation: {
        text: isFixed ? `Update ${each.package} to ${each.fixedIn}.` : 'None Provided',
      },
    },
    resources: [
      {
        details: {
          awsEcrContainerImage: {
            architecture: 'amd64',
            imageHash: image.digest,
            imageTags: [...image.tags],
            platform: image.scan!.operatingSystem!.replace(':', '_').toUpperCase(),
            pushedAt: epochSeconds(image.pushedAt) as never,
            registry: ecr.registryId,
            repositoryName: repository.name,
          },
        },
        id: `${repository.arn}/${image.digest}`,
        tags: {},
        type: 'AWS_ECR_CONTAINER_IMAGE',
      },
    ],
    score: each.score,
    scoreDetails: {
      cvss: {
        adjustments: [],
        score: each.score,
        scoreSource: 'NVD',
        scoringVector: each.vector,
        version: '3.1',
      },
    },
    severity,
    status: 'ACTIVE',
    title: `${each.name} - ${each.package}`,
    type: 'PACKAGE_VULNERABILITY',
    updatedAt: moment,
    fixAvailable: isFixed ? 'YES' : 'NO',
    exploitAvailable: 'NO',
  };
}

/** The base layer: systems' packages lie there. */
function layerOf({ manifest }: Image): string {
  const { layers } = JSON.parse(manifest) as { layers?: { digest?: string }[] };
  return layers?.[0]?.digest ?? '';
}
