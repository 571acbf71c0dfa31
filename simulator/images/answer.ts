/** What a visitor gets from a port. Times are ms. */
export type Answer =
  /** Nobody listens there. */
  | { kind: 'refused' }
  /** The connection opens, and nothing comes. */
  | { kind: 'silent' }
  /** No connection can be opened: a firewall, no route, no such machine. */
  | { kind: 'unreachable' }
  | { kind: 'unknown host' }
  | { kind: 'answers'; status: number; body: string; took: number };
