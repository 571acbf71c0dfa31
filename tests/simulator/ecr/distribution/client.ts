import { digestOf } from '../../../../simulator/ecr/digest.ts';
import { answerRegistryRequest } from '../../../../simulator/ecr/distribution/http.ts';
import { defaultRegion, learner, type Call } from '../../../../simulator/index.ts';
import type { Hands } from '../../cloud.ts';

export const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
export const ociIndex = 'application/vnd.oci.image.index.v1+json';

export interface Ask {
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Undefined for the client's own token; null for none. */
  password?: string | null;
}

export interface Got {
  status: number;
  headers: Record<string, string>;
  bytes: Uint8Array;
  text: string;
  /** The body as JSON; undefined when it is none. */
  json: any;
}

/** A registry client of a test: it speaks HTTP to the registries of a world, with a token of its own. */
export interface Client {
  (method: string, target: string, ask?: Ask): Got;
  password: string;
}

export const utf8 = (text: string) => new TextEncoder().encode(text);

/** A password for the registries of a Region. */
export function passwordFor(one: Hands, at?: Partial<Call>): string {
  const { authorizationData } = one.ask('ecr', 'GetAuthorizationToken', {}, at);
  return atob(authorizationData[0].authorizationToken).slice('AWS:'.length);
}

/** A client of `one`, signed in as the learner in us-east-1 unless `at` says otherwise. */
export function clientOf(one: Hands, at?: Partial<Call>, host = 'localhost:4510'): Client {
  const password = passwordFor(one, at);
  const client = (method: string, target: string, ask: Ask = {}): Got => {
    const { password: given = password } = ask;
    const headers: Record<string, string> = {
      host,
      ...(given === null ? {} : { authorization: `Basic ${btoa(`AWS:${given}`)}` }),
      ...ask.headers,
    };
    const answer = answerRegistryRequest(
      {
        method,
        target,
        header: (name) => headers[name],
        body: typeof ask.body === 'string' ? utf8(ask.body) : (ask.body ?? new Uint8Array()),
      },
      {
        send(call) {
          const event = { type: 'call' as const, at: one.cloud.now, call };
          one.journal.push(event);
          return one.cloud.apply(event);
        },
        blob: (registryId, region, digest) =>
          [...one.cloud.state.regions.values()]
            .find(({ ecr }) => ecr.registryId === registryId && ecr.region === region)
            ?.ecr.blobs.get(digest),
        caller: { region: defaultRegion, principal: learner },
      },
    );
    const text = new TextDecoder().decode(answer.body);
    return { status: answer.status, headers: answer.headers, bytes: answer.body, text, json: parse(text) };
  };
  return Object.assign(client, { password });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Uploads a blob in one piece and returns its descriptor. */
export function pushBlob(client: Client, repository: string, content: string | Uint8Array) {
  const bytes = typeof content === 'string' ? utf8(content) : content;
  const digest = digestOf(bytes);
  const { status } = client('POST', `/v2/${repository}/blobs/uploads/?digest=${digest}`, { body: bytes });
  if (status !== 201) throw new Error(`The blob was answered with ${status}.`);
  return { digest, size: bytes.length };
}

/** A manifest over a configuration and layers that are there. */
export function manifestOf(
  config: { digest: string; size: number },
  layers: { digest: string; size: number }[],
  more: object = {},
): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: ociManifest,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
    layers: layers.map((layer) => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', ...layer })),
    ...more,
  });
}

/** Pushes an image of one layer, and returns the manifest with its digest. */
export function pushImage(
  client: Client,
  repository: string,
  reference: string,
  content = 'a layer',
  more = {},
) {
  const config = pushBlob(
    client,
    repository,
    JSON.stringify({ architecture: 'amd64', os: 'linux', content }),
  );
  const manifest = manifestOf(config, [pushBlob(client, repository, content)], more);
  const digest = digestOf(manifest);
  const answer = client('PUT', `/v2/${repository}/manifests/${reference || digest}`, {
    headers: { 'content-type': ociManifest },
    body: manifest,
  });
  if (answer.status !== 201)
    throw new Error(`The manifest was answered with ${answer.status}: ${answer.text}`);
  return { manifest, digest, answer };
}
