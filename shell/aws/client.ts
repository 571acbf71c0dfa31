import { codeIn } from '../../simulator/api/query.ts';
import { prove, type Identified } from '../../simulator/iam/credentials.ts';
import type { Failure } from '../../simulator/kernel/journal.ts';
import { keysOf, type Keys, type Profile, type RoleToAssume } from './config.ts';
import { AwsCliError } from './errors.ts';
import type { AwsIo } from './io.ts';
import type { Operation } from './operation.ts';
import { readResponse } from './response.ts';

/** Calls a service for one command: same Region, same principal. */
export interface Client {
  /** An answer as the AWS CLI shows it. @throws AwsCliError with the service's error */
  call(operation: Operation, input: Record<string, unknown>): Record<string, unknown>;
  /** The same, but gives an error back instead of throwing it. */
  attempt(
    operation: Operation,
    input: Record<string, unknown>,
  ): { output: Record<string, unknown> } | { error: Failure };
}

/** A client with the keys that the environment and the profile give. @throws AwsCliError when there are none */
export function createClient(io: AwsIo, region: string, profile: Profile): Client {
  const keys = keysOf(io.env, profile);
  const present = 'arn' in keys ? assume(keys, io, region) : keys;
  const attempt: Client['attempt'] = (operation, input) => {
    const { service, name } = operation;
    const caller = prove(io.identify(present.id), present);
    if ('code' in caller) return { error: { ...caller, code: codeIn(service, caller.code) } };
    const { principal } = caller;
    const reply = io.send({ service, operation: name, input, region, principal });
    if (!reply.ok) return { error: reply.error };
    return {
      output: (readResponse(operation.model, operation.output, reply.output) ?? {}) as Record<
        string,
        unknown
      >,
    };
  };
  return {
    attempt,
    call(operation, input) {
      const answer = attempt(operation, input);
      if ('error' in answer) throw serviceError(answer.error, operation.name);
      return answer.output;
    },
  };
}

/** The temporary keys of a profile's role. The AWS CLI keeps them in ~/.aws/cli/cache; here each command asks anew. */
function assume({ arn, sessionName, duration, source }: RoleToAssume, io: AwsIo, region: string): Keys {
  const refuse = ({ code, message }: { code: string; message: string }) =>
    serviceError({ code: codeIn('sts', code), message }, 'AssumeRole');
  const caller: Identified = prove(io.identify(source.id), source);
  if ('code' in caller) throw refuse(caller);
  const reply = io.send({
    service: 'sts',
    operation: 'AssumeRole',
    input: {
      RoleArn: arn,
      RoleSessionName: sessionName ?? `botocore-session-${Math.floor(io.date() / 1000)}`,
      ...(duration === undefined ? {} : { DurationSeconds: duration }),
    },
    region,
    principal: caller.principal,
  });
  if (!reply.ok) throw refuse(reply.error);
  const { AccessKeyId, SecretAccessKey, SessionToken } = (
    reply.output as {
      Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string };
    }
  ).Credentials;
  return { id: AccessKeyId, secret: SecretAccessKey, token: SessionToken, source: 'assume-role' };
}

/** `An error occurred (Code) when calling the Name operation: …`, or that there was nobody to answer. */
export function serviceError(
  { code, message }: { code: string; message: string },
  operation: string,
): AwsCliError {
  if (code === 'EndpointConnectionError') return new AwsCliError(message, 255);
  return new AwsCliError(
    `An error occurred (${code}) when calling the ${operation} operation: ${message}`,
    254,
  );
}
