import { models, type Model, type Shape } from '../../simulator/api/model.ts';
import { kebab } from './names.ts';

/** An operation of a service as the command line knows it. */
export interface Operation {
  service: string;
  /** API name, such as `DescribeTasks`. */
  name: string;
  model: Model;
  input: string;
  output: string;
}

/** Services that the command line offers, by name. */
export const services: readonly string[] = Object.keys(models).sort();

/** The operations of a service, by their command-line names, in alphabetical order. */
export function operationsOf(service: string): ReadonlyMap<string, Operation> {
  const model = models[service];
  if (!model) return new Map();
  return new Map(
    Object.entries(model.operations)
      .map(([name, { input, output }]): [string, Operation] => [
        kebab(name),
        { service, name, model, input, output },
      ])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** Whether AWS has the operation, by its command-line name, and the model leaves it out. */
export function isUnsimulated(service: string, name: string): boolean {
  return models[service]?.others?.some((other) => kebab(other) === name) ?? false;
}

export function shapeOf(model: Model, name: string): Shape {
  return model.shapes[name] ?? { type: 'structure', members: {} };
}
