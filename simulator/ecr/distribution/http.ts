import type { Call, Failure, Reply } from '../../kernel/journal.ts';
import type { Answer } from './answer.ts';
import { toBase64 } from './base64.ts';
import type { RegistryInput } from './exchange.ts';
import { route } from './route.ts';

/** A request to the registry's HTTP interface, without saying whose HTTP it is. */
export interface RegistryRequest {
  method: string;
  /** Path and query, as on the request line. */
  target: string;
  /** By lower-case name. */
  header(name: string): string | undefined | null;
  body: Uint8Array;
}

export interface RegistryResponse {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** How the HTTP interface reaches a world: `send` makes a call in the journal of whoever holds it. */
export interface RegistryWorld {
  send(call: Call): Reply;
  /** Bytes of a blob that a registry holds. */
  blob(registryId: string, region: string, digest: string): Uint8Array | undefined;
  /** Who and where a call is made before the registry has looked at the token. */
  caller: { region: string; principal: string };
}

/** Bytes of a body that one call carries: larger ones become several calls, as a journal's events should stay small. */
const pieceSize = 9 * 1024 * 1024;

const text = new TextEncoder();

/** Whether a path belongs to the registry. */
export function isRegistryPath(target: string): boolean {
  return /^\/v2(?:[/?]|$)/.test(target);
}

/**
 * The OCI distribution API: a request to a response, all changes made by calls of the service `registry`.
 * Never throws for what a client sends.
 */
export function answerRegistryRequest(request: RegistryRequest, world: RegistryWorld): RegistryResponse {
  const [path = '', search = ''] = request.target.split(/\?(.*)/s);
  const decoded = decode(path);
  const found =
    decoded === undefined ? undefined : route(request.method, decoded, new URLSearchParams(search));
  const headers = { 'docker-distribution-api-version': 'registry/2.0' };
  if (!found || 'allow' in found) {
    const status = found ? 405 : 404;
    const error = found
      ? { code: 'UNSUPPORTED', message: `This path takes ${found.allow.join(', ')}, not ${request.method}.` }
      : {
          code: 'NAME_INVALID',
          message: `There is nothing at ${path}: the path or the repository's name is not valid.`,
        };
    return writeError(
      {
        ...error,
        details: { status, headers: { ...headers, ...(found ? { allow: found.allow.join(', ') } : {}) } },
      },
      request.method,
    );
  }
  const reply = makeCalls(found.operation, { ...found.input, ...inputOf(request) }, request.body, world);
  if (!reply.ok) {
    const details = reply.error.details as { status: number; headers: Record<string, string> };
    return writeError(
      { ...reply.error, details: { ...details, headers: { ...headers, ...details.headers } } },
      request.method,
    );
  }
  const answer = reply.output as Answer;
  return {
    status: answer.status,
    headers: { ...headers, ...answer.headers },
    body: request.method === 'HEAD' ? new Uint8Array() : bytesOf(answer, world),
  };
}

function inputOf({ method, header }: RegistryRequest): RegistryInput {
  const [host, authorization, mediaType, range, contentRange] = [
    header('host'),
    header('authorization'),
    header('content-type'),
    header('range'),
    header('content-range'),
  ];
  const first = /^(?:bytes[ =])?(\d{1,15})-\d+(?:\/.*)?$/.exec(contentRange ?? '')?.[1];
  return {
    ...(host ? { host } : {}),
    ...(authorization ? { authorization } : {}),
    ...(mediaType && method === 'PUT' ? { mediaType: mediaType.replace(/\s*;.*$/, '') } : {}),
    ...(range ? { range } : {}),
    ...(first === undefined ? {} : { first: Number(first) }),
  };
}

/** One call, or several where the body is larger than one should carry. */
function makeCalls(operation: string, input: RegistryInput, body: Uint8Array, world: RegistryWorld): Reply {
  const send = (name: string, given: RegistryInput) =>
    world.send({ service: 'registry', operation: name, input: given, ...world.caller });
  if (body.length === 0) return send(operation, input);
  if (body.length <= pieceSize || operation === 'PutManifest')
    return send(operation, { ...input, body: toBase64(body) });
  const { digest, first, ...common } = input;
  let uploadId = input.uploadId;
  if (operation === 'StartUpload') {
    const begun = send('StartUpload', common);
    if (!begun.ok || digest === undefined || (begun.output as Answer).status !== 202) return begun;
    uploadId = (begun.output as Answer).headers['docker-upload-uuid'];
  }
  const lastPiece = Math.floor((body.length - 1) / pieceSize) * pieceSize;
  let reply: Reply | undefined;
  for (let offset = 0; offset <= lastPiece; offset += pieceSize) {
    const isLast = offset === lastPiece;
    const finishes = isLast && operation !== 'UploadChunk';
    reply = send(finishes ? 'FinishUpload' : 'UploadChunk', {
      ...common,
      ...(uploadId === undefined ? {} : { uploadId }),
      ...(finishes && digest !== undefined ? { digest } : {}),
      ...(first === undefined ? {} : { first: first + offset }),
      body: toBase64(body.subarray(offset, offset + pieceSize)),
    });
    if (!reply.ok) break;
  }
  return reply!;
}

function bytesOf({ body, blob }: Answer, world: RegistryWorld): Uint8Array {
  if (!blob) return text.encode(body ?? '');
  const bytes = world.blob(blob.registryId, blob.region, blob.digest) ?? new Uint8Array();
  return bytes.subarray(blob.first, blob.last + 1);
}

/** The specification's error envelope; a 401 is plain text, as Amazon ECR's is. */
export function writeError({ code, message, details }: Failure, method: string): RegistryResponse {
  const { status, headers } = details as { status: number; headers: Record<string, string> };
  const plain = status === 401;
  const body = text.encode(`${plain ? message : JSON.stringify({ errors: [{ code, message }] })}\n`);
  return {
    status,
    headers: {
      'content-type': plain ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
      ...headers,
    },
    body: method === 'HEAD' ? new Uint8Array() : body,
  };
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
