import type { RunTaskRequest } from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import type { EcsScope } from '../scope.ts';

/** ms for which a token stands for its request (API reference, "Ensuring idempotency": 24 hours). */
const lifetime = 86_400_000;

/** @throws AwsError InvalidParameterException for a token that AWS does not take; the text is worded after the API reference and unverified */
export function checkClientToken(token: string | undefined): void {
  if (token !== undefined && !/^[!-~]{1,64}$/.test(token))
    throw new AwsError(
      'InvalidParameterException',
      'clientToken must have 1 to 64 characters in the range of 33-126.',
    );
}

/**
 * The ARNs of the tasks that a first try of the same request has launched; undefined when this is the first.
 * @throws AwsError ConflictException when another request has used the token
 */
export function launchedBefore(
  input: Wire<RunTaskRequest>,
  { ecs, context }: EcsScope,
): string[] | undefined {
  checkClientToken(input.clientToken);
  for (const [key, { at }] of ecs.clientTokens) {
    if (at + lifetime > context.date) break;
    ecs.clientTokens.delete(key);
  }
  const use = ecs.clientTokens.get(input.clientToken!);
  if (!use) return undefined;
  if (use.request === JSON.stringify(input)) return use.tasks;
  throw new AwsError(
    'ConflictException',
    'The request could not be processed because of conflict in the current state of the resource.',
    { resourceIds: use.tasks },
  );
}

export function keepClientToken(
  input: Wire<RunTaskRequest>,
  tasks: string[],
  { ecs, context }: EcsScope,
): void {
  ecs.clientTokens.set(input.clientToken!, { request: JSON.stringify(input), tasks, at: context.date });
}
