import { authorizeAmong, authorizeRegistry, type Authorization } from '../ecr/tokens.ts';
import { forbidden } from '../iam/authorize.ts';
import { identify, type Identified } from '../iam/credentials.ts';
import { readPrincipal } from '../iam/principal.ts';
import { createIam } from '../iam/state.ts';
import type { Call, Failure } from '../kernel/journal.ts';
import type { Context } from '../kernel/world.ts';
import { type CloudState, regionKey } from './state.ts';

/** Whose token a password is; where no registry is named, the token opens its own. */
export function authorizeAt(
  cloud: CloudState,
  at: { accountId: string; region: string } | undefined,
  password: string | undefined,
): Authorization {
  const registries = [...cloud.regions.values()].map(({ ecr }) => ecr);
  // A token opens every registry of its Region: what it may do there is for the permissions to say.
  if (at) {
    return authorizeAmong(
      registries.filter(({ region }) => region === at.region),
      at,
      password,
    );
  }
  const answers = registries.map((ecr) =>
    authorizeRegistry(ecr, { accountId: ecr.registryId, region: ecr.region }, password),
  );
  return answers.find((each) => each.ok || each.status === 403) ?? answers[0]!;
}

/** Why the caller may not make this call; undefined when it may. */
export function forbids(cloud: CloudState, call: Call, { date }: Context): Failure | undefined {
  return forbidden(call, date, {
    iamOf: (accountId) => cloud.iam.get(accountId) ?? createIam(accountId),
    registry: (service, accountId, region) =>
      service === 'ecr-public'
        ? cloud.publicRegistries.get(accountId)?.ecr
        : cloud.regions.get(regionKey(cloud, accountId, region))?.ecr,
  });
}

/** Whether a principal is there, as far as this cloud knows its account. */
export function principalExists(cloud: CloudState, arn: string): boolean {
  const principal = readPrincipal(arn);
  const iam = cloud.iam.get(principal?.accountId ?? '');
  if (!principal || !iam || principal.kind === 'root') return principal !== undefined;
  return (principal.kind === 'user' ? iam.users : iam.roles).has(principal.name);
}

/**
 * Whose an access key is, or why it is refused; undefined when nobody in this cloud has it.
 * @param date ms since 1970
 */
export function identifyKey(
  cloud: Readonly<CloudState>,
  accessKeyId: string,
  date: number,
): Identified | undefined {
  return identify(cloud.iam.values(), accessKeyId, date);
}
