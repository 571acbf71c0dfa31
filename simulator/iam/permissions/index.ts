import type { Call } from '../../kernel/journal.ts';
import type { EcrState } from '../../ecr/state.ts';
import type { IamState } from '../state.ts';
import { ecrNeeds } from './ecr.ts';
import { ecsNeeds } from './ecs.ts';
import { iamNeeds } from './iam.ts';
import type { Need } from './need.ts';
import { neighbourNeeds } from './neighbours.ts';
import { stsNeeds } from './sts.ts';

/** Where a call's resources are looked up. */
export interface Resources {
  iamOf(accountId: string): IamState;
  /** A private or public registry's state; undefined while nobody has used it. */
  registry(service: string, accountId: string, region: string): EcrState | undefined;
}

/** What a call needs to be allowed; nothing for a service that IAM does not guard. */
export function needsOf(call: Call, callersAccount: string, resources: Resources): Need[] {
  const named = (call.input as { registryId?: unknown } | null)?.registryId;
  const registryId = typeof named === 'string' ? named : callersAccount;
  switch (call.service) {
    case 'ecr':
    case 'ecr-public':
      return ecrNeeds(call, registryId, resources.registry(call.service, registryId, call.region));
    case 'ecs':
      return ecsNeeds(call, callersAccount);
    case 'iam':
      return iamNeeds(call, resources.iamOf(callersAccount));
    case 'sts':
      return stsNeeds(call, resources.iamOf);
    default:
      return neighbourNeeds(call, callersAccount);
  }
}
