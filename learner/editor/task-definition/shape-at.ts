import { shapes, type Shape } from '../../../simulator/ecs/task-definition/shape.generated.js';
import type { Path } from '../json/cursor.ts';
import { member, type Node } from '../json/tree.ts';

const input = 'RegisterTaskDefinitionRequest';

export interface ShapeAt {
  /** Name of the shape in AWS's model. */
  name: string;
  shape: Shape;
  /** `Structure.member`, as the SDK's documentation names the place; absent for items and the whole. */
  documented?: string;
  /** Whether its structure cannot do without it. */
  required?: true;
}

/** What the model says of the place at `path` in a task definition; nothing where it knows no such place. */
export function shapeAt(path: Path): ShapeAt | undefined {
  let at: ShapeAt = { name: input, shape: shapes[input]! };
  for (const step of path) {
    const { shape, name } = at;
    const next = shape.members ? (typeof step === 'string' ? shape.members[step] : undefined) : shape.member;
    if (next === undefined || !Object.hasOwn(shapes, next)) return undefined;
    if (shape.members && !Object.hasOwn(shape.members, step)) return undefined;
    at = {
      name: next,
      shape: shapes[next]!,
      ...(shape.members ? { documented: `${name}.${step}` } : {}),
      ...(shape.required?.includes(String(step)) ? { required: true } : {}),
    };
  }
  return at;
}

/** How many steps of a path lead to the definition itself: one in the answer of describe-task-definition. */
export function wrapping(root: Node | undefined): 0 | 1 {
  return !member(root, 'containerDefinitions') && member(root, 'taskDefinition')?.kind === 'object' ? 1 : 0;
}
