import { type EcrScope, type RegistryScope } from '../ecr/scope.ts';
import { createEcr } from '../ecr/state.ts';
import type { Call } from '../kernel/journal.ts';
import type { Context } from '../kernel/world.ts';
import type { WorldRegistries } from '../registries/resolve.ts';
import { type CloudState, accountIn, isAccount, regionKey, regionOf, publicRegistry } from './state.ts';

export function registryScope(
  cloud: CloudState,
  registryId: string,
  region: string,
  context: Context,
): RegistryScope {
  return {
    context,
    ecr: regionOf(cloud, registryId, region, context).ecr,
    registries: (id, of) =>
      isAccount(cloud, id)
        ? (cloud.regions.get(regionKey(cloud, id, of))?.ecr ?? createEcr(id, of))
        : undefined,
    openRegistry: (id, of) => (isAccount(cloud, id) ? regionOf(cloud, id, of, context).ecr : undefined),
    publicRegistry: (alias) => publicRegistry(cloud, alias),
  };
}

/** Where images are pulled from: private registries that have been used, and the public ones. */
export function worldRegistries(cloud: CloudState, context: Context): WorldRegistries {
  return {
    private: (accountId, region) =>
      cloud.regions.has(regionKey(cloud, accountId, region))
        ? registryScope(cloud, accountId, region, context)
        : undefined,
    public: (alias) => publicRegistry(cloud, alias),
  };
}

/** ECR's scope: the registry is the one that the call names by `registryId`, else the caller's own. */
export function ecrScope(cloud: CloudState, { input, region, principal }: Call, context: Context): EcrScope {
  const caller = accountIn(principal) ?? cloud.accountId;
  const named = (input as { registryId?: unknown } | null)?.registryId;
  const accountId = typeof named === 'string' ? named : caller;
  // Nobody has used that account yet: its registry is there, and empty.
  if (accountId !== caller && !isAccount(cloud, accountId))
    return {
      ...registryScope(cloud, caller, region, context),
      ecr: createEcr(accountId, region),
      accountId,
      region,
      principal,
    };
  return { ...registryScope(cloud, accountId, region, context), accountId, region, principal };
}
