import { AwsError } from './errors.ts';

/** `1 validation error detected: Value … at 'userName' failed to satisfy constraint: …` */
export function invalid(member: string, value: unknown, constraint: string): AwsError {
  const shown = value === undefined || value === null ? 'null' : `'${String(value)}'`;
  const name = `${member[0]!.toLowerCase()}${member.slice(1)}`;
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value ${shown} at '${name}' failed to satisfy constraint: ${constraint}`,
  );
}
