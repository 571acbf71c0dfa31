import type { EcrState } from '../state.ts';
import { fits } from '../wildcard.ts';

interface Statement {
  Effect?: string;
  Principal?: string | { AWS?: string | string[] };
  Action?: string | string[];
  Resource?: string | string[];
}

/**
 * Whether a registry's policy lets another account's registry replicate into it: the account's root as principal
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html). A registry of
 * the same account needs no policy.
 */
export function mayReplicate(
  destination: EcrState,
  sourceRegistryId: string,
  action: 'ecr:ReplicateImage' | 'ecr:CreateRepository',
  repositoryName: string,
): boolean {
  if (destination.registryId === sourceRegistryId) return true;
  const resource = `arn:aws:ecr:${destination.region}:${destination.registryId}:repository/${repositoryName}`;
  const root = `arn:aws:iam::${sourceRegistryId}:root`;
  const concern = statementsOf(destination.policyText).filter(
    ({ Principal, Action, Resource }) =>
      (Principal === '*' ||
        (typeof Principal === 'object' &&
          list(Principal.AWS).some((name) => ['*', root, sourceRegistryId].includes(name)))) &&
      list(Action).some((pattern) => fits(pattern.toLowerCase(), action.toLowerCase())) &&
      (Resource === undefined || list(Resource).some((pattern) => fits(pattern, resource))),
  );
  return concern.some(({ Effect }) => Effect === 'Allow') && !concern.some(({ Effect }) => Effect === 'Deny');
}

function statementsOf(policyText: string | undefined): Statement[] {
  if (policyText === undefined) return [];
  const { Statement } = JSON.parse(policyText) as { Statement?: Statement | Statement[] };
  return list(Statement);
}

function list<Item>(value: Item | Item[] | undefined): Item[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
