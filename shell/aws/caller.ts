import { prove, type Identified } from '../../simulator/iam/credentials.ts';
import { initialFiles, keysOf, profileIn, readIni } from './config.ts';
import { AwsCliError } from './errors.ts';

/** Who a command line is. */
export interface CommandLineCaller {
  /** In a few letters: `user/learner`, `assumed-role/pusher/work`, `role/pusher`; a sentence when it is nobody. */
  short: string;
  /** The principal's ARN; undefined for nobody. */
  arn?: string;
}

/** Who `aws` would call as with these variables and files, without calling anybody. */
export function callerOf(
  env: Readonly<Record<string, string>>,
  file: (path: string) => string | undefined,
  identify: (accessKeyId: string) => Identified | undefined,
): CommandLineCaller {
  const read = (name: string) =>
    readIni(file(`.aws/${name}`) ?? initialFiles[`/home/learner/.aws/${name}`] ?? '');
  try {
    const files = { config: read('config'), credentials: read('credentials') };
    const keys = keysOf(env, profileIn(env, undefined, files));
    if ('arn' in keys) return { short: shortOf(keys.arn), arn: keys.arn };
    const found = prove(identify(keys.id), keys);
    return 'code' in found
      ? { short: 'nobody: these keys are not valid' }
      : { short: shortOf(found.principal), arn: found.principal };
  } catch (error) {
    if (error instanceof AwsCliError) return { short: 'nobody: no credentials' };
    throw error;
  }
}

function shortOf(arn: string): string {
  return arn.split(':').slice(5).join(':');
}
