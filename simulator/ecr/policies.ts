import type {
  DeleteRegistryPolicyResponse,
  DeleteRepositoryPolicyRequest,
  DeleteRepositoryPolicyResponse,
  GetRegistryPolicyResponse,
  GetRepositoryPolicyRequest,
  GetRepositoryPolicyResponse,
  PutRegistryPolicyRequest,
  PutRegistryPolicyResponse,
  SetRepositoryPolicyRequest,
  SetRepositoryPolicyResponse,
} from '@aws-sdk/client-ecr';
import { AwsError } from '../api/errors.ts';
import type { Wire } from '../api/wire.ts';
import { isOperator } from '../iam/policy/condition.ts';
import { MalformedPolicy, readDocument, type Document } from '../iam/policy/document.ts';
import { resourceEffectOf } from '../iam/policy/match.ts';
import { readPrincipal } from '../iam/principal.ts';
import { keysOf } from '../iam/request-keys.ts';
import { prettyJson } from './pretty-json.ts';
import { invalid, repositoryOf, type EcrScope } from './scope.ts';

/** Characters of a policy (API reference). */
const longestPolicy = 10_240;

/**
 * SetRepositoryPolicy (https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html). A statement
 * means the repository that it stands on: one with a `Resource` is refused
 * (https://github.com/aws/aws-cdk/issues/24314).
 */
export function setRepositoryPolicy(
  input: Wire<SetRepositoryPolicyRequest>,
  scope: EcrScope,
): Wire<SetRepositoryPolicyResponse> {
  const repository = repositoryOf(input, scope);
  const document = readRepositoryPolicy(input.policyText, scope);
  if (!input.force && locksOut(document, repository.arn, scope)) {
    // Our own words: the reference says what `force` is for, not what the refusal says.
    throw new AwsError(
      'InvalidParameterException',
      'The policy would prevent you from setting another policy in the future. Use force if this is what you want.',
    );
  }
  repository.policyText = prettyJson(JSON.parse(input.policyText!));
  return {
    registryId: scope.ecr.registryId,
    repositoryName: repository.name,
    policyText: repository.policyText,
  };
}

/** Reads a policy for a repository. @throws AwsError InvalidParameterException, in ECR's words */
export function readRepositoryPolicy(
  text: string | undefined,
  scope: Pick<EcrScope, 'principalExists'>,
): Document {
  const constraint = 'Invalid repository policy provided';
  const document = readPolicy(text, constraint);
  if (document.statements.some(({ resource, notResource }) => resource ?? notResource))
    throw invalid('PolicyText', constraint);
  checkPrincipals(document, scope, constraint);
  return document;
}

export function getRepositoryPolicy(
  input: Wire<GetRepositoryPolicyRequest>,
  scope: EcrScope,
): Wire<GetRepositoryPolicyResponse> {
  const repository = repositoryOf(input, scope);
  const { policyText } = repository;
  if (policyText === undefined) {
    throw new AwsError(
      'RepositoryPolicyNotFoundException',
      `Repository policy does not exist for the repository with name '${repository.name}' in the registry with id '${scope.ecr.registryId}'`,
    );
  }
  return { registryId: scope.ecr.registryId, repositoryName: repository.name, policyText };
}

export function deleteRepositoryPolicy(
  input: Wire<DeleteRepositoryPolicyRequest>,
  scope: EcrScope,
): Wire<DeleteRepositoryPolicyResponse> {
  const answer = getRepositoryPolicy(input, scope);
  delete repositoryOf(input, scope).policyText;
  return answer;
}

/** PutRegistryPolicy (https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html). */
export function putRegistryPolicy(
  input: Wire<PutRegistryPolicyRequest>,
  scope: EcrScope,
): Wire<PutRegistryPolicyResponse> {
  const document = readPolicy(input.policyText, 'Invalid registry policy provided');
  // Unlike a repository's, a statement here has to say which repositories it means
  // (https://github.com/pulumi/pulumi-aws/issues/2326).
  if (!document.statements.every(({ resource, notResource }) => resource ?? notResource))
    throw invalid('PolicyText', 'Invalid registry policy provided');
  checkPrincipals(document, scope, 'Invalid registry policy provided');
  scope.ecr.policyText = prettyJson(JSON.parse(input.policyText!));
  return { registryId: scope.ecr.registryId, policyText: scope.ecr.policyText };
}

export function getRegistryPolicy(_input: unknown, { ecr }: EcrScope): Wire<GetRegistryPolicyResponse> {
  if (ecr.policyText === undefined) {
    throw new AwsError(
      'RegistryPolicyNotFoundException',
      `Registry policy does not exist in the registry with id '${ecr.registryId}'`,
    );
  }
  return { registryId: ecr.registryId, policyText: ecr.policyText };
}

export function deleteRegistryPolicy(input: unknown, scope: EcrScope): Wire<DeleteRegistryPolicyResponse> {
  const answer = getRegistryPolicy(input, scope);
  delete scope.ecr.policyText;
  return answer;
}

/** @throws AwsError InvalidParameterException, in ECR's words */
function readPolicy(text = '', constraint: string): Document {
  if (text.length > longestPolicy)
    throw invalid('policyText', `Member must have length less than or equal to ${longestPolicy}`);
  let document: Document;
  try {
    document = readDocument(text);
  } catch (error) {
    if (error instanceof MalformedPolicy) throw invalid('PolicyText', constraint);
    throw error;
  }
  const sound = document.statements.every(
    ({ principal, notPrincipal, action, notAction, condition }) =>
      (principal ?? notPrincipal) !== undefined &&
      (action ?? notAction) !== undefined &&
      [...(action ?? []), ...(notAction ?? [])].every(
        (each) => each === '*' || /^ecr(-public)?:[\w*?]+$/i.test(each),
      ) &&
      condition.every(({ operator }) => isOperator(operator)),
  );
  if (!sound || document.statements.length === 0) throw invalid('PolicyText', constraint);
  return document;
}

/**
 * A policy names principals that are there: a user or role that is not makes `Principal not found`
 * (https://github.com/hashicorp/terraform-provider-aws/issues/39064).
 */
function checkPrincipals(
  { statements }: Document,
  { principalExists }: Pick<EcrScope, 'principalExists'>,
  constraint: string,
): void {
  const names = statements.flatMap(
    ({ principal, notPrincipal }) => (principal ?? notPrincipal)?.['AWS'] ?? [],
  );
  for (const name of names) {
    if (name === '*' || /^\d{12}$/.test(name)) continue;
    if (!readPrincipal(name)) throw invalid('PolicyText', constraint);
    if (principalExists && !principalExists(name)) throw invalid('PolicyText', 'Principal not found');
  }
}

/** Whether the policy denies its author the setting of the next one. */
function locksOut(document: Document, resource: string, scope: EcrScope): boolean {
  const principal = readPrincipal(scope.principal);
  if (!principal) return false;
  const { arn: principalArn } = principal;
  const keys = keysOf({
    principal,
    principalArn,
    identity: undefined,
    region: scope.region,
    date: scope.context.date,
    resourceAccount: scope.ecr.registryId,
  });
  const request = { principal, principalArn, action: 'ecr:SetRepositoryPolicy', resource, keys };
  return resourceEffectOf([document], request) === 'Deny';
}
