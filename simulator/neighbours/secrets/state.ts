/** AWS Secrets Manager in one Region of an account. */
export interface Secrets {
  /** By name. */
  secrets: Map<string, Secret>;
}

export interface Secret {
  name: string;
  arn: string;
  description?: string;
  kmsKeyId?: string;
  /** ms since 1970. */
  createdAt: number;
  changedAt: number;
  /** When it will be gone; until then it can be restored. */
  deletedAt?: number;
  tags: { Key?: string; Value?: string }[];
  /** By id, the oldest first. */
  versions: Map<string, SecretVersion>;
}

export interface SecretVersion {
  id: string;
  secretString?: string;
  /** Base64. */
  secretBinary?: string;
  stages: string[];
  createdAt: number;
}

export function createSecrets(): Secrets {
  return { secrets: new Map() };
}
