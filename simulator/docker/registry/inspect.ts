import { toBase64 } from '../../ecr/distribution/base64.ts';
import { readManifest } from '../../ecr/manifest.ts';
import { canonicalString, parseReference } from '../../images/index.ts';
import type { Reference } from '../../images/reference.ts';
import { pullFrom, type FoundManifest, type Source } from '../../registries/source.ts';
import { EngineError } from '../errors.ts';
import type { DockerState } from '../state.ts';
import type { RegistryAccess } from './access.ts';
import { localList } from './manifest-list.ts';
import { sourceOf } from './source.ts';

/** An image of a registry as `docker manifest inspect --verbose` shows it. */
interface RegistryImage {
  Ref: string;
  Descriptor: {
    mediaType: string;
    digest: string;
    size: number;
    platform?: { architecture: string; os: string };
  };
  /** Base64 of the manifest. */
  Raw: string;
  SchemaV2Manifest?: unknown;
  OCIManifest?: unknown;
}

export interface Inspected {
  manifest: string;
  isIndex: boolean;
  /** Each image that it names, with its platform; none of a list that is still local. */
  images: RegistryImage[];
}

/**
 * DistributionInspect, as `docker manifest inspect` shows it: what stands on the tag, be it a manifest or an index.
 * @throws EngineError
 */
export function distributionInspect(
  docker: DockerState,
  input: { reference: string },
  registry: RegistryAccess,
): Inspected {
  const reference = parseReference(input.reference);
  const missing = () =>
    new EngineError('NotFound', `no such manifest: ${canonicalString(reference)}`, { client: true });
  const kept = localList(docker, canonicalString(reference));
  if (kept !== undefined) return { manifest: kept, isIndex: true, images: [] };
  try {
    const source = sourceOf(docker, reference, registry);
    const found = source.manifest(reference);
    if (found) return { manifest: found.text, ...imagesOf(found, reference, source) };
  } catch (error) {
    if (error instanceof EngineError && (error.code === 'NoRepository' || error.code === 'Unreachable'))
      throw missing();
    throw error;
  }
  throw missing();
}

function imagesOf(found: FoundManifest, reference: Reference, source: Source): Omit<Inspected, 'manifest'> {
  const { manifests } = readManifest(found.text, found.mediaType);
  const isIndex = manifests.length > 0;
  const members = isIndex ? manifests.map(({ digest }) => source.manifest({ digest })) : [found];
  const images = members.flatMap((each) => (each ? [imageOf(each, reference, source, isIndex)] : []));
  return { isIndex, images };
}

function imageOf(
  { digest, text, mediaType }: FoundManifest,
  reference: Reference,
  source: Source,
  isMember: boolean,
): RegistryImage {
  const bytes = new TextEncoder().encode(text);
  const pulled = pullFrom(source, { digest }, '');
  const [os, architecture] = typeof pulled === 'string' ? [] : pulled.platform.split('/');
  const kind = mediaType.startsWith('application/vnd.oci.') ? 'OCIManifest' : 'SchemaV2Manifest';
  return {
    Ref: `${canonicalString(reference)}${isMember ? `@${digest}` : ''}`,
    Descriptor: {
      mediaType,
      digest,
      size: bytes.length,
      ...(os && architecture ? { platform: { architecture, os } } : {}),
    },
    Raw: toBase64(bytes),
    [kind]: JSON.parse(text) as unknown,
  };
}
