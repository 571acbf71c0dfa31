/** What a visitor gets from a port. Times are ms. */
export type Answer =
  /** Nobody listens there. */
  | { kind: 'refused' }
  /** The connection opens, and nothing comes. */
  | { kind: 'silent' }
  | { kind: 'answers'; status: number; body: string; took: number };
