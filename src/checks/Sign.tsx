/** The signs of a verdict: the shape says it first (disc with tick, half disc, square with cross), then the colour. */
import type { Verdict } from './verdict.ts';

const SHAPES: Readonly<Record<Exclude<Verdict['sign'], 'none'>, preact.JSX.Element>> = {
  right: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="m4.6 8.3 2.3 2.3 4.5-4.9" fill="none" stroke="var(--dd-bg, Canvas)" stroke-width="1.8" />
    </>
  ),
  partly: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2" />
      <path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor" />
    </>
  ),
  wrong: (
    <>
      <rect x="2.5" y="2.5" width="11" height="11" fill="none" stroke="currentColor" stroke-width="2" />
      <path d="m5.5 5.5 5 5m0-5-5 5" stroke="currentColor" stroke-width="2" />
    </>
  ),
};

/** A sign as an inline image; the word that stands beside it carries its meaning for screen readers. */
export function Sign({ sign }: { sign: Verdict['sign'] }) {
  if (sign === 'none') return null;
  return (
    <svg
      class={`dd-check-sign dd-check-${sign}`}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
    >
      {SHAPES[sign]}
    </svg>
  );
}
