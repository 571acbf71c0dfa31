import { createCloud, type Cloud, type Reply } from '../../../simulator/index.ts';

export const principal = 'arn:aws:iam::123456789012:user/learner';
export const host = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

export interface Engine {
  cloud: Cloud;
  call(operation: string, input: unknown): Reply;
  ecr(operation: string, input: unknown, region?: string): Reply;
  /** Logs in to the registry of us-east-1. */
  login(): Reply;
}

/** A Docker engine inside a new cloud. */
export function openEngine(): Engine {
  const cloud = createCloud();
  const send = (service: string, operation: string, input: unknown, region = 'us-east-1') =>
    cloud.apply({ type: 'call', at: cloud.now, call: { service, operation, input, region, principal } });
  const ecr: Engine['ecr'] = (operation, input, region) => send('ecr', operation, input, region);
  return {
    cloud,
    ecr,
    call: (operation, input) => send('docker', operation, input),
    login() {
      const { authorizationData } = outputOf<{ authorizationData: { authorizationToken: string }[] }>(
        ecr('GetAuthorizationToken', {}),
      );
      const password = atob(authorizationData[0]!.authorizationToken).slice('AWS:'.length);
      return send('docker', 'SystemAuth', { username: 'AWS', password, serveraddress: host });
    },
  };
}

/** The output of a call that must have gone well. */
export function outputOf<T>(reply: Reply): T {
  if (!reply.ok) throw new Error(`${reply.error.code}: ${reply.error.message}`);
  return reply.output as T;
}

/** The message of a call that must have been refused. */
export function refusalOf(reply: Reply): string {
  if (reply.ok) throw new Error(`expected a refusal, got ${JSON.stringify(reply.output)}`);
  return reply.error.message;
}
