import { digestOf } from '../../ecr/digest.ts';
import { readManifest } from '../../ecr/manifest.ts';
import { canonicalString, familiarString, parseReference } from '../../images/index.ts';
import { pullFrom } from '../../registries/source.ts';
import { EngineError } from '../errors.ts';
import type { DockerState, ListMember } from '../state.ts';
import type { RegistryAccess } from './access.ts';
import { EcrRefusal } from './ecr-call.ts';
import { openTarget, putManifest, type Target } from './send.ts';
import { sourceOf } from './source.ts';

const dockerList = 'application/vnd.docker.distribution.manifest.list.v2+json';
const ociIndex = 'application/vnd.oci.image.index.v1+json';

/** The text of an index over images, one a platform. */
export function indexOf(
  members: readonly ListMember[],
  mediaType: typeof dockerList | typeof ociIndex,
): string {
  return JSON.stringify(
    {
      schemaVersion: 2,
      mediaType,
      manifests: members.map(({ mediaType: type, size, digest, platform }) => {
        const [os, architecture] = platform.split('/');
        return { mediaType: type, size, digest, platform: { architecture, os } };
      }),
    },
    undefined,
    3,
  );
}

/** Puts an OCI index over images that have been pushed on a tag; answers with its digest. @throws EngineError */
export function putIndex(
  members: readonly ListMember[],
  tag: string,
  target: Target,
  registry: RegistryAccess,
): string {
  return send(indexOf(members, ociIndex), ociIndex, tag, target, registry);
}

function send(
  text: string,
  mediaType: string,
  tag: string,
  target: Target,
  registry: RegistryAccess,
): string {
  try {
    putManifest(text, mediaType, tag, target, registry);
  } catch (error) {
    if (error instanceof EcrRefusal) throw new EngineError(error.code, error.text, { client: true });
    throw error;
  }
  return digestOf(text);
}

/**
 * ManifestCreate: a list of images that lie in a registry, kept by the client until it is pushed.
 * @throws EngineError
 */
export function manifestCreate(
  docker: DockerState,
  input: { list: string; manifests: string[]; amend?: boolean },
  registry: RegistryAccess,
): { list: string } {
  const list = canonicalString(parseReference(input.list));
  const known = docker.manifestLists?.get(list);
  if (known && !input.amend)
    throw new EngineError('Conflict', 'refusing to amend an existing manifest list with no --amend flag', {
      client: true,
    });
  const members = (input.manifests ?? []).map((text) => memberOf(docker, text, registry));
  docker.manifestLists ??= new Map();
  docker.manifestLists.set(list, [
    ...(known ?? []).filter(({ digest }) => !members.some((each) => each.digest === digest)),
    ...members,
  ]);
  return { list };
}

function memberOf(docker: DockerState, text: string, registry: RegistryAccess): ListMember {
  const reference = parseReference(text);
  const source = sourceOf(docker, reference, registry);
  const named = source.manifest(reference);
  if (!named)
    throw new EngineError('NotFound', `no such manifest: ${canonicalString(reference)}`, { client: true });
  if (readManifest(named.text, named.mediaType).manifests.length > 0)
    throw new EngineError('InvalidParameter', `${canonicalString(reference)} is a manifest list`, {
      client: true,
    });
  const image = pullFrom(source, reference, '');
  if (typeof image === 'string')
    throw new EngineError('NotFound', `no such manifest: ${canonicalString(reference)}`, { client: true });
  return {
    name: familiarString(reference),
    mediaType: named.mediaType,
    size: new TextEncoder().encode(named.text).length,
    digest: named.digest,
    platform: image.platform,
  };
}

/** ManifestAnnotate: says what a member of a list is made for. @throws EngineError */
export function manifestAnnotate(
  docker: DockerState,
  input: { list: string; manifest: string; os?: string; architecture?: string },
): Record<string, never> {
  const members = listOf(docker, input.list);
  const wanted = familiarString(parseReference(input.manifest));
  const member = members.find(({ name }) => name === wanted);
  if (!member)
    throw new EngineError('NotFound', `manifest for image ${wanted} does not exist in ${input.list}`, {
      client: true,
    });
  const [os, architecture] = member.platform.split('/');
  member.platform = `${input.os ?? os}/${input.architecture ?? architecture}`;
  return {};
}

/** ManifestPush. @throws EngineError */
export function manifestPush(
  docker: DockerState,
  input: { list: string; purge?: boolean },
  registry: RegistryAccess,
): { digest: string } {
  const reference = parseReference(input.list);
  const members = listOf(docker, input.list);
  const target = openTarget(docker, reference, registry);
  const digest = send(indexOf(members, dockerList), dockerList, reference.tag ?? 'latest', target, registry);
  if (input.purge) docker.manifestLists?.delete(canonicalString(reference));
  return { digest };
}

/** What the client keeps of a list that has not been pushed. */
export function localList(docker: DockerState, canonical: string): string | undefined {
  const members = docker.manifestLists?.get(canonical);
  return members && indexOf(members, dockerList);
}

/** @throws EngineError NotFound */
function listOf(docker: DockerState, text: string): ListMember[] {
  const canonical = canonicalString(parseReference(text));
  const members = docker.manifestLists?.get(canonical);
  if (members) return members;
  throw new EngineError('NotFound', `No such manifest: ${canonical}`, { client: true });
}
