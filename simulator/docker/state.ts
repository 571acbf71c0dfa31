import type { Behaviour, ImageConfig } from '../images/index.ts';

/** The learner's Docker engine: plain data. */
export interface DockerState {
  /** By id (the digest of the configuration). */
  images: Map<string, LocalImage>;
  /** Familiar name with tag, such as `httpd:2.4`, to image id. */
  references: Map<string, string>;
  /** Layers by the digest of their compressed bytes. */
  layers: Map<string, Layer>;
  /** What `docker login` left behind, by registry host. */
  credentials: Map<string, Credential>;
  /** What `docker manifest create` made and nobody has pushed, by name in full. */
  manifestLists?: Map<string, ListMember[]>;
  /** Builders of `docker buildx create` by name; the one in use, where it is not the engine's own. */
  builders?: string[];
  builder?: string;
  /** By id, in the order of creation. */
  containers: Map<string, Container>;
  /** Build cache: the key of a step to what it made. */
  cache: Map<string, CachedStep>;
}

export interface Layer {
  /** Digest of the compressed bytes. */
  digest: string;
  /** Digest of the tar archive. */
  diffId: string;
  /** Compressed bytes, as they are pushed; `images/stand-in.ts` says what they may stand for. */
  bytes: Uint8Array;
  /** Compressed size in bytes of what the layer stands for: what a transfer takes its time by. */
  size: number;
  /** Size on disk in bytes. */
  unpacked: number;
}

/** The OCI image configuration (https://github.com/opencontainers/image-spec/blob/main/config.md). */
export interface ImageDocument {
  created: string;
  architecture: string;
  os: string;
  config: ImageConfig;
  rootfs: { type: 'layers'; diff_ids: string[] };
  history: HistoryEntry[];
}

export interface HistoryEntry {
  created: string;
  created_by: string;
  comment?: string;
  empty_layer?: boolean;
}

export interface LocalImage {
  id: string;
  document: ImageDocument;
  /** The configuration's bytes, as text: the id is their digest. */
  configText: string;
  /** Digests of the layers, the lowest first. */
  layers: string[];
  manifestText: string;
  manifestDigest: string;
  mediaType: string;
  /** `name@sha256:…`: where the image was pushed to or pulled from. */
  repoDigests: string[];
}

/** A member of an index. */
export interface ListMember {
  name: string;
  mediaType: string;
  size: number;
  digest: string;
  /** `os/architecture`. */
  platform: string;
}

export interface Credential {
  username: string;
  password: string;
}

export interface CachedStep {
  /** Digest of the layer; absent for a step that changes no file. */
  layer?: string;
  /** ms since 1970. */
  created: number;
}

export interface Container {
  id: string;
  name: string;
  image: string;
  imageId: string;
  command: string[];
  ports: { container: number; host: number; protocol: string }[];
  behaviour: Behaviour;
  /** ms since 1970. */
  createdAt: number;
  /** What the image is made for, where that is another machine. */
  platform?: string;
  /** ms since 1970, where it was started again. */
  startedAt?: number;
  /** The image's configuration with what the run changed: what `docker exec` finds. */
  config?: ImageConfig;
  /** Set by ContainerStop: when it ended, and how. */
  stopped?: { at: number; exitCode: number };
  remove: boolean;
}

export function createDocker(): DockerState {
  return {
    images: new Map(),
    references: new Map(),
    layers: new Map(),
    credentials: new Map(),
    containers: new Map(),
    cache: new Map(),
  };
}
