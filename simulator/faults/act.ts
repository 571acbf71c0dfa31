import { AwsError } from '../api/errors.ts';
import type { Reply } from '../kernel/journal.ts';
import type { RegionScope } from '../region.ts';
import type { ActiveFault } from './state.ts';

/** What a fault does to the cloud, and how it is taken back. */
export interface Act {
  /** Breaks something; what it answers is kept for `clear`. */
  inject(parameters: Readonly<Record<string, string>>, scope: RegionScope): ActiveFault['undo'] | void;
  clear?(fault: ActiveFault, scope: RegionScope): void;
}

/** @throws AwsError InvalidParameterException: what a fault is aimed at is not there. */
export function refuse(message: string): never {
  throw new AwsError('InvalidParameterException', message);
}

/** Calls a service in the name of fate; what it refuses is refused. */
export function ask(scope: RegionScope, service: string, operation: string, input: unknown): unknown {
  const principal = `arn:aws:sts::${scope.accountId}:assumed-role/AWSServiceRoleForDrydock/fault`;
  const reply: Reply = scope.send({ service, operation, input, principal });
  if (reply.ok) return reply.output;
  throw new AwsError(reply.error.code, reply.error.message);
}
