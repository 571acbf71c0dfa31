/** One line of `npm run bench`: a figure with its unit and what was measured. */
export interface Figure {
  figure: string;
  value: number;
  unit: string;
  /** What was done, so that the number can be read by itself. */
  of: string;
}

export function print({ figure, value, unit, of }: Figure): void {
  console.log(JSON.stringify({ figure, value: Number(value.toPrecision(4)), unit, of }));
}

/** ms that `act` takes, once. */
export function time(act: () => void): number {
  const started = performance.now();
  act();
  return performance.now() - started;
}

/** The value below which `share` (0 to 1) of the values lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}
