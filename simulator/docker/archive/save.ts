import { gunzipSync } from 'fflate';
import { digestOf } from '../../ecr/digest.ts';
import { toBase64 } from '../../ecr/distribution/base64.ts';
import { familiarString, parseReference } from '../../images/index.ts';
import { standInName } from '../../images/stand-in.ts';
import { EngineError } from '../errors.ts';
import { findLocal, namesOf } from '../image.ts';
import type { DockerState, Layer, LocalImage } from '../state.ts';
import { writeTar, type Entry } from '../tar.ts';
import { blobPath, manifestFile, type SavedImage } from './format.ts';

const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const layerType = 'application/vnd.oci.image.layer.v1.tar';

/**
 * ImageSave: images as one tar archive, base64. A name without tag stands for all tags of its repository. Layers stand
 * in it uncompressed; what a stand-in layer stands for is its entry's comment.
 * @throws EngineError NotFound
 */
export function imageSave(docker: DockerState, input: { references: string[] }): { archive: string } {
  const chosen = choose(docker, input.references);
  const blobs = new Map<string, Entry>();
  const put = (content: Uint8Array, comment?: string) => {
    const digest = digestOf(content);
    blobs.set(digest, { path: blobPath(digest), content, ...(comment === undefined ? {} : { comment }) });
    return { size: content.length, digest };
  };
  const saved: SavedImage[] = [];
  const manifests: object[] = [];
  const repositories: Record<string, Record<string, string>> = {};
  for (const [image, names] of chosen) {
    const layers = image.layers.map((digest) => {
      const layer = docker.layers.get(digest)!;
      return { mediaType: layerType, ...put(tarOf(layer), weightOf(layer)) };
    });
    const config = put(new TextEncoder().encode(image.configText));
    saved.push({
      Config: blobPath(config.digest),
      RepoTags: names.length > 0 ? names : null,
      Layers: layers.map(({ digest }) => blobPath(digest)),
      LayerSources: Object.fromEntries(layers.map((layer) => [layer.digest, layer])),
    });
    const manifest = {
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      ...put(
        text({
          schemaVersion: 2,
          mediaType: 'application/vnd.oci.image.manifest.v1+json',
          config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...config },
          layers,
        }),
      ),
    };
    if (names.length === 0) manifests.push(manifest);
    for (const name of names) {
      const at = name.lastIndexOf(':');
      const { registry, repository, tag = '' } = parseReference(name);
      const annotations = {
        'io.containerd.image.name': `${registry}/${repository}:${tag}`,
        'org.opencontainers.image.ref.name': tag,
      };
      manifests.push({ ...manifest, annotations });
      (repositories[name.slice(0, at)] ??= {})[name.slice(at + 1)] = (layers.at(-1) ?? config).digest.slice(
        7,
      );
    }
  }
  const folder = (path: string): Entry => ({ path, content: new Uint8Array() });
  const archive = writeTar([
    folder('blobs/'),
    folder('blobs/sha256/'),
    ...[...blobs.values()].sort((one, other) => (one.path < other.path ? -1 : 1)),
    {
      path: 'index.json',
      content: text({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.index.v1+json',
        manifests,
      }),
    },
    { path: manifestFile, content: text(saved) },
    { path: 'oci-layout', content: text({ imageLayoutVersion: '1.0.0' }) },
    ...(Object.keys(repositories).length > 0 ? [{ path: 'repositories', content: text(repositories) }] : []),
  ]);
  return { archive: toBase64(archive) };
}

/** The images that references name, each with the names under which it is saved: none when it was asked for by id. */
function choose(docker: DockerState, references: readonly string[]): Map<LocalImage, string[]> {
  const chosen = new Map<LocalImage, string[]>();
  const add = (image: LocalImage, names: readonly string[]) =>
    chosen.set(image, [...new Set([...(chosen.get(image) ?? []), ...names])]);
  for (const reference of references) {
    const hasTag = /[@:]/.test(reference.slice(reference.lastIndexOf('/') + 1));
    const repository = hasTag ? undefined : nameOf(reference);
    let found = false;
    if (repository !== undefined) {
      for (const image of docker.images.values()) {
        const names = namesOf(docker, image).filter(
          (name) => name.slice(0, name.lastIndexOf(':')) === repository,
        );
        if (names.length > 0) add(image, names);
        found ||= names.length > 0;
      }
    }
    if (found) continue;
    const image = findLocal(docker, reference);
    if (!image) throw new EngineError('NotFound', 'reference does not exist');
    const name = nameOf(reference, true);
    add(image, name !== undefined && docker.references.get(name) === image.id ? [name] : []);
  }
  return chosen;
}

/** The familiar name, with its tag where that is wanted; undefined for an id. */
function nameOf(text_: string, tagged = false): string | undefined {
  try {
    const reference = parseReference(text_);
    return tagged ? familiarString(reference) : reference.familiarName;
  } catch {
    return undefined;
  }
}

/** A layer's archive, whose digest is the diff id. */
function tarOf({ bytes }: Layer): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch {
    return bytes;
  }
}

function weightOf({ bytes, size, unpacked }: Layer): string | undefined {
  return size > bytes.length ? standInName({ size, unpacked }) : undefined;
}
