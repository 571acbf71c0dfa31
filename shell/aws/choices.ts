import { closeMatches } from './close-matches.ts';
import { usageError, type AwsCliError } from './errors.ts';

/** Choices in two columns, as the AWS CLI lists them (argparser.py, `_check_value`). */
export function columns(choices: readonly string[]): string {
  const lines: string[] = [];
  for (let index = 0; index < choices.length; index += 2) {
    lines.push(
      choices
        .slice(index, index + 2)
        .map((choice) => choice.padEnd(40))
        .join(' | '),
    );
  }
  return lines.join('\n');
}

/** The refusal of a command or operation that there is not. `argument` is `command` or `operation`. */
export function invalidChoice(argument: string, value: string, choices: readonly string[]): AwsCliError {
  const near = closeMatches(value, choices);
  const meant = near.length
    ? `\n\n\nInvalid choice: '${value}', maybe you meant:\n\n${near.map((word) => `  * ${word}`).join('\n')}`
    : '';
  return usageError(
    `argument ${argument}: Invalid choice, valid choices are:\n\n${columns(choices)}${meant}`,
  );
}
