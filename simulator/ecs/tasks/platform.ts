import { AwsError } from '../../api/errors.ts';
import type { TaskDefinition } from '../state.ts';

/**
 * Fargate platform versions that can still be asked for, the one that LATEST means first
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html).
 */
const versions = { linux: ['1.4.0', '1.3.0'], windows: ['1.0.0'] };

/**
 * The platform version that a task gets.
 * @throws AwsError PlatformUnknownException for a version that the definition's operating system does not have. The
 *   exception is AWS's; its text is our own (unverified).
 */
export function platformVersionOf(asked: string | undefined, { registered }: TaskDefinition): string {
  const family = registered.runtimePlatform?.operatingSystemFamily ?? 'LINUX';
  const known = family.startsWith('WINDOWS') ? versions.windows : versions.linux;
  if (asked === undefined || asked === 'LATEST') return known[0]!;
  if (known.includes(asked)) return asked;
  throw new AwsError('PlatformUnknownException', `The specified platform version does not exist: ${asked}.`);
}
