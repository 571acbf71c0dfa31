/** What ends a waiter's asking, or lets it ask again (botocore, `waiters-2.json`). */
export interface Acceptor {
  /** `answer` is any answer without an error, which botocore calls status 200. */
  matcher: 'path' | 'pathAny' | 'pathAll' | 'error' | 'answer';
  /** Of `error`: its code. */
  expected: unknown;
  state: 'success' | 'failure' | 'retry';
  argument?: string;
}

/** A waiter: which operation it asks, how often, and what ends it. */
export interface Waiter {
  name: string;
  operation: string;
  /** Seconds between two tries. */
  delay: number;
  maxAttempts: number;
  acceptors: readonly Acceptor[];
}
