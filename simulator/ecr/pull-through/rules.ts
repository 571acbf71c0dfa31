import type {
  CreatePullThroughCacheRuleRequest,
  CreatePullThroughCacheRuleResponse,
  DeletePullThroughCacheRuleRequest,
  DeletePullThroughCacheRuleResponse,
  DescribePullThroughCacheRulesRequest,
  DescribePullThroughCacheRulesResponse,
  PullThroughCacheRule,
  UpdatePullThroughCacheRuleRequest,
  UpdatePullThroughCacheRuleResponse,
  ValidatePullThroughCacheRuleRequest,
  ValidatePullThroughCacheRuleResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../../api/errors.ts';
import { pageOf } from '../../api/pagination.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import { invalid, type EcrScope } from '../scope.ts';
import { upstreamAt, upstreams } from './upstreams.ts';

type Rule = Wire<PullThroughCacheRule>;

/** Rules a registry can have (https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html). */
const most = 50;
const prefixPattern =
  /^(?:ROOT|[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*)$/;
const secretPattern =
  /^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:ecr-pullthroughcache\/[a-zA-Z0-9/_+=.@-]+$/;
const rolePattern = /^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/;

export function createPullThroughCacheRule(
  input: Wire<CreatePullThroughCacheRuleRequest>,
  { context, ecr }: EcrScope,
): Wire<CreatePullThroughCacheRuleResponse> {
  const { ecrRepositoryPrefix = '', upstreamRegistryUrl = '' } = input;
  const prefix = ecrRepositoryPrefix.replace(/\/$/, '');
  if (!prefixPattern.test(prefix) || prefix.length < 2 || prefix.length > 30)
    throw invalid('ecrRepositoryPrefix', 'must be ROOT or a repository name of 2 to 30 characters');
  const url = upstreamRegistryUrl.replace(/^https:\/\//, '').replace(/\/$/, '');
  const name = upstreamAt(url);
  if (!name || (input.upstreamRegistry !== undefined && input.upstreamRegistry !== name)) {
    throw new AwsError(
      'UnsupportedUpstreamRegistryException',
      `The specified upstream registry isn't supported: ${url}.`,
    );
  }
  checkCredentials(name, url, input, ecr.registryId);
  if (ecr.pullThroughRules.has(prefix)) {
    throw new AwsError(
      'PullThroughCacheRuleAlreadyExistsException',
      `The pull through cache rule with prefix '${prefix}' already exists in the registry with id '${ecr.registryId}'`,
    );
  }
  if (ecr.pullThroughRules.size >= most) {
    throw new AwsError(
      'LimitExceededException',
      `A registry can have at most ${most} pull through cache rules. Delete one that is no longer used.`,
    );
  }
  const rule: Rule = {
    ecrRepositoryPrefix: prefix,
    upstreamRegistryUrl: url,
    createdAt: epochSeconds(context.date) as never,
    registryId: ecr.registryId,
    ...(input.credentialArn === undefined ? {} : { credentialArn: input.credentialArn }),
    ...(input.customRoleArn === undefined ? {} : { customRoleArn: input.customRoleArn }),
    upstreamRepositoryPrefix: input.upstreamRepositoryPrefix ?? 'ROOT',
    upstreamRegistry: name as Rule['upstreamRegistry'],
    updatedAt: epochSeconds(context.date) as never,
  };
  ecr.pullThroughRules.set(prefix, rule);
  const { updatedAt: _, ...answer } = rule;
  return answer;
}

/** @throws AwsError UnsupportedUpstreamRegistryException, InvalidParameterException */
function checkCredentials(
  name: string,
  url: string,
  { credentialArn, customRoleArn }: { credentialArn?: string; customRoleArn?: string },
  registryId: string,
): void {
  const { authentication } = upstreams[name]!;
  if (authentication === 'secret' && credentialArn === undefined) {
    // In the service's words (https://github.com/aws-controllers-k8s/community/issues/2589).
    throw new AwsError(
      'UnsupportedUpstreamRegistryException',
      'The specified upstream registry requires authentication. Specify a valid Secrets Manager ARN',
    );
  }
  if (authentication === 'role' && !url.startsWith(registryId) && customRoleArn === undefined)
    throw invalid(
      'customRoleArn',
      'Member must not be null when the upstream registry belongs to another account',
    );
  if (credentialArn !== undefined && !secretPattern.test(credentialArn))
    throw invalid(
      'credentialArn',
      'Member must be the ARN of a secret whose name begins with ecr-pullthroughcache/',
    );
  if (customRoleArn !== undefined && !rolePattern.test(customRoleArn))
    throw invalid('customRoleArn', 'Member must be the ARN of an IAM role');
}

export function describePullThroughCacheRules(
  input: Wire<DescribePullThroughCacheRulesRequest>,
  scope: EcrScope,
): Wire<DescribePullThroughCacheRulesResponse> {
  const all = input.ecrRepositoryPrefixes?.length
    ? input.ecrRepositoryPrefixes.map((prefix) => ruleOf(prefix, scope))
    : [...scope.ecr.pullThroughRules.values()];
  const { items, next } = pageOf(all, input);
  return {
    pullThroughCacheRules: items,
    ...next,
  };
}

export function updatePullThroughCacheRule(
  input: Wire<UpdatePullThroughCacheRuleRequest>,
  scope: EcrScope,
): Wire<UpdatePullThroughCacheRuleResponse> {
  const rule = ruleOf(input.ecrRepositoryPrefix, scope);
  if (input.credentialArn === undefined && input.customRoleArn === undefined) {
    // In the service's words (https://github.com/pulumi/pulumi-aws/issues/5714).
    throw new AwsError(
      'InvalidParameterException',
      'Invalid input: Please set either credential arn or role arn to update the credentials',
    );
  }
  checkCredentials(
    rule.upstreamRegistry!,
    rule.upstreamRegistryUrl!,
    { ...rule, ...input },
    scope.ecr.registryId,
  );
  if (input.credentialArn !== undefined) rule.credentialArn = input.credentialArn;
  if (input.customRoleArn !== undefined) rule.customRoleArn = input.customRoleArn;
  rule.updatedAt = epochSeconds(scope.context.date) as never;
  const { createdAt: _, upstreamRegistryUrl: __, upstreamRegistry: ___, ...answer } = rule;
  return answer;
}

export function deletePullThroughCacheRule(
  input: Wire<DeletePullThroughCacheRuleRequest>,
  scope: EcrScope,
): Wire<DeletePullThroughCacheRuleResponse> {
  const rule = ruleOf(input.ecrRepositoryPrefix, scope);
  scope.ecr.pullThroughRules.delete(rule.ecrRepositoryPrefix!);
  const { updatedAt: _, upstreamRegistry: __, ...answer } = rule;
  return answer;
}

/**
 * ValidatePullThroughCacheRule: whether the upstream registry can be reached with the rule's credentials. A secret that
 * a rule names is taken to be there and to be right.
 */
export function validatePullThroughCacheRule(
  input: Wire<ValidatePullThroughCacheRuleRequest>,
  scope: EcrScope,
): Wire<ValidatePullThroughCacheRuleResponse> {
  const rule = ruleOf(input.ecrRepositoryPrefix, scope);
  const { createdAt: _, updatedAt: __, upstreamRegistry, ...answer } = rule;
  const [, registryId, region] = upstreams['ecr']!.url.exec(rule.upstreamRegistryUrl!) ?? [];
  const isValid = upstreamRegistry !== 'ecr' || scope.registries(registryId!, region!) !== undefined;
  return {
    ...answer,
    isValid,
    // Our own words.
    ...(isValid ? {} : { failure: `The upstream registry ${rule.upstreamRegistryUrl} cannot be reached.` }),
  };
}

/** @throws AwsError PullThroughCacheRuleNotFoundException; our own words */
function ruleOf(prefix: string | undefined, { ecr }: EcrScope): Rule {
  const name = (prefix ?? '').replace(/\/$/, '');
  const rule = ecr.pullThroughRules.get(name);
  if (rule) return rule;
  throw new AwsError(
    'PullThroughCacheRuleNotFoundException',
    `The pull through cache rule with prefix '${name}' does not exist in the registry with id '${ecr.registryId}'`,
  );
}
