import type {
  CreateLaunchTemplateRequest,
  CreateLaunchTemplateResult,
  DeleteLaunchTemplateRequest,
  DeleteLaunchTemplateResult,
  DescribeLaunchTemplatesRequest,
  DescribeLaunchTemplatesResult,
  LaunchTemplate as LaunchTemplateShape,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import type { NeighbourScope } from '../scope.ts';
import { decodeText } from './base64.ts';
import type { LaunchData, LaunchTemplate } from './state.ts';

/** How requests name a launch template. */
interface Named {
  LaunchTemplateId?: string | undefined;
  LaunchTemplateName?: string | undefined;
  Version?: string | undefined;
}

/**
 * What a launch template starts instances with: of the version named, of the default (the first) or the latest.
 * @throws AwsError InvalidLaunchTemplateId.NotFound, InvalidLaunchTemplateName.NotFoundException.
 */
export function launchTemplateOf(
  named: Named,
  scope: Pick<RegionScope, 'neighbours'>,
): { data: LaunchData; named: { id: string; name: string; version: string } } {
  const { launchTemplateId: id, name, versions } = find(named, scope);
  const asked = named.Version ?? '$Default';
  const version = asked === '$Latest' ? versions.length : asked === '$Default' ? 1 : Number(asked);
  const data = versions[version - 1];
  if (!data)
    throw new AwsError(
      'InvalidLaunchTemplateId.VersionNotFound',
      `Could not find the specified version ${asked} for the launch template with ID ${id}.`,
    );
  return { data, named: { id, name, version: String(version) } };
}

function find(named: Named, { neighbours }: Pick<RegionScope, 'neighbours'>): LaunchTemplate {
  const { launchTemplates } = neighbours.ec2;
  const found =
    launchTemplates.get(named.LaunchTemplateId ?? '') ??
    [...launchTemplates.values()].find(({ name }) => name === named.LaunchTemplateName);
  if (found) return found;
  if (named.LaunchTemplateId !== undefined)
    throw new AwsError(
      'InvalidLaunchTemplateId.NotFound',
      `The specified launch template, with template ID ${named.LaunchTemplateId}, does not exist.`,
    );
  throw new AwsError(
    'InvalidLaunchTemplateName.NotFoundException',
    `The specified launch template, with template name ${named.LaunchTemplateName}, does not exist.`,
  );
}

export function createLaunchTemplate(
  input: Wire<CreateLaunchTemplateRequest>,
  scope: NeighbourScope,
): Wire<CreateLaunchTemplateResult> {
  const { launchTemplates } = scope.neighbours.ec2;
  const name = input.LaunchTemplateName ?? '';
  if ([...launchTemplates.values()].some((each) => each.name === name))
    throw new AwsError(
      'InvalidLaunchTemplateName.AlreadyExistsException',
      'Launch template name already in use.',
    );
  const data = input.LaunchTemplateData ?? {};
  const template: LaunchTemplate = {
    launchTemplateId: `lt-0${scope.context.random.hex(16)}`,
    name,
    createdAt: scope.context.date,
    createdBy: scope.principal,
    versions: [
      {
        imageId: data.ImageId ?? '',
        instanceType: data.InstanceType ?? 'm1.small',
        userData: decodeText(data.UserData ?? ''),
        ...(data.IamInstanceProfile
          ? { instanceProfile: data.IamInstanceProfile.Name ?? data.IamInstanceProfile.Arn ?? '' }
          : {}),
        securityGroupIds: data.SecurityGroupIds ?? [],
        spot: data.InstanceMarketOptions?.MarketType === 'spot',
      },
    ],
  };
  launchTemplates.set(template.launchTemplateId, template);
  return { LaunchTemplate: describe(template) };
}

export function deleteLaunchTemplate(
  input: Wire<DeleteLaunchTemplateRequest>,
  scope: NeighbourScope,
): Wire<DeleteLaunchTemplateResult> {
  const template = find(input, scope);
  scope.neighbours.ec2.launchTemplates.delete(template.launchTemplateId);
  return { LaunchTemplate: describe(template) };
}

export function describeLaunchTemplates(
  input: Wire<DescribeLaunchTemplatesRequest>,
  scope: NeighbourScope,
): Wire<DescribeLaunchTemplatesResult> {
  const asked = [
    ...(input.LaunchTemplateIds ?? []).map((LaunchTemplateId) => ({ LaunchTemplateId })),
    ...(input.LaunchTemplateNames ?? []).map((LaunchTemplateName) => ({ LaunchTemplateName })),
  ];
  const found = asked.length
    ? asked.map((each) => find(each, scope))
    : [...scope.neighbours.ec2.launchTemplates.values()];
  return { LaunchTemplates: found.map(describe) };
}

function describe(template: LaunchTemplate): Wire<LaunchTemplateShape> {
  return {
    LaunchTemplateId: template.launchTemplateId,
    LaunchTemplateName: template.name,
    CreateTime: epochSeconds(template.createdAt),
    CreatedBy: template.createdBy,
    DefaultVersionNumber: 1,
    LatestVersionNumber: template.versions.length,
  };
}
