import { operationsOf } from '../aws/operation.ts';
import { commonParameters } from './aws.ts';
import { cmdlets, loginCommand } from './cmdlets.ts';
import { objectCmdlets } from './objects.ts';
import { parametersOf } from './parameters.ts';
import { same } from './value.ts';

/** Names that a command can have, as PowerShell writes them. */
export function cmdletNames(): string[] {
  const own = Object.keys(objectCmdlets)
    .filter((name) => name.includes('-'))
    .map((name) => name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase()));
  return [...cmdlets.map(({ name }) => name), loginCommand, ...own, 'Get-Content', 'Set-Content'];
}

/** The parameters of a cmdlet of AWS, with their dash; undefined for another command. */
export function parameterNames(name: string): string[] | undefined {
  const cmdlet = cmdlets.find((each) =>
    same(each.name, same(name, loginCommand) ? 'Get-ECRAuthorizationToken' : name),
  );
  if (!cmdlet) return undefined;
  const operation = [...operationsOf(cmdlet.service).values()].find(
    (each) => each.name === cmdlet.operation,
  )!;
  return [...parametersOf(cmdlet, operation), ...commonParameters].map((each) => `-${each.name}`);
}
