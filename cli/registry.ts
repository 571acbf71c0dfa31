import type { IncomingMessage } from 'node:http';
import {
  answerRegistryRequest,
  writeError,
  type RegistryResponse,
} from '../simulator/ecr/distribution/http.ts';
import { defaultRegion, learner, type Call, type Cloud, type Reply } from '../simulator/index.ts';

export { isRegistryPath } from '../simulator/ecr/distribution/http.ts';

/** Bytes of one upload request that a server holds in memory. Amazon ECR's quota for a layer is 52,000 MiB. */
const largestUpload = 1024 * 1024 * 1024;

/** Bytes of a request under `/v2/` that is no upload: a manifest has 4 MiB at most. */
const largestOther = 5 * 1024 * 1024;

/** Whether a request under `/v2/` begins an upload or goes on with one. */
export function isUpload({ url = '' }: IncomingMessage): boolean {
  return url.includes('/blobs/uploads');
}

/** Bytes of the largest body that a request under `/v2/` may have. */
export function largestRegistryBody(request: IncomingMessage): number {
  return isUpload(request) ? largestUpload : largestOther;
}

/** The upload that a request's path names. */
export function uploadIn({ url = '' }: IncomingMessage): string | undefined {
  return /\/blobs\/uploads\/([^/?]+)/.exec(url)?.[1];
}

/** A refusal by the server itself, in the specification's envelope. */
export function refuseRegistryHttp(
  { method = 'GET' }: IncomingMessage,
  status: number,
  code: string,
  message: string,
): RegistryResponse {
  const headers = { 'docker-distribution-api-version': 'registry/2.0' };
  return writeError({ code, message, details: { status, headers } }, method);
}

/** Answers a request under `/v2/` from the registries of a cloud. */
export function answerRegistryHttp(
  cloud: Cloud,
  request: IncomingMessage,
  body: Uint8Array,
  send: (call: Call) => Reply = (call) => cloud.apply({ type: 'call', at: cloud.now, call }),
): RegistryResponse {
  return answerRegistryRequest(
    {
      method: request.method ?? 'GET',
      target: request.url ?? '/',
      header: (name) => request.headers[name] as string | undefined,
      body,
    },
    {
      send,
      blob: (registryId, region, digest) =>
        [...cloud.state.regions.values()]
          .find(({ ecr }) => ecr.registryId === registryId && ecr.region === region)
          ?.ecr.blobs.get(digest),
      caller: { region: defaultRegion, principal: learner },
    },
  );
}
