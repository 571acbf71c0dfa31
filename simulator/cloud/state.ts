import { type DockerState } from '../docker/index.ts';
import { createEcrPublic, type EcrPublicState } from '../ecr/public/state.ts';
import { createEcr, type EcrState } from '../ecr/state.ts';
import { createEcs, type EcsState } from '../ecs/state.ts';
import { createIam, type IamState } from '../iam/state.ts';
import type { Context } from '../kernel/world.ts';
import { createNeighbours, type Neighbours } from '../neighbours/state.ts';
import { createDefaultVpc, type Vpc } from '../neighbours/vpc.ts';

/** AWS's own example account. */
export const defaultAccountId = '123456789012';
export const defaultRegion = 'us-east-1';
/** Who the learner is unless a call says otherwise. */
export const learner = `arn:aws:iam::${defaultAccountId}:user/learner`;

/** The simulated cloud: AWS accounts, Region by Region, and the learner's Docker engine. */
export interface CloudState {
  /** The learner's own account. */
  accountId: string;
  /** By Region for the learner's own account, by `account/Region` for the others. */
  regions: Map<string, RegionState>;
  /** Public registries by account, from their first use. */
  publicRegistries: Map<string, EcrPublicState>;
  /** IAM by account. An account that is not here lets its own people do everything. */
  iam: Map<string, IamState>;
  docker: DockerState;
}

export interface RegionState {
  region: string;
  vpc: Vpc;
  ecr: EcrState;
  ecs: EcsState;
  neighbours: Neighbours;
}

/** The account of a principal, as its ARN says. */
export function accountIn(arn: string): string | undefined {
  return /^arn:aws:(?:iam|sts)::(\d{12}):/.exec(arn)?.[1];
}

/** Whether anybody has used this account yet. */
export function isAccount(cloud: CloudState, accountId: string): boolean {
  return (
    accountId === cloud.accountId || [...cloud.regions.keys()].some((key) => key.startsWith(`${accountId}/`))
  );
}

export function regionKey(cloud: CloudState, accountId: string, region: string): string {
  return accountId === cloud.accountId ? region : `${accountId}/${region}`;
}

/** The Region's state, made at its first use, as every Region of an account is there from the start. */
export function regionOf(
  cloud: CloudState,
  accountId: string,
  region: string,
  context: Context,
): RegionState {
  const key = regionKey(cloud, accountId, region);
  const known = cloud.regions.get(key);
  if (known) return known;
  const created = {
    region,
    vpc: createDefaultVpc(region, context),
    ecr: createEcr(accountId, region),
    ecs: createEcs(),
    neighbours: createNeighbours(),
  };
  cloud.regions.set(key, created);
  return created;
}

/** The account's public registry, made at its first use. */
export function galleryOf(cloud: CloudState, accountId: string, context: Context): EcrPublicState {
  const known = cloud.publicRegistries.get(accountId);
  if (known) return known;
  const created = createEcrPublic(accountId, context);
  cloud.publicRegistries.set(accountId, created);
  return created;
}

/** The public registry with an alias. */
export function publicRegistry(cloud: CloudState, alias: string): EcrState | undefined {
  for (const each of cloud.publicRegistries.values()) if (each.alias === alias) return each.ecr;
  return undefined;
}

/** The account's IAM, made at its first use. */
export function iamOf(cloud: CloudState, accountId: string): IamState {
  const known = cloud.iam.get(accountId);
  if (known) return known;
  const created = createIam(accountId);
  cloud.iam.set(accountId, created);
  return created;
}
