/**
 * What the registry answers inside the world: plain data, like the answer of any other call, so that it can stand in a
 * journal. Bytes of a layer are named, not copied.
 */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  /** Text of the body. */
  body?: string;
  /** Instead of `body`: bytes `first` to `last`, both included, of a blob that the registry holds. */
  blob?: { registryId: string; region: string; digest: string; first: number; last: number };
}

/** Error codes of the OCI distribution specification, with the status that Amazon ECR gives each. */
const statuses = {
  BLOB_UNKNOWN: 404,
  BLOB_UPLOAD_INVALID: 400,
  BLOB_UPLOAD_UNKNOWN: 404,
  DENIED: 403,
  DIGEST_INVALID: 400,
  MANIFEST_BLOB_UNKNOWN: 404,
  MANIFEST_INVALID: 400,
  MANIFEST_UNKNOWN: 404,
  NAME_INVALID: 400,
  NAME_UNKNOWN: 404,
  SIZE_INVALID: 413,
  TAG_INVALID: 400,
  TOOMANYREQUESTS: 429,
  UNSUPPORTED: 405,
} as const;

export type RegistryCode = keyof typeof statuses;

/** A refusal; the HTTP adapter writes it as the specification's error envelope. */
export class Refusal extends Error {
  readonly code: RegistryCode;
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(
    code: RegistryCode,
    message: string,
    { status = statuses[code], headers = {} }: { status?: number; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.headers = headers;
  }
}
