import type { Context } from '../kernel/world.ts';
import type { Call, Failure, Reply } from '../kernel/journal.ts';
import { AwsError } from './errors.ts';
import { models } from './model.ts';
import { checkTypes, withoutNulls } from './serialization.ts';

/** One operation. It checks everything before it changes anything, and throws AwsError to refuse. */
export type Operation<Scope> = (input: never, scope: Scope) => unknown;

export interface Service<Scope> {
  /** Key of `models`. */
  name: string;
  operations: Readonly<Record<string, Operation<Scope>>>;
  /** Holds an input to what it must be before it is known whose it is to allow; throws AwsError. */
  check?(input: Record<string, unknown>): void;
  /** Refuses an input that lacks a required member, in the service's own words. */
  missing(member: string, operation: string): AwsError;
}

/** Who calls, where and when: what every operation is given beside its input. */
export interface CallScope {
  context: Context;
  accountId: string;
  region: string;
  /** ARN of the caller. */
  principal: string;
}

/**
 * Runs `call` on `service`. Never throws AwsError: refusals come back as replies. `forbids` says why the caller may not,
 * once the input is known to be of the right shape.
 */
export function dispatch<Scope>(
  service: Service<Scope>,
  call: Call,
  scope: Scope,
  forbids?: (call: Call) => Failure | undefined,
): Reply {
  const model = models[service.name]!;
  const described = Object.hasOwn(model.operations, call.operation)
    ? model.operations[call.operation]
    : undefined;
  const operation = service.operations[call.operation];
  if (!operation && (described || model.others?.includes(call.operation))) {
    return failure({
      code: 'NotSimulatedException',
      message: `Drydock does not simulate ${service.name}:${call.operation}. The table in the documentation lists what it does.`,
    });
  }
  if (!described || !operation) {
    return failure({
      code: 'UnknownOperationException',
      message: `There is no operation ${call.operation} in ${service.name}.`,
    });
  }
  try {
    checkTypes(model, described.input, call.input ?? {});
    const input = withoutNulls(model, described.input, call.input ?? {});
    for (const member of model.shapes[described.input]?.required ?? []) {
      const value = (input as Record<string, unknown>)[member];
      if (value === undefined || value === null) throw service.missing(member, call.operation);
    }
    service.check?.(input as Record<string, unknown>);
    const refusal = forbids?.({ ...call, input });
    if (refusal) return failure(refusal);
    return { ok: true, output: operation(input as never, scope) ?? {} };
  } catch (error) {
    if (error instanceof AwsError)
      return failure({ code: error.code, message: error.message, details: error.details });
    throw error;
  }
}

function failure(error: Failure): Reply {
  return { ok: false, error };
}
