import type { Model, Shape } from './model.ts';
import { readSimple, under, type Dialect, type Parameter } from './query.ts';
import { element, escape, xmlTime } from './xml.ts';

/**
 * EC2 Query: as Query, but lists have no `member` and no `Result` around an answer, and names differ
 * (https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html).
 */
export const ec2Dialect: Dialect = {
  read: (model, shapeName, parameters) => readShape(model, shapeName, parameters) ?? {},
  result(model, { namespace }, operation, output, requestId) {
    const content = writeShape(model, model.operations[operation]?.output ?? '', output);
    const name = `${operation}Response`;
    return `<${name} xmlns="${namespace}">${element('requestId', requestId)}${content}</${name}>\n`;
  },
  fault(_, { code, message }, requestId) {
    const error = element('Code', escape(code)) + element('Message', escape(message));
    return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
      'Response',
      element('Errors', element('Error', error)) + element('RequestID', requestId),
    )}\n`;
  },
};

/** A member's name in answers. */
function xmlName({ xml }: Shape, member: string): string {
  return xml?.[member] ?? member[0]!.toLowerCase() + member.slice(1);
}

/** A member's name in requests. */
function formName(shape: Shape, member: string): string {
  const name = xmlName(shape, member);
  return shape.form?.[member] ?? name[0]!.toUpperCase() + name.slice(1);
}

function readShape(model: Model, shapeName: string, parameters: readonly Parameter[]): unknown {
  const shape = model.shapes[shapeName];
  if (!shape || parameters.length === 0) return undefined;
  if (shape.type === 'structure') {
    const members = Object.entries(shape.members ?? {}).flatMap(([name, member]) => {
      const value = readShape(model, member, under(parameters, formName(shape, name)));
      return value === undefined ? [] : [[name, value] as const];
    });
    return Object.fromEntries(members);
  }
  if (shape.type === 'list') {
    const numbers = [...new Set(parameters.map(([path]) => path[0] ?? ''))];
    return numbers
      .filter((number) => /^[1-9]\d{0,5}$/.test(number))
      .sort((a, b) => Number(a) - Number(b))
      .map((number) => readShape(model, shape.member!, under(parameters, number)));
  }
  return readSimple(shape, parameters[0]![1]);
}

function writeShape(model: Model, shapeName: string, value: unknown): string {
  const shape = model.shapes[shapeName];
  if (!shape || value === undefined || value === null) return '';
  switch (shape.type) {
    case 'structure':
      return Object.entries(shape.members ?? {})
        .map(([name, member]) => [name, member, (value as Record<string, unknown>)[name]] as const)
        .filter(([, , given]) => given !== undefined && given !== null)
        .map(([name, member, given]) => element(xmlName(shape, name), writeShape(model, member, given)))
        .join('');
    case 'list':
      return (value as unknown[])
        .map((item) => element('item', writeShape(model, shape.member!, item)))
        .join('');
    case 'timestamp':
      return xmlTime(value as number);
    default:
      return escape(String(value));
  }
}
