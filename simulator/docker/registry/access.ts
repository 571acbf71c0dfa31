import type { EcrState } from '../../ecr/state.ts';
import type { Call, Reply } from '../../kernel/journal.ts';

/** How the engine reaches Amazon ECR inside the world. */
export interface RegistryAccess {
  /**
   * What the registry at `host` says to a client that comes with this password, or with none.
   * The user name, which must be AWS, is checked by the engine.
   */
  authorize(
    host: string,
    password: string | undefined,
  ):
    | { ok: true; principal: string; region: string; accountId: string }
    | { ok: false; status: 400 | 401 | 403; message: string };
  /** An ECR API call made with that principal; not journalled by itself. */
  send(call: Call): Reply;
  /** The bytes of a layer or configuration that the registry at `host` holds. */
  blob?(host: string, digest: string): Uint8Array | undefined;
  /** The public registry with an alias (`public.ecr.aws/<alias>`). */
  publicRegistry(alias: string): EcrState | undefined;
}

export interface Session {
  host: string;
  principal: string;
  region: string;
  accountId: string;
  /** The API behind the registry. */
  service: 'ecr' | 'ecr-public';
}

/** Whether a host is a private registry of Amazon ECR. */
export function isEcr(host: string): boolean {
  return /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com$/.test(host);
}
