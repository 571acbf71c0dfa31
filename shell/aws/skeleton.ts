import type { Model } from '../../simulator/api/model.ts';
import { shapeOf } from './operation.ts';

/**
 * A sample of a shape, as `--generate-cli-skeleton` prints it: empty texts, zeros, the first value of an enumeration
 * (botocore, utils.py, `ArgumentGenerator`).
 */
export function skeleton(
  model: Model,
  shapeName: string,
  named: string | undefined,
  stack: readonly string[] = [],
): unknown {
  const shape = shapeOf(model, shapeName);
  if (stack.includes(shapeName)) return {};
  const inner = [...stack, shapeName];
  switch (shape.type) {
    case 'structure':
    case 'union':
      return Object.fromEntries(
        Object.entries(shape.members ?? {}).map(([name, member]) => [
          name,
          skeleton(model, member, named === undefined ? undefined : name, inner),
        ]),
      );
    case 'list':
      return [
        skeleton(
          model,
          shape.member!,
          named === undefined ? undefined : kindName(model, shape.member!),
          inner,
        ),
      ];
    case 'map':
      return {
        KeyName: skeleton(
          model,
          shape.member!,
          named === undefined ? undefined : kindName(model, shape.member!),
          inner,
        ),
      };
    case 'integer':
      return 0;
    case 'double':
      return 0.0;
    case 'boolean':
      return true;
    case 'timestamp':
      return '1970-01-01T00:00:00';
    default:
      if (shape.type === 'blob') return null;
      return named ?? shape.enum?.[0] ?? '';
  }
}

function kindName(model: Model, name: string): string {
  return shapeOf(model, name).type === 'string' ? name : '';
}
