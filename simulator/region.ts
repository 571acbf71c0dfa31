import type { DockerState } from './docker/state.ts';
import type { EcsState } from './ecs/state.ts';
import type { Call, Failure, Reply } from './kernel/journal.ts';
import type { Context } from './kernel/world.ts';
import type { Neighbours } from './neighbours/state.ts';
import type { Vpc } from './neighbours/vpc.ts';
import type { WorldRegistries } from './registries/resolve.ts';

/**
 * What acts in one Region of an account without a caller: reactions of ECS and of its neighbours. Operations get the
 * same with the caller's ARN (`RegionScope & CallScope`).
 */
export interface RegionScope {
  context: Context;
  accountId: string;
  region: string;
  ecs: EcsState;
  vpc: Vpc;
  neighbours: Neighbours;
  /** Where images are pulled from. */
  registries: WorldRegistries;
  /**
   * Calls another service in this Region, as AWS's services do in the account's name; those who watch the world see it.
   * @param principal whose permissions count, an ARN
   */
  send(call: Pick<Call, 'service' | 'operation' | 'input' | 'principal'>): Reply;
  /** Why a principal may not make this call, in AWS's words; undefined when it may. */
  forbids(call: Pick<Call, 'service' | 'operation' | 'input' | 'principal'>): Failure | undefined;
  /**
   * The session in which a service acts once it has taken on a role, as a principal's ARN; or why it may not take it on.
   * @param service `events.amazonaws.com`
   */
  assume(roleArn: string, service: string, session: string): { principal: string } | { refused: string };
  /** A call of a Docker engine other than the learner's: what the engine keeps is given with it. */
  docker(engine: DockerState, call: Pick<Call, 'operation' | 'input' | 'principal'>): Reply;
  /** Whether a principal is there, as far as this cloud knows its account. */
  principalExists(arn: string): boolean;
}
