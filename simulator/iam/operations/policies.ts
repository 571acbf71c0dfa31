import type {
  CreatePolicyRequest,
  CreatePolicyResponse,
  CreatePolicyVersionRequest,
  CreatePolicyVersionResponse,
  DeletePolicyRequest,
  DeletePolicyVersionRequest,
  GetPolicyRequest,
  GetPolicyResponse,
  GetPolicyVersionRequest,
  GetPolicyVersionResponse,
  ListPoliciesRequest,
  ListPoliciesResponse,
  ListPolicyVersionsRequest,
  ListPolicyVersionsResponse,
  Policy as PolicyShape,
  SetDefaultPolicyVersionRequest,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../api/errors.ts';
import { wholeEpochSeconds, type Wire } from '../../api/wire.ts';
import { awsPolicies } from '../managed/index.ts';
import {
  checkName,
  encoded,
  noSuchEntity,
  pageOf,
  pathOf,
  readIdentityPolicy,
  shownTags,
  tagsOf,
  uniqueId,
  type IamScope,
} from '../scope.ts';
import type { IamState, Identity, ManagedPolicy } from '../state.ts';

/** Versions that a policy can have at once (https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html). */
const mostVersions = 5;

export function createPolicy(input: Wire<CreatePolicyRequest>, scope: IamScope): Wire<CreatePolicyResponse> {
  const { PolicyName = '', PolicyDocument = '', Description } = input;
  checkName('policyName', PolicyName, 128);
  const path = pathOf(input.Path);
  readIdentityPolicy(PolicyDocument);
  const { iam, context } = scope;
  const arn = `arn:aws:iam::${iam.accountId}:policy${path}${PolicyName}`;
  if (iam.policies.has(arn)) {
    throw new AwsError(
      'EntityAlreadyExists',
      `A policy called ${PolicyName} already exists. Duplicate names are not allowed.`,
    );
  }
  const policy: ManagedPolicy = {
    name: PolicyName,
    path,
    arn,
    id: uniqueId('ANPA', 17, context.random.hex),
    ...(Description === undefined ? {} : { description: Description }),
    createdAt: context.date,
    updatedAt: context.date,
    versions: [{ id: 'v1', document: PolicyDocument, createdAt: context.date }],
    defaultVersion: 'v1',
    versionCount: 1,
    tags: tagsOf(input.Tags),
  };
  iam.policies.set(arn, policy);
  return { Policy: describe(policy, iam) };
}

export function getPolicy(input: Wire<GetPolicyRequest>, scope: IamScope): Wire<GetPolicyResponse> {
  return { Policy: describe(policyOf(input.PolicyArn, scope), scope.iam, true) };
}

export function listPolicies(
  input: Wire<ListPoliciesRequest>,
  { iam }: IamScope,
): Wire<ListPoliciesResponse> {
  const { Scope = 'All', OnlyAttached, PathPrefix = '/' } = input;
  const all = [
    ...(Scope === 'Local' ? [] : [...awsPolicies.keys()].map((arn) => awsPolicy(arn)!)),
    ...(Scope === 'AWS' ? [] : iam.policies.values()),
  ].filter(
    ({ arn, path }) => path.startsWith(PathPrefix) && (!OnlyAttached || holdersOf(arn, iam).length > 0),
  );
  const { items, rest } = pageOf(all, input);
  return { Policies: items.map((policy) => describe(policy, iam)), ...rest };
}

export function deletePolicy(input: Wire<DeletePolicyRequest>, scope: IamScope): void {
  const policy = ownPolicyOf(input.PolicyArn, scope);
  if (holdersOf(policy.arn, scope.iam).length > 0)
    throw new AwsError('DeleteConflict', 'Cannot delete a policy attached to entities.');
  if (policy.versions.length > 1) {
    throw new AwsError(
      'DeleteConflict',
      'This policy has more than one version. Before you delete a policy, you must delete the policy’s versions. The default version is deleted with the policy.'.replace(
        '’',
        "'",
      ),
    );
  }
  scope.iam.policies.delete(policy.arn);
}

export function createPolicyVersion(
  input: Wire<CreatePolicyVersionRequest>,
  scope: IamScope,
): Wire<CreatePolicyVersionResponse> {
  const policy = ownPolicyOf(input.PolicyArn, scope);
  readIdentityPolicy(input.PolicyDocument);
  if (policy.versions.length >= mostVersions) {
    throw new AwsError(
      'LimitExceeded',
      'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
    );
  }
  const { date } = scope.context;
  const version = { id: `v${++policy.versionCount}`, document: input.PolicyDocument!, createdAt: date };
  policy.versions.push(version);
  policy.updatedAt = date;
  if (input.SetAsDefault) policy.defaultVersion = version.id;
  return { PolicyVersion: describeVersion(policy, version) };
}

export function getPolicyVersion(
  input: Wire<GetPolicyVersionRequest>,
  scope: IamScope,
): Wire<GetPolicyVersionResponse> {
  const policy = policyOf(input.PolicyArn, scope);
  const version = versionOf(policy, input.VersionId);
  return { PolicyVersion: { Document: encoded(version.document), ...describeVersion(policy, version) } };
}

export function listPolicyVersions(
  input: Wire<ListPolicyVersionsRequest>,
  scope: IamScope,
): Wire<ListPolicyVersionsResponse> {
  const policy = policyOf(input.PolicyArn, scope);
  const { items, rest } = pageOf([...policy.versions].reverse(), input);
  return { Versions: items.map((version) => describeVersion(policy, version)), ...rest };
}

export function setDefaultPolicyVersion(input: Wire<SetDefaultPolicyVersionRequest>, scope: IamScope): void {
  const policy = ownPolicyOf(input.PolicyArn, scope);
  policy.defaultVersion = versionOf(policy, input.VersionId).id;
}

export function deletePolicyVersion(input: Wire<DeletePolicyVersionRequest>, scope: IamScope): void {
  const policy = ownPolicyOf(input.PolicyArn, scope);
  const { id } = versionOf(policy, input.VersionId);
  if (id === policy.defaultVersion)
    throw new AwsError('DeleteConflict', 'Cannot delete the default version of a policy.');
  policy.versions = policy.versions.filter((version) => version.id !== id);
}

/** A managed policy of AWS or of the account. @throws AwsError NoSuchEntity */
export function policyOf(arn: string | undefined, { iam }: IamScope): ManagedPolicy {
  const policy = iam.policies.get(arn ?? '') ?? awsPolicy(arn ?? '');
  if (policy) return policy;
  throw noSuchEntity(`Policy ${arn} was not found.`);
}

/** @throws AwsError NoSuchEntity, or AccessDenied for a policy of AWS, which only AWS changes */
function ownPolicyOf(arn: string | undefined, scope: IamScope): ManagedPolicy {
  const policy = policyOf(arn, scope);
  if (scope.iam.policies.has(policy.arn)) return policy;
  throw new AwsError('AccessDenied', `The policy ${arn} is managed by AWS and cannot be changed.`);
}

/** @throws AwsError DeleteConflict while policies stand on the entity */
export function checkEmpty({ attached, inline }: Identity): void {
  if (attached.size > 0)
    throw new AwsError('DeleteConflict', 'Cannot delete entity, must detach all policies first.');
  if (inline.size > 0)
    throw new AwsError('DeleteConflict', 'Cannot delete entity, must delete policies first.');
}

/** The users, groups and roles that a policy is attached to. */
export function holdersOf(arn: string, { users, groups, roles }: IamState): Identity[] {
  return [...users.values(), ...groups.values(), ...roles.values()].filter(({ attached }) =>
    attached.has(arn),
  );
}

function awsPolicy(arn: string): ManagedPolicy | undefined {
  const policy = awsPolicies.get(arn);
  if (!policy) return undefined;
  const slash = policy.name.lastIndexOf('/') + 1;
  const updatedAt = Date.parse(policy.updatedAt);
  return {
    name: policy.name.slice(slash),
    path: `/${policy.name.slice(0, slash)}`,
    arn,
    id: awsPolicyId(arn),
    description: policy.description,
    createdAt: Date.parse(policy.createdAt),
    updatedAt,
    versions: [{ id: policy.version, document: policy.text, createdAt: updatedAt }],
    defaultVersion: policy.version,
    versionCount: Number(policy.version.slice(1)),
    tags: new Map(),
  };
}

/** An id that looks like AWS's and stays with the name. */
function awsPolicyId(arn: string): string {
  const characters = [...arn.replace(/[^A-Za-z]/g, '').toUpperCase()].reverse().join('').slice(0, 16);
  return `ANPA${'I'}${characters.padEnd(16, 'A')}`;
}

function versionOf(policy: ManagedPolicy, id: string | undefined): ManagedPolicy['versions'][number] {
  const version = policy.versions.find((each) => each.id === id);
  if (version) return version;
  throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
}

function describeVersion(policy: ManagedPolicy, { id, createdAt }: ManagedPolicy['versions'][number]) {
  return {
    VersionId: id,
    IsDefaultVersion: id === policy.defaultVersion,
    CreateDate: wholeEpochSeconds(createdAt),
  };
}

/** `inFull` with the description and the tags, which a list leaves out. */
function describe(policy: ManagedPolicy, iam: IamState, inFull = false): Wire<PolicyShape> {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: holdersOf(policy.arn, iam).length,
    PermissionsBoundaryUsageCount: [...iam.users.values(), ...iam.roles.values()].filter(
      ({ boundary }) => boundary === policy.arn,
    ).length,
    IsAttachable: true,
    ...(inFull && policy.description !== undefined ? { Description: policy.description } : {}),
    CreateDate: wholeEpochSeconds(policy.createdAt),
    UpdateDate: wholeEpochSeconds(policy.updatedAt),
    ...(inFull ? shownTags(policy.tags) : {}),
  };
}
