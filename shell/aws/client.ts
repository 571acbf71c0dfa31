import { keyIdOf, learner, exampleKeys, type Profile } from './config.ts';
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
  ): { output: Record<string, unknown> } | { error: { code: string; message: string } };
}

export function createClient(io: AwsIo, region: string, profile: Profile): Client {
  const { id, secret } = keyIdOf(io, profile);
  const attempt: Client['attempt'] = (operation, input) => {
    if (id !== exampleKeys.id)
      return {
        error: {
          code: 'UnrecognizedClientException',
          message: 'The security token included in the request is invalid.',
        },
      };
    if (secret !== exampleKeys.secret) {
      return {
        error: {
          code: 'InvalidSignatureException',
          message:
            'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
        },
      };
    }
    const reply = io.send({
      service: operation.service,
      operation: operation.name,
      input,
      region,
      principal: learner,
    });
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

function serviceError({ code, message }: { code: string; message: string }, operation: string): AwsCliError {
  return new AwsCliError(
    `An error occurred (${code}) when calling the ${operation} operation: ${message}`,
    254,
  );
}
