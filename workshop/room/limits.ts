/** How much of anything: sizes, lengths, rates. The server holds everyone to them; the interface says so beforehand. */

/** Lengths in UTF-16 units. */
export const lengths = {
  name: 40,
  group: 40,
  label: 80,
  /** A message, a hand's question, a remark. */
  text: 2000,
  line: 4000,
  /** Any id: person, lab, step, bank, fault, option. */
  id: 120,
  /** A fault's parameter. */
  parameter: 200,
} as const;

/** Sizes in bytes, as JSON. */
export const sizes = {
  /** Any one message to the server. Larger ones end the connection. */
  message: 1_000_000,
  act: 16_000,
  /** What one `append` may hold, unless it is a single envelope. */
  append: 400_000,
  /** All that a participant's journal may hold, what was taken back included. */
  journal: 30_000_000,
} as const;

export const counts = {
  /** Participants in a room. */
  participants: 1200,
  staff: 60,
  /** Envelopes in one `append`. */
  envelopes: 500,
  /** People that an act names. */
  people: 1200,
  /** Events that one answer holds. */
  events: 2000,
  /** Journal entries that one answer holds. */
  entries: 2000,
} as const;

/** Tokens a second, and how many can be saved up. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** For each connection. */
export const rates = {
  hello: { perSecond: 1, burst: 5 },
  act: { perSecond: 10, burst: 40 },
  append: { perSecond: 20, burst: 60 },
  watch: { perSecond: 4, burst: 20 },
  since: { perSecond: 4, burst: 20 },
} as const satisfies Record<string, Rate>;

/** So many refused messages in a row end a connection. */
export const patience = 200;

/** A board's changes are sent no more often than this, in ms. */
export const boardEvery = 250;
