import { learner, type Profile } from './config.ts';
import { createClient } from './client.ts';
import type { AwsIo } from './io.ts';
import type { Operation } from './operation.ts';

/** `aws sts get-caller-identity`: the one operation of AWS STS that there is, answered from the keys in use. */
export const getCallerIdentity: Operation = {
  service: 'sts',
  name: 'GetCallerIdentity',
  input: 'GetCallerIdentityRequest',
  output: 'GetCallerIdentityResponse',
  model: {
    service: 'sts',
    sdk: '',
    targetPrefix: '',
    operations: {},
    shapes: {
      GetCallerIdentityRequest: { type: 'structure', members: {} },
      GetCallerIdentityResponse: {
        type: 'structure',
        members: { UserId: 'String', Account: 'String', Arn: 'String' },
      },
      String: { type: 'string' },
    },
  },
};

/** A client that answers GetCallerIdentity by itself, having looked at the keys as any other client does. */
export function identityClient(io: AwsIo, region: string, profile: Profile): ReturnType<typeof createClient> {
  const [, , , , account] = learner.split(':');
  const output = { UserId: 'AIDACKCEVSQ6C2EXAMPLE', Account: account, Arn: learner };
  return createClient({ ...io, send: () => ({ ok: true, output }) }, region, profile);
}
