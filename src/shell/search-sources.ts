/** Something that the search offers besides lessons: what the page that is open can do, or has. */
export interface Offer {
  readonly title: string;
  /** A key, or what kind of thing it is. */
  readonly note: string;
  run(): unknown;
}

/** Who offers: the bench of the page, while it is open. Each gets the words that were typed, in lower case. */
export const sources = new Set<(words: readonly string[]) => Offer[]>();
