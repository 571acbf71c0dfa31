import type {
  PullThroughCacheRule,
  RegistryScanningConfiguration,
  ReplicationConfiguration,
  RepositoryCreationTemplate,
  SigningConfiguration,
} from '@aws-sdk/client-ecr';
import type { Wire } from '../api/wire.ts';
import { createSequence, type Sequence } from '../kernel/sequence.ts';
import type { Preview } from './lifecycle/preview-record.ts';
import type { Backfill, Replication } from './replication/replication-record.ts';
import type { Scan } from './scanning/scan-record.ts';

/** An account's private registry in one Region. All moments are ms since 1970. */
export interface EcrState {
  /** The account that owns it. */
  registryId: string;
  region: string;
  repositories: Map<string, Repository>;
  /** Layers and image configurations by digest: the registry keeps each once. */
  blobs: Map<string, Uint8Array>;
  uploads: Map<string, Upload>;
  tokens: Map<string, Token>;
  /** Account settings by name, where they differ from the default. */
  settings: Map<string, string>;
  scanning: Wire<RegistryScanningConfiguration>;
  replication: Wire<ReplicationConfiguration>;
  /** Copies under way, by id. */
  replications: Map<string, Replication>;
  backfills: Map<string, Backfill>;
  /** By prefix. */
  templates: Map<string, Wire<RepositoryCreationTemplate>>;
  /** By prefix. */
  pullThroughRules: Map<string, Wire<PullThroughCacheRule>>;
  /** Principals whose pulls leave no trace in lastRecordedPullTime, with the moment of registration. */
  pullTimeExclusions: Map<string, number>;
  signing?: Wire<SigningConfiguration>;
  /** The registry's permissions policy. */
  policyText?: string;
  /** Id of the AWS managed key `aws/ecr`, once a repository needs it. */
  managedKeyId?: string;
  /** Set by `drydock serve --lenient`: an index is taken before its members are there. */
  admitsIndexes?: true;
}

export interface Repository {
  name: string;
  arn: string;
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
  /** How many images name each layer or configuration. */
  layerUses: Map<string, number>;
  /** Image digest to the digests of the indexes that list it. */
  listedBy: Map<string, Set<string>>;
  /** Subject digest to the digests of the artifacts that refer to it; the subject need not be there. */
  referrers: Map<string, Set<string>>;
  resourceTags: Map<string, string>;
  /** The repository's permissions policy. */
  policyText?: string;
  /** `generation` tells a policy from those that stood here before. */
  lifecycle?: { text: string; lastEvaluatedAt: number; generation: number };
  preview?: Preview;
  /** A pull through cache repository: when each tag was last compared with the upstream registry. */
  upstreamCheckedAt?: Map<string, number>;
}

export interface Image {
  digest: string;
  manifest: string;
  mediaType: string;
  artifactMediaType?: string;
  /** Compressed bytes: the configuration and the layers. */
  sizeInBytes: number;
  pushedAt: number;
  tags: Set<string>;
  position: number;
  /** ACTIVE, ARCHIVED or ACTIVATING. */
  status: string;
  lastArchivedAt?: number;
  lastActivatedAt?: number;
  lastRecordedPullTime?: number;
  subject?: string;
  scan?: Scan;
  /** Statuses of its copies by `registry/Region`. */
  replication?: Map<string, { status: string; failureCode?: string }>;
  /** Statuses of its signatures by the ARN of the signing profile. */
  signing?: Map<string, { status: string; failureCode?: string; failureReason?: string }>;
}

export interface Upload {
  id: string;
  repository: string;
  parts: Uint8Array[];
  receivedBytes: number;
  /** Begun over the registry's HTTP interface, which takes chunks of any size together. */
  gathers?: boolean;
}

export interface Token {
  id: string;
  /** ARN of the principal whose permissions it carries. */
  principal: string;
  expiresAt: number;
  status: string;
}

export function createEcr(registryId: string, region: string): EcrState {
  return {
    registryId,
    region,
    repositories: new Map(),
    blobs: new Map(),
    uploads: new Map(),
    tokens: new Map(),
    settings: new Map(),
    scanning: { scanType: 'BASIC', rules: [] },
    replication: { rules: [] },
    replications: new Map(),
    backfills: new Map(),
    templates: new Map(),
    pullThroughRules: new Map(),
    pullTimeExclusions: new Map(),
  };
}

export function createRepositoryRecord(
  fields: Pick<
    Repository,
    | 'name'
    | 'arn'
    | 'createdAt'
    | 'imageTagMutability'
    | 'imageTagMutabilityExclusionFilters'
    | 'scanOnPush'
    | 'encryption'
    | 'resourceTags'
  >,
): Repository {
  return {
    ...fields,
    images: new Map(),
    order: createSequence(),
    tags: new Map(),
    layers: new Set(),
    layerUses: new Map(),
    listedBy: new Map(),
    referrers: new Map(),
  };
}
