/** A type of the SDK as it stands in JSON on the wire: dates are epoch seconds, bytes are base64 text. */
export type Wire<T> = T extends Date
  ? number
  : T extends Uint8Array
    ? string
    : T extends readonly (infer Item)[]
      ? Wire<Item>[]
      : T extends object
        ? { [Key in keyof T]: Wire<T[Key]> }
        : T;

/** Epoch seconds, with ms as the fraction, of a moment given in ms since 1970. */
export function epochSeconds(date: number): number {
  return date / 1000;
}

/** Whole epoch seconds of such a moment: IAM and STS give no fractions. */
export function wholeEpochSeconds(date: number): number {
  return Math.floor(date / 1000);
}
