import { gunzipSync, gzipSync } from 'fflate';
import { digestOf } from '../../ecr/digest.ts';
import { fromBase64 } from '../../ecr/distribution/base64.ts';
import { familiarString, InvalidReference, parseReference } from '../../images/index.ts';
import { readStandInName, standInName } from '../../images/stand-in.ts';
import { EngineError } from '../errors.ts';
import { assemble, keep } from '../image.ts';
import type { DockerState, ImageDocument, Layer } from '../state.ts';
import { readTar, type Entry } from '../tar.ts';
import { manifestFile, type SavedImage } from './format.ts';

/** What a load brought, in the order of the archive: names and, for images without, ids. */
export interface LoadOutput {
  images: { name?: string; id: string; /** The image that the name stood on before. */ renamed?: string }[];
  /** ms of virtual time. */
  took: number;
}

/** Bytes of an archive that the engine reads, unpacked or not. */
const largestArchive = 64 * 1024 * 1024;

/**
 * ImageLoad: takes in what ImageSave wrote; the archive is base64, gzipped or not. Images that the engine has already
 * keep their bytes, and get the names.
 * @throws EngineError InvalidParameter when it is no such archive
 */
export function imageLoad(docker: DockerState, input: { archive: string }): LoadOutput {
  const entries = read(input.archive);
  const listed = entries.get(manifestFile);
  if (!listed) throw invalid(`invalid archive: does not contain a ${manifestFile}`);
  const saved = parse<SavedImage[]>(listed.content, manifestFile, Array.isArray);
  // All of it is read before anything is kept.
  const images = saved.map((each) => {
    const configText = decode(content(entries, each?.Config));
    const document = parse<ImageDocument>(content(entries, each?.Config), String(each?.Config), isDocument);
    const layers = (Array.isArray(each.Layers) ? each.Layers : []).map((path, index) =>
      layerOf(docker, entries.get(path), path, index, document),
    );
    if (layers.length !== document.rootfs.diff_ids.length) {
      throw invalid(
        `invalid manifest, layers length mismatch: expected ${layers.length}, got ${document.rootfs.diff_ids.length}`,
      );
    }
    const names = (Array.isArray(each.RepoTags) ? each.RepoTags : []).map(nameIn);
    return { image: assemble(document, layers, configText), layers, names };
  });
  const output: LoadOutput = { images: [], took: 300 };
  for (const { image, layers, names } of images) {
    const { id } = keep(docker, image, layers);
    output.took += Math.round(
      layers.reduce((sum, { unpacked }) => sum + unpacked, 0) / ((200 * 1024 * 1024) / 1000),
    );
    if (names.length === 0) output.images.push({ id });
    for (const name of names) {
      const before = docker.references.get(name);
      docker.references.set(name, id);
      output.images.push({ name, id, ...(before !== undefined && before !== id ? { renamed: before } : {}) });
    }
  }
  return output;
}

function read(base64: string): Map<string, Entry> {
  let bytes = fromBase64(base64) ?? new Uint8Array();
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
      // The last 4 bytes of a gzip file are the unpacked size (RFC 1952).
      const size = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4).getUint32(0, true);
      bytes = size > largestArchive ? new Uint8Array(size) : gunzipSync(bytes);
    }
  } catch {
    throw invalid('unexpected EOF');
  }
  if (bytes.length > largestArchive)
    throw invalid(`Drydock's engine loads archives of ${largestArchive / 1024 / 1024} MiB at most.`);
  return new Map(readTar(bytes).map((each) => [each.path.replace(/^\.\//, ''), each]));
}

function content(entries: ReadonlyMap<string, Entry>, path: unknown): Uint8Array {
  const found = typeof path === 'string' ? entries.get(path) : undefined;
  if (!found) throw missing(String(path));
  return found.content;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function parse<T>(bytes: Uint8Array, path: string, fits: (value: unknown) => boolean): T {
  try {
    const value: unknown = JSON.parse(decode(bytes));
    if (fits(value)) return value as T;
  } catch {
    // Said below.
  }
  throw invalid(`invalid archive: ${path} is not what docker save writes`);
}

function isDocument(value: unknown): boolean {
  const document = value as Partial<ImageDocument> | null;
  return (
    typeof document === 'object' &&
    document !== null &&
    typeof document.config === 'object' &&
    document.config !== null &&
    typeof document.os === 'string' &&
    typeof document.architecture === 'string' &&
    typeof document.created === 'string' &&
    Array.isArray(document.history) &&
    Array.isArray(document.rootfs?.diff_ids) &&
    document.rootfs.diff_ids.every((each) => typeof each === 'string')
  );
}

/** The engine's own layer where it has it; else the archive's, compressed as the engine compresses. */
function layerOf(
  docker: DockerState,
  found: Entry | undefined,
  path: string,
  index: number,
  document: ImageDocument,
): Layer {
  if (!found) throw missing(path);
  const actual = digestOf(found.content);
  const expected = document.rootfs.diff_ids[index];
  if (actual !== expected)
    throw invalid(`invalid diffID for layer ${index}: expected "${expected ?? ''}", got "${actual}"`);
  for (const layer of docker.layers.values()) if (layer.diffId === actual) return layer;
  const weight = readStandInName(found.comment ?? '');
  const bytes = gzipSync(found.content, { mtime: 0, ...(weight ? { filename: standInName(weight) } : {}) });
  return {
    digest: digestOf(bytes),
    diffId: actual,
    bytes,
    size: weight?.size ?? bytes.length,
    unpacked: weight?.unpacked ?? readTar(found.content).reduce((sum, each) => sum + each.content.length, 0),
  };
}

function nameIn(name: unknown): string {
  try {
    return familiarString(parseReference(String(name)));
  } catch (error) {
    if (error instanceof InvalidReference) throw invalid(`invalid tag ${JSON.stringify(name)}`);
    throw error;
  }
}

function missing(path: string): EngineError {
  return invalid(`open /var/lib/docker/tmp/docker-import-drydock/${path}: no such file or directory`);
}

function invalid(message: string): EngineError {
  return new EngineError('InvalidParameter', message);
}
