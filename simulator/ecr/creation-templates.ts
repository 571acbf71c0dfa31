import type {
  CreateRepositoryCreationTemplateRequest,
  CreateRepositoryCreationTemplateResponse,
  DeleteRepositoryCreationTemplateRequest,
  DeleteRepositoryCreationTemplateResponse,
  DescribeRepositoryCreationTemplatesRequest,
  DescribeRepositoryCreationTemplatesResponse,
  RepositoryCreationTemplate,
  UpdateRepositoryCreationTemplateRequest,
  UpdateRepositoryCreationTemplateResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../api/errors.ts';
import { pageOf } from '../api/pagination.ts';
import { epochSeconds, type Wire } from '../api/wire.ts';
import { checkEncryption } from './encryption.ts';
import { readPolicy } from './lifecycle/policy.ts';
import { readMutability } from './mutability.ts';
import { readRepositoryPolicy } from './policies.ts';
import { checkTags } from './resource-tags.ts';
import { invalid, type EcrScope } from './scope.ts';
import type { EcrState } from './state.ts';

type Template = Wire<RepositoryCreationTemplate>;

/** The member that all repositories without a template of their own go by. */
const root = 'ROOT';

/**
 * The template for a repository that ECR is about to create: the one with the longest fitting prefix, else `ROOT`
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html).
 */
export function templateFor(
  ecr: EcrState,
  repositoryName: string,
  occasion: 'PULL_THROUGH_CACHE' | 'REPLICATION' | 'CREATE_ON_PUSH',
): Template | undefined {
  const parts = repositoryName.split('/');
  for (let length = parts.length - 1; length >= 0; length--) {
    const template = ecr.templates.get(length === 0 ? root : parts.slice(0, length).join('/'));
    if (template) return template.appliedFor?.includes(occasion) ? template : undefined;
  }
  return undefined;
}

export function createRepositoryCreationTemplate(
  input: Wire<CreateRepositoryCreationTemplateRequest>,
  scope: EcrScope,
): Wire<CreateRepositoryCreationTemplateResponse> {
  const { context, ecr } = scope;
  const prefix = prefixOf(input.prefix);
  const settings = readSettings(input, scope);
  if (!input.appliedFor?.length)
    throw invalid('appliedFor', 'Member must have length greater than or equal to 1');
  if (ecr.templates.has(prefix)) {
    throw new AwsError(
      'TemplateAlreadyExistsException',
      `The repository creation template with prefix '${prefix}' already exists in the registry with id '${ecr.registryId}'`,
    );
  }
  const now = epochSeconds(context.date) as never;
  const template: Template = {
    prefix,
    encryptionConfiguration: { encryptionType: 'AES256' },
    imageTagMutability: 'MUTABLE',
    ...settings,
    createdAt: now,
    updatedAt: now,
  };
  ecr.templates.set(prefix, template);
  return { registryId: ecr.registryId, repositoryCreationTemplate: template };
}

export function updateRepositoryCreationTemplate(
  input: Wire<UpdateRepositoryCreationTemplateRequest>,
  scope: EcrScope,
): Wire<UpdateRepositoryCreationTemplateResponse> {
  const { context, ecr } = scope;
  const known = templateOf(input.prefix, scope);
  const template: Template = {
    ...known,
    ...readSettings(
      {
        imageTagMutability: known.imageTagMutability,
        imageTagMutabilityExclusionFilters: input.imageTagMutability
          ? undefined
          : known.imageTagMutabilityExclusionFilters,
        ...input,
      },
      scope,
    ),
    updatedAt: epochSeconds(context.date) as never,
  };
  ecr.templates.set(template.prefix!, template);
  return { registryId: ecr.registryId, repositoryCreationTemplate: template };
}

export function deleteRepositoryCreationTemplate(
  input: Wire<DeleteRepositoryCreationTemplateRequest>,
  scope: EcrScope,
): Wire<DeleteRepositoryCreationTemplateResponse> {
  const template = templateOf(input.prefix, scope);
  scope.ecr.templates.delete(template.prefix!);
  return { registryId: scope.ecr.registryId, repositoryCreationTemplate: template };
}

export function describeRepositoryCreationTemplates(
  input: Wire<DescribeRepositoryCreationTemplatesRequest>,
  scope: EcrScope,
): Wire<DescribeRepositoryCreationTemplatesResponse> {
  const { ecr } = scope;
  const all = input.prefixes?.length
    ? input.prefixes.map((prefix) => templateOf(prefix, scope))
    : [...ecr.templates.values()];
  const { items, next } = pageOf(all, input);
  return {
    registryId: ecr.registryId,
    repositoryCreationTemplates: items,
    ...next,
  };
}

/** @throws AwsError InvalidParameterException */
function prefixOf(given = ''): string {
  const prefix = given.replace(/\/$/, '');
  if (
    prefix !== root &&
    !/^(?:[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/.test(prefix)
  )
    throw invalid(
      'prefix',
      "must satisfy regular expression '((?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*/?|ROOT)'",
    );
  if (prefix.length > 256) throw invalid('prefix', 'Member must have length less than or equal to 256');
  return prefix;
}

/** @throws AwsError TemplateNotFoundException; our own words */
function templateOf(prefix: string | undefined, { ecr }: EcrScope): Template {
  const name = prefixOf(prefix);
  const template = ecr.templates.get(name);
  if (template) return template;
  throw new AwsError(
    'TemplateNotFoundException',
    `The repository creation template with prefix '${name}' does not exist in the registry with id '${ecr.registryId}'`,
  );
}

/** The settings of a template that a request gives, held to the rules of the repositories that they are for. */
function readSettings(
  input: Partial<Wire<CreateRepositoryCreationTemplateRequest>>,
  scope: EcrScope,
): Template {
  checkEncryption(input.encryptionConfiguration, scope);
  checkTags(input.resourceTags ?? []);
  readMutability(input.imageTagMutability, input.imageTagMutabilityExclusionFilters);
  if (input.repositoryPolicy) readRepositoryPolicy(input.repositoryPolicy, scope);
  if (input.lifecyclePolicy) readPolicy(input.lifecyclePolicy);
  const { prefix: _, ...settings } = input;
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
