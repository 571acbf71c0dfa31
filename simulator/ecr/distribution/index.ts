/**
 * The registry's HTTP interface inside the world: the OCI distribution specification 1.1 over ECR's own API. Every
 * change goes through an ECR operation with the permissions of the token's principal, so that a push by skopeo and a
 * push by the API are the same to the world.
 */
import type { Call, Failure, Reply } from '../../kernel/journal.ts';
import type { Context } from '../../kernel/world.ts';
import type { EcrState } from '../state.ts';
import type { Authorization } from '../tokens.ts';
import { Refusal, type Answer } from './answer.ts';
import { fromBase64 } from './base64.ts';
import { deleteBlob, getBlob, headBlob } from './blobs.ts';
import type { Exchange, RegistryInput } from './exchange.ts';
import { listReferrers, listRepositories, listTags } from './listings.ts';
import { deleteManifest, getManifest, headManifest, putManifest } from './manifests.ts';
import { cancelUpload, finishUpload, getUpload, startUpload, uploadChunk } from './uploads.ts';

export type { Answer } from './answer.ts';
export type { RegistryInput } from './exchange.ts';

/** How the registry reaches the rest of the world. */
export interface RegistryDoor {
  /** Whose token this password is, at the registry named or, when none is named, at the token's own. */
  authorize(
    at: { accountId: string; region: string } | undefined,
    password: string | undefined,
  ): Authorization;
  registry(accountId: string, region: string): EcrState | undefined;
  send(call: Call): Reply;
  forbids(call: Call): Failure | undefined;
}

type Operation = (input: RegistryInput, exchange: Exchange) => Answer;

/** By name, with the endpoint of the specification. */
const operations: Readonly<Record<string, Operation>> = {
  // end-1
  CheckApi: () => ({ status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }),
  // end-2
  HeadBlob: headBlob,
  GetBlob: getBlob,
  // end-3
  HeadManifest: headManifest,
  GetManifest: getManifest,
  // end-4a, end-4b, end-11
  StartUpload: startUpload,
  // end-5
  UploadChunk: uploadChunk,
  // end-6
  FinishUpload: finishUpload,
  // end-7
  PutManifest: putManifest,
  // end-8a, end-8b
  ListTags: listTags,
  // end-9
  DeleteManifest: deleteManifest,
  // end-10
  DeleteBlob: deleteBlob,
  // end-12a, end-12b
  ListReferrers: listReferrers,
  // end-13
  GetUpload: getUpload,
  CancelUpload: cancelUpload,
  // not of the specification
  ListRepositories: listRepositories,
};

/** The account and Region in a registry's host name. The suffix may be another, so that `….dkr.ecr.us-east-1.localhost` works too. */
const hostPattern = /^(\d{12})\.dkr\.ecr(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-\d)\./;

/**
 * Answers a call of the service `registry`: its operation is one of the endpoints, its input a `RegistryInput`, its
 * output an `Answer`. Never throws for what a client can do wrong: a refusal's `code` is the specification's, and its
 * details carry status and headers.
 */
export function answerRegistry(call: Call, context: Context, door: RegistryDoor): Reply {
  const operation = Object.hasOwn(operations, call.operation) ? operations[call.operation] : undefined;
  const input = readInput(call.input);
  if (!operation || !input) {
    const message = operation
      ? 'The input of a registry call is an object of texts.'
      : `The registry has no operation ${call.operation}.`;
    return { ok: false, error: { code: 'UNSUPPORTED', message, details: { status: 405, headers: {} } } };
  }
  const host = hostPattern.exec(input.host ?? '');
  const at = host ? { accountId: host[1]!, region: host[2]! } : undefined;
  const authorization = door.authorize(at, passwordIn(input.authorization));
  if (!authorization.ok) return refused(authorization, at ?? { accountId: '', region: call.region });
  const { principal, accountId, region } = authorization;
  const inner = (name: string, given: Record<string, unknown>): Call => ({
    service: 'ecr',
    operation: name,
    input: { registryId: accountId, ...given },
    region,
    principal,
  });
  try {
    return {
      ok: true,
      output: operation(input, {
        context,
        get ecr() {
          return door.registry(accountId, region);
        },
        accountId,
        region,
        call: (name, given) => door.send(inner(name, given)),
        forbids: (name, given) => door.forbids(inner(name, given)),
      }),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, status, headers } = error;
    return { ok: false, error: { code, message, details: { status, headers } } };
  }
}

/** ECR's answers to a client that it does not let in. */
function refused(
  { status, message }: { status: number; message: string },
  { accountId, region }: { accountId: string; region: string },
): Reply {
  const headers: Record<string, string> =
    status === 401
      ? {
          'www-authenticate': `Basic realm="https://${accountId || '123456789012'}.dkr.ecr.${region}.amazonaws.com/",service="ecr.amazonaws.com"`,
        }
      : {};
  // The client says "no basic auth credentials"; the registry itself says this.
  const text = status === 401 ? 'Not Authorized' : message;
  return {
    ok: false,
    error: { code: status === 401 ? 'UNAUTHORIZED' : 'DENIED', message: text, details: { status, headers } },
  };
}

/** The password in `Basic base64(AWS:password)`; undefined when there is none, or another user. */
function passwordIn(header: string | undefined): string | undefined {
  const encoded = /^basic +([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1];
  const bytes = encoded === undefined ? undefined : fromBase64(encoded);
  const text = bytes && new TextDecoder().decode(bytes);
  return text?.startsWith('AWS:') ? text.slice(4) : undefined;
}

function readInput(input: unknown): RegistryInput | undefined {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
  const sound = Object.entries(input).every(([name, value]) =>
    name === 'first' ? Number.isSafeInteger(value) : typeof value === 'string',
  );
  return sound ? (input as RegistryInput) : undefined;
}
