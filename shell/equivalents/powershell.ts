import { shapeOf, type Operation } from '../aws/operation.ts';
import { operationOf, type Said } from './cli.ts';

/**
 * Cmdlets of the AWS Tools for PowerShell by service and operation
 * (https://docs.aws.amazon.com/powershell/latest/reference/): those that the console's forms stand for.
 */
const cmdlets: Readonly<Record<string, string>> = {
  'ecr CreateRepository': 'New-ECRRepository',
  'ecr-public CreateRepository': 'New-ECRPRepository',
  'ecs CreateCluster': 'New-ECSCluster',
  'ecs RegisterTaskDefinition': 'Register-ECSTaskDefinition',
  'ecs RunTask': 'New-ECSTask',
  'ecs CreateService': 'New-ECSService',
};

/**
 * The same call as a cmdlet. A structure's members are parameters of their own, named after the structure that holds
 * them (`-AwsvpcConfiguration_Subnet`), and a list's name stands in the singular. Undefined where no cmdlet is known.
 */
export function powershellOf(call: Said): string | undefined {
  const operation = operationOf(call);
  const cmdlet = cmdlets[`${call.service} ${call.operation}`];
  if (!operation || !cmdlet) return undefined;
  const words = [cmdlet, ...parameters(operation, operation.input, call.input as object, '')];
  if (call.region !== undefined && call.region !== 'us-east-1') words.push(`-Region ${call.region}`);
  const line = words.join(' ');
  return line.length <= 100 ? line : words.join(' `\n  ');
}

function parameters(operation: Operation, shapeName: string, input: object, prefix: string): string[] {
  const { members = {} } = shapeOf(operation.model, shapeName);
  return Object.entries(input).flatMap(([member, value]) => {
    const shape = shapeOf(operation.model, members[member] ?? '');
    const pascal = member.charAt(0).toUpperCase() + member.slice(1);
    if (shape.type === 'structure')
      return parameters(operation, members[member]!, value as object, `${pascal}_`);
    const name = `-${prefix}${shape.type === 'list' ? singular(pascal) : pascal}`;
    return [`${name} ${literal(value)}`];
  });
}

function singular(name: string): string {
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`;
  return name.endsWith('s') && !name.endsWith('ss') ? name.slice(0, -1) : name;
}

/** @param bare whether a simple word needs no quotes: it does inside a hash table and an array. */
function literal(value: unknown, bare = true): string {
  if (typeof value === 'boolean') return value ? '$true' : '$false';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) {
    return value.every((one) => typeof one !== 'object')
      ? value.map((one) => literal(one, bare)).join(',')
      : `@(${value.map((one) => literal(one, false)).join(', ')})`;
  }
  if (typeof value === 'object' && value !== null)
    return `@{ ${Object.entries(value)
      .map(([key, one]) => `${key} = ${literal(one, false)}`)
      .join('; ')} }`;
  const text = String(value);
  return bare && /^[\w.:/-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", "''")}'`;
}
