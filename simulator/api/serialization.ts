import type { Model } from './model.ts';
import { AwsError } from './errors.ts';

/**
 * What the JSON 1.1 protocol refuses before an operation sees it: values of the wrong JSON type. Unknown members are
 * passed over and enums are left to the operation, as AWS does (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).
 *
 * @throws AwsError SerializationException. The texts are those that AWS's JSON services have been seen to use
 *   (`STRING_VALUE can not be converted to an Integer`, `Start of list found where not expected`).
 */
export function checkTypes(model: Model, shapeName: string, value: unknown): void {
  const shape = model.shapes[shapeName];
  if (!shape || value === null || value === undefined) return;
  switch (shape.type) {
    case 'structure':
    case 'union':
      if (!isRecord(value)) refuse(value, 'an object');
      for (const [name, member] of Object.entries(shape.members ?? {}))
        checkTypes(model, member, value[name]);
      return;
    case 'list':
      if (!Array.isArray(value)) refuse(value, 'a list');
      for (const item of value) checkTypes(model, shape.member!, item);
      return;
    case 'map':
      if (!isRecord(value)) refuse(value, 'an object');
      for (const item of Object.values(value)) checkTypes(model, shape.member!, item);
      return;
    case 'string':
    case 'blob':
      if (typeof value !== 'string') refuse(value, 'a String');
      return;
    case 'integer':
      if (typeof value !== 'number') refuse(value, 'an Integer');
      if (!Number.isInteger(value))
        throw new AwsError(
          'SerializationException',
          'class java.lang.Double can not be converted to an Integer',
        );
      return;
    case 'double':
    case 'timestamp':
      if (typeof value !== 'number') refuse(value, 'a Double');
      return;
    case 'boolean':
      if (typeof value !== 'boolean') refuse(value, 'a Boolean');
  }
}

/**
 * The input as a service sees it, once its types are checked: a member that is null is one that is not there, and a list
 * has no holes (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html). Without any null, the input itself.
 * What the shape does not know stays as it is.
 */
export function withoutNulls(model: Model, shapeName: string, value: unknown): unknown {
  const shape = model.shapes[shapeName];
  if (!shape || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value
      .filter((item) => item !== null && item !== undefined)
      .map((item) => withoutNulls(model, shape.member!, item));
    return items.length === value.length && items.every((item, index) => item === value[index])
      ? value
      : items;
  }
  let copy: Record<string, unknown> | undefined;
  for (const [name, given] of Object.entries(value)) {
    const member =
      shape.type === 'map'
        ? shape.member
        : Object.hasOwn(shape.members ?? {}, name)
          ? shape.members?.[name]
          : undefined;
    if (member === undefined) continue;
    const item: unknown = given === null ? undefined : withoutNulls(model, member, given);
    if (item === given) continue;
    copy ??= { ...value };
    if (item === undefined) delete copy[name];
    else copy[name] = item;
  }
  return copy ?? value;
}

function refuse(value: unknown, wanted: string): never {
  if (Array.isArray(value))
    throw new AwsError('SerializationException', 'Start of list found where not expected');
  if (isRecord(value))
    throw new AwsError('SerializationException', 'Start of structure or map found where not expected.');
  const found =
    typeof value === 'string'
      ? 'STRING_VALUE'
      : typeof value === 'boolean'
        ? `${String(value).toUpperCase()}_VALUE`
        : 'NUMBER_VALUE';
  throw new AwsError('SerializationException', `${found} can not be converted to ${wanted}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
