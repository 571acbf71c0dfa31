/** A copy of one image on its way to another registry. */
export interface Replication {
  id: string;
  repository: string;
  digest: string;
  tag?: string;
  destination: Destination;
  /** The backfill that asked for it, if one did. */
  backfill?: string;
}

export interface Destination {
  registryId: string;
  region: string;
}

/** The copying of what a registry holds already, after replication has been configured. */
export interface Backfill {
  id: string;
  destination: Destination;
  status: string;
  /** ms since 1970. */
  startedAt: number;
  endedAt?: number;
  /** Absent until the images to copy are known. */
  total?: number;
  results: {
    repositoryName: string;
    imageId: { imageDigest: string; imageTag?: string };
    status: 'COMPLETE' | 'FAILED';
    failureCode?: string;
  }[];
}
