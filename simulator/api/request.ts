import type { Call, Reply } from '../kernel/journal.ts';

/**
 * AWS's wire protocols over HTTP without saying whose HTTP it is: the page, a server and an SDK's request handler all
 * come through here. Each protocol has a file of its own.
 */
export interface HttpRequest {
  method: string;
  /** With the query; `/` when absent. */
  path?: string;
  /** By lower-case name. */
  header(name: string): string | undefined | null;
  body: string;
  /** The body as it came, for the protocols that are not text. */
  bytes?: Uint8Array;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** A request that was read: the call that it makes, and how its reply is written. */
export interface ReadCall {
  call: Call;
  write(reply: Reply): HttpResponse;
}
