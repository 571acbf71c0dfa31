import { readDocument } from '../../iam/policy/document.ts';
import { resourceEffectOf } from '../../iam/policy/match.ts';
import { readPrincipal } from '../../iam/principal.ts';
import { keysOf } from '../../iam/request-keys.ts';
import type { EcrState } from '../state.ts';

/**
 * Whether a registry's policy lets another account's registry replicate into it at a moment (ms since 1970): the
 * account's root is the principal
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html). A registry of
 * the same account needs no policy.
 */
export function mayReplicate(
  destination: EcrState,
  sourceRegistryId: string,
  action: 'ecr:ReplicateImage' | 'ecr:CreateRepository',
  repositoryName: string,
  date: number,
): boolean {
  const { registryId, region, policyText } = destination;
  if (registryId === sourceRegistryId) return true;
  if (policyText === undefined) return false;
  const principalArn = `arn:aws:iam::${sourceRegistryId}:root`;
  const principal = readPrincipal(principalArn)!;
  const effect = resourceEffectOf([readDocument(policyText)], {
    principal,
    principalArn,
    action,
    resource: `arn:aws:ecr:${region}:${registryId}:repository/${repositoryName}`,
    keys: keysOf({
      principal,
      principalArn,
      identity: undefined,
      region,
      date,
      resourceAccount: registryId,
    }),
  });
  return effect === 'Allow' || effect === 'Delegate';
}
