import { shapes } from '../../../simulator/ecs/task-definition/shape.generated.js';

/** What the service fills in when a container says nothing. */
const defaults: Readonly<Record<string, unknown>> = {
  'ContainerDefinition.essential': true,
  'ContainerDefinition.cpu': 0,
  'PortMapping.protocol': 'tcp',
};

/**
 * A definition as text that two of them can be compared by: members in AWS's order, without what only the service fills
 * in and without what means the same when it is left out.
 */
export function comparable(definition: unknown): string {
  return JSON.stringify(strip(definition, 'RegisterTaskDefinitionRequest'), undefined, 2);
}

function strip(value: unknown, name: string): unknown {
  const shape = shapes[name];
  if (!shape || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => strip(item, shape.member ?? ''));
  const given = value as Record<string, unknown>;
  const kept: [string, unknown][] = [];
  for (const key of shape.members ? Object.keys(shape.members) : Object.keys(given).sort()) {
    const inner = strip(given[key], shape.members?.[key] ?? shape.member ?? '');
    if (inner === undefined || inner === null || (Array.isArray(inner) && inner.length === 0)) continue;
    if (inner === defaults[`${name}.${key}`]) continue;
    if (name === 'PortMapping' && key === 'hostPort' && (inner === given['containerPort'] || inner === 0))
      continue;
    kept.push([key, inner]);
  }
  return Object.fromEntries(kept);
}
