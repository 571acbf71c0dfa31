import type { Failure, Reply } from '../../kernel/journal.ts';
import type { Context } from '../../kernel/world.ts';
import type { EcrState } from '../state.ts';
import { Refusal, type RegistryCode } from './answer.ts';
import { refusalOf } from './refusals.ts';

/** What a call of the registry carries: what its route read from the request. Bytes are base64 text. */
export interface RegistryInput {
  /** The `Host` header: `<account>.dkr.ecr.<Region>.amazonaws.com`, or anything else. */
  host?: string;
  /** The `Authorization` header. */
  authorization?: string;
  repository?: string;
  /** Tag or digest of a manifest. */
  reference?: string;
  digest?: string;
  uploadId?: string;
  mediaType?: string;
  /** Where the bytes of an upload begin, when the client says so. */
  first?: number;
  /** Base64. */
  body?: string;
  /** The `Range` header. */
  range?: string;
  mount?: string;
  from?: string;
  n?: string;
  last?: string;
  artifactType?: string;
}

/** An authenticated client at one registry. */
export interface Exchange {
  context: Context;
  /** Undefined while nobody has used that account in that Region. */
  ecr: EcrState | undefined;
  accountId: string;
  region: string;
  /** An ECR API call with the permissions of the token's principal. */
  call(operation: string, input: Record<string, unknown>): Reply;
  /** Why the token's principal may not make this ECR API call; undefined when it may. */
  forbids(operation: string, input: Record<string, unknown>): Failure | undefined;
}

/** An ECR API call that must succeed. @throws Refusal */
export function ask<Output>(
  exchange: Exchange,
  operation: string,
  input: Record<string, unknown>,
  otherwise: RegistryCode,
): Output {
  const reply = exchange.call(operation, input);
  if (!reply.ok) throw refusalOf(reply.error, otherwise);
  return reply.output as Output;
}

/** @throws Refusal when the token's principal may not make this call */
export function check(exchange: Exchange, operation: string, input: Record<string, unknown>): void {
  const failure = exchange.forbids(operation, input);
  if (failure) throw refusalOf(failure, 'DENIED');
}

const digestPattern = /^sha256:[0-9a-f]{64}$/;

export function isDigest(text: string): boolean {
  return digestPattern.test(text);
}

/** @throws Refusal DIGEST_INVALID */
export function digestIn(text: string | undefined): string {
  if (text !== undefined && isDigest(text)) return text;
  throw new Refusal(
    'DIGEST_INVALID',
    `'${text ?? ''}' is not a digest: write sha256: and 64 hexadecimal digits.`,
  );
}
