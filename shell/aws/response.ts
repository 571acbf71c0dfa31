import type { Model } from '../../simulator/api/model.ts';
import { shapeOf } from './operation.ts';

/**
 * An answer as the AWS CLI v2 shows it: members in the model's order, those that the model does not know left out,
 * timestamps as ISO 8601 text with microseconds (botocore, parsers.py).
 */
export function readResponse(model: Model, shapeName: string, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  const shape = shapeOf(model, shapeName);
  switch (shape.type) {
    case 'structure':
    case 'union': {
      const given = value as Record<string, unknown>;
      const shown: Record<string, unknown> = {};
      for (const [name, member] of Object.entries(shape.members ?? {})) {
        const each = decoded(model, name, readResponse(model, member, given[name]));
        if (each !== undefined) shown[name] = each;
      }
      return shown;
    }
    case 'list':
      return (value as unknown[]).map((item) => readResponse(model, shape.member!, item) ?? null);
    case 'map':
      return Object.fromEntries(
        Object.entries(value as object).map(([key, item]) => [
          key,
          readResponse(model, shape.member!, item) ?? null,
        ]),
      );
    case 'timestamp':
      return typeof value === 'number' ? isoText(value) : value;
    default:
      return value;
  }
}

/** Members of IAM's answers that hold a policy: URL-encoded JSON (botocore, handlers.py, `json_decode_policies`). */
const policyMembers = new Set(['AssumeRolePolicyDocument', 'Document', 'PolicyDocument']);

function decoded({ service }: Model, name: string, value: unknown): unknown {
  if (service !== 'iam' || typeof value !== 'string' || !policyMembers.has(name)) return value;
  try {
    return JSON.parse(decodeURIComponent(value)) as unknown;
  } catch {
    return value;
  }
}

/** Epoch seconds as Python's `datetime.isoformat` writes them in UTC. */
function isoText(seconds: number): string {
  const micros = Math.round(seconds * 1e6);
  const whole = Math.floor(micros / 1e6);
  const fraction = micros - whole * 1e6;
  const date = new Date(whole * 1000).toISOString().slice(0, 19);
  return `${date}${fraction === 0 ? '' : `.${String(fraction).padStart(6, '0')}`}+00:00`;
}
