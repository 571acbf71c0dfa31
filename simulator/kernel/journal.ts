/**
 * What happens to a world from outside, in order. A world is a fold over its journal: same seed and same journal, same
 * world to the byte. Events are plain JSON, so that a journal can be stored, sent and shared.
 */

/** One request to a service of the simulated cloud, or to the learner's Docker engine. */
export interface Call {
  service: string;
  operation: string;
  /** JSON as on the wire: timestamps are epoch seconds, blobs base64 text. */
  input: unknown;
  /** AWS Region, such as `us-east-1`. */
  region: string;
  /** ARN of the IAM principal that signs the request. */
  principal: string;
}

/** All times are ms of virtual time since the world began, and never go back along a journal. */
export type JournalEvent =
  | { type: 'call'; at: number; call: Call }
  /** Virtual time has reached `at`. */
  | { type: 'clock'; at: number };

export type Journal = readonly JournalEvent[];

/** An error answer, with the names that AWS gives to its parts. */
export interface Failure {
  /** The exception's name, such as `RepositoryNotFoundException`. */
  code: string;
  message: string;
  /** Further members of the exception's shape. */
  details?: Record<string, unknown>;
}

export type Reply = { ok: true; output: unknown } | { ok: false; error: Failure };

/** What a world tells those who watch it. A closed list: whoever draws or logs a world handles each kind. */
export type Notice =
  /** Something has been broken on purpose, or mended. */
  | { kind: 'fault'; at: number; subject: string; message: string }
  | { kind: 'call'; at: number; call: Call; reply: Reply }
  /** A machine took `event` and its subject went from one status to another. `from` is empty at the start. */
  | { kind: 'status'; at: number; machine: string; subject: string; from: string; to: string; event: string }
  /** A service has said something in its events; the subject is its ARN. */
  /** A service has said something in its events; the subject is its ARN. */
  | { kind: 'service event'; at: number; subject: string; message: string }
  /** An image has been pushed or deleted; the subject is the repository's ARN, `@` and the digest, the message `PUSH latest`. */
  | { kind: 'image'; at: number; subject: string; message: string }
  /** EventBridge has sent an event on; an alarm has changed; a scaling policy has acted. `message` says it in a sentence. */
  | { kind: 'event' | 'alarm' | 'scaling'; at: number; subject: string; message: string };
