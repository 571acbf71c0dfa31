import type { Model } from '../../simulator/api/model.ts';
import { shapeOf, type Operation } from '../aws/operation.ts';
import type { Cmdlet } from './cmdlets.ts';
import { hashtable, itemsOf, PsDate, PsObject, same, textOf, type PsValue } from './value.ts';

/** A parameter of a cmdlet: where in the input its value goes. */
export interface Parameter {
  name: string;
  /** Members from the input inwards. */
  path: readonly string[];
  shape: string;
  required: boolean;
}

/** A member's name as .NET writes it. */
export function pascal(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** AWS Tools name a parameter in the singular: `ImageIds` is `ImageId`, `Repositories` is `Repository`. */
export function singular(name: string): string {
  if (/(?:ss|us|is)$/i.test(name)) return name;
  return name
    .replace(/ies$/, 'y')
    .replace(/(x|ch|sh|ss)es$/, '$1')
    .replace(/s$/, '');
}

/**
 * The parameters of a cmdlet: the input's members, structures taken apart as `Structure_Member`
 * (https://docs.aws.amazon.com/powershell/latest/userguide/pstools-parameters.html).
 */
export function parametersOf({ renamed = {} }: Cmdlet, { model, input }: Operation): Parameter[] {
  const list: Parameter[] = [];
  const add = (shapeName: string, path: readonly string[], required: boolean): void => {
    const shape = shapeOf(model, shapeName);
    for (const [member, of] of Object.entries(shape.members ?? {})) {
      const { type } = shapeOf(model, of);
      const isRequired = required && (shape.required?.includes(member) ?? false);
      if (type === 'structure' && path.length < 4) add(of, [...path, member], false);
      else {
        const before = path.length === 0 ? '' : `${pascal(path.at(-1)!)}_`;
        const name = renamed[member] ?? `${before}${singular(pascal(member))}`;
        list.push({ name, path: [...path, member], shape: of, required: isRequired });
      }
    }
  };
  add(input, [], true);
  return list;
}

/** A parameter by its name, its plural, or an unambiguous beginning, in any case. */
export function findParameter<Named extends { name: string }>(
  name: string,
  list: readonly Named[],
): Named | undefined | 'ambiguous' {
  const exact = list.find((each) => same(each.name, name) || same(singular(name), each.name));
  if (exact) return exact;
  const begins = list.filter((each) => each.name.toLowerCase().startsWith(name.toLowerCase()));
  return begins.length > 1 ? 'ambiguous' : begins[0];
}

/** A value that does not fit its parameter; the message is PowerShell's. */
export class PsBindingError extends Error {
  override readonly name = 'PsBindingError';
}

/** What a value is on the wire. @throws PsBindingError */
export function wireOf(
  model: Model,
  shapeName: string,
  value: PsValue,
  parameter: string,
  warn: (text: string) => void,
): unknown {
  const shape = shapeOf(model, shapeName);
  const refuse = (type: string) =>
    new PsBindingError(
      `Cannot bind parameter '${parameter}'. Cannot convert value "${textOf(value)}" to type "${type}".`,
    );
  switch (shape.type) {
    case 'list':
      return itemsOf(value).map((item) => wireOf(model, shape.member!, item, parameter, warn));
    case 'structure':
    case 'union': {
      if (!(value instanceof PsObject)) throw refuse(`Amazon.Model.${shapeName}`);
      return Object.fromEntries(
        [...value.properties].flatMap(([key, each]) => {
          const member = Object.keys(shape.members ?? {}).find((name) => same(name, key));
          if (member === undefined) {
            if (value.type !== hashtable) return [];
            throw new PsBindingError(
              `Cannot bind parameter '${parameter}'. Cannot create object of type "${shapeName}". The ${key} property was not found for the ${shapeName} object.`,
            );
          }
          return each === null
            ? []
            : [[member, wireOf(model, shape.members![member]!, each, parameter, warn)]];
        }),
      );
    }
    case 'map':
      if (!(value instanceof PsObject)) throw refuse(hashtable);
      return Object.fromEntries(
        [...value.properties].map(([key, each]) => [
          key,
          wireOf(model, shape.member!, each, parameter, warn),
        ]),
      );
    case 'boolean':
      return booleanOf(value, parameter, warn);
    case 'integer':
    case 'double': {
      const number = typeof value === 'number' ? value : Number(textOf(value) || Number.NaN);
      if (Number.isNaN(number)) throw refuse('System.Int32');
      return number;
    }
    case 'timestamp':
      return value instanceof PsDate ? value.ms / 1000 : Date.parse(textOf(value)) / 1000;
    default:
      return textOf(value);
  }
}

/**
 * PowerShell takes `$true`, `$false` and numbers for a Boolean. The text `true`, which is often written, is taken here
 * too, and told.
 */
function booleanOf(value: PsValue, parameter: string, warn: (text: string) => void): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  const text = textOf(value).toLowerCase();
  if (text !== 'true' && text !== 'false') {
    throw new PsBindingError(
      `Cannot process argument transformation on parameter '${parameter}'. Cannot convert value "System.String" to type "System.Boolean". Boolean parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0 instead.`,
    );
  }
  warn(`-${parameter} takes $${text}: a real PowerShell refuses the text "${textOf(value)}".`);
  return text === 'true';
}
