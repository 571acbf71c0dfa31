import { createSequence, type Sequence } from '../kernel/sequence.ts';

/** An account's private registry in one Region. */
export interface EcrState {
  repositories: Map<string, Repository>;
  /** Layers and image configurations by digest: the registry keeps each once. */
  blobs: Map<string, Uint8Array>;
  uploads: Map<string, Upload>;
  tokens: Map<string, Token>;
}

export interface Repository {
  name: string;
  arn: string;
  /** ms since 1970. */
  createdAt: number;
  imageTagMutability: string;
  imageTagMutabilityExclusionFilters: { filterType: string; filter: string }[];
  scanOnPush: boolean;
  encryption: { encryptionType: string; kmsKey?: string };
  images: Map<string, Image>;
  /** Image digests in the order of their first push. */
  order: Sequence;
  /** Tag to digest: a tag stands on one image. */
  tags: Map<string, string>;
  /** Digests of the layers that were uploaded to this repository. */
  layers: Set<string>;
  resourceTags: Map<string, string>;
}

export interface Image {
  digest: string;
  manifest: string;
  mediaType: string;
  artifactMediaType?: string;
  /** Compressed bytes: the configuration and the layers. */
  sizeInBytes: number;
  /** ms since 1970. */
  pushedAt: number;
  tags: Set<string>;
  position: number;
}

export interface Upload {
  id: string;
  repository: string;
  parts: Uint8Array[];
  receivedBytes: number;
}

export interface Token {
  id: string;
  /** ARN of the principal whose permissions it carries. */
  principal: string;
  /** ms since 1970. */
  expiresAt: number;
  status: string;
}

export function createEcr(): EcrState {
  return { repositories: new Map(), blobs: new Map(), uploads: new Map(), tokens: new Map() };
}

export function createRepositoryRecord(
  fields: Omit<Repository, 'images' | 'order' | 'tags' | 'layers'>,
): Repository {
  return { ...fields, images: new Map(), order: createSequence(), tags: new Map(), layers: new Set() };
}
