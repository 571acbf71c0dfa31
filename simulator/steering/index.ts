import { AwsError } from '../api/errors.ts';
import type { Call, Reply } from '../kernel/journal.ts';
import type { RegionScope } from '../region.ts';
import { faultOperations } from '../faults/index.ts';
import { commit } from './commit.ts';
import { setServiceLoad } from './load.ts';

/**
 * The service `drydock`: what no AWS API does to a cloud, and labs, tests and `drydock serve` do. Its calls are in the
 * journal like all others.
 */
const operations: Readonly<Record<string, (input: Record<string, unknown>, scope: RegionScope) => unknown>> =
  {
    ...faultOperations,
    Commit: commit,
    SetLoad: setServiceLoad,
  };

export function answerSteering({ operation, input }: Call, scope: RegionScope): Reply {
  const act = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (!act)
    return {
      ok: false,
      error: {
        code: 'UnknownOperationException',
        message: `Drydock has no operation ${operation}. It has: ${Object.keys(operations).join(', ')}.`,
      },
    };
  try {
    return { ok: true, output: act((input ?? {}) as Record<string, unknown>, scope) ?? {} };
  } catch (error) {
    if (error instanceof AwsError) return { ok: false, error: { code: error.code, message: error.message } };
    throw error;
  }
}
