/** The first lines of every usage error (awscli, argparser.py). */
export const usage = `aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
`;

/**
 * An error that the AWS CLI itself finds, or that a service answers. `text` goes to standard error as it stands, after
 * an empty line. Exit codes: 252 usage, 253 configuration, 254 a service's answer, 255 anything else
 * (https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-returncodes.html).
 */
export class AwsCliError extends Error {
  override readonly name = 'AwsCliError';
  readonly exitCode: 252 | 253 | 254 | 255;
  /** What the command printed before it failed. */
  printed = '';

  constructor(text: string, exitCode: 252 | 253 | 254 | 255) {
    super(text);
    this.exitCode = exitCode;
  }
}

/** An error of argparse's, with the usage block. */
export function usageError(message: string): AwsCliError {
  return new AwsCliError(`usage: ${usage}\naws: error: ${message}\n`, 252);
}

/** `Error parsing parameter '--tags': …` */
export function parameterError(option: string, message: string): AwsCliError {
  return new AwsCliError(`Error parsing parameter '${option}': ${message}`, 252);
}
