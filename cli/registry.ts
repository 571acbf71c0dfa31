import type { IncomingMessage } from 'node:http';
import { answerRegistryRequest, type RegistryResponse } from '../simulator/ecr/distribution/http.ts';
import { defaultRegion, learner, type Call, type Cloud, type Reply } from '../simulator/index.ts';

export { isRegistryPath } from '../simulator/ecr/distribution/http.ts';

/** Bytes of one upload request that a server holds in memory. Amazon ECR's quota for a layer is 52,000 MiB. */
export const largestUpload = 1024 * 1024 * 1024;

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
