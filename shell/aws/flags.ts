import { AwsCliError, usageError } from './errors.ts';

/**
 * Reads the options of a custom command: `--name value`, and flags without a value. What is no option stands in `rest`.
 * @throws AwsCliError as the AWS CLI words it
 */
export function readOptions(
  args: readonly string[],
  { values, flags }: { values: readonly string[]; flags: readonly string[] },
): { options: Map<string, string>; rest: string[] } {
  const options = new Map<string, string>();
  const rest: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!;
    const [name = '', joined] = arg.startsWith('--') && arg.includes('=') ? arg.split(/=(.*)/s) : [arg];
    if (flags.includes(name)) options.set(name, 'true');
    else if (values.includes(name)) {
      const value = joined ?? args[++index];
      if (value === undefined) throw usageError(`argument ${name}: expected one argument`);
      options.set(name, value);
    } else if (arg.startsWith('--')) throw new AwsCliError(`Unknown options: ${arg}`, 252);
    else rest.push(arg);
  }
  return { options, rest };
}
