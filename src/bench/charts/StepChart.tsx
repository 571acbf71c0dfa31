import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { clockText } from '../clock-text.ts';
import type { Axis } from '../timeline/axis.ts';

export interface Line {
  title: string;
  /** A custom property's colour. */
  colour: string;
  dashed?: boolean;
  points: readonly { at: number; value: number }[];
}

const high = 92;
const left = 26;

/** Values that stay until the next one, over the timeline's own axis; the same as a table for those who read. */
export function StepChart(props: {
  title: string;
  lines: readonly Line[];
  axis: Axis;
  end: number;
  unit: string;
}) {
  const { title, lines, axis, end, unit } = props;
  const wide = useSignal(300);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => (wide.value = Math.max(120, entry!.contentRect.width)));
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  const top = Math.max(1, ...lines.flatMap(({ points }) => points.map(({ value }) => value)));
  const x = (at: number) => left + axis.place(at) * (wide.value - left - 4);
  const y = (value: number) => 6 + (1 - value / top) * (high - 26);
  const said = lines
    .map(({ title: name, points }) => `${name} ${round(points.at(-1)?.value ?? 0)}${unit}`)
    .join(', ');
  const moments = [...new Set(lines.flatMap(({ points }) => points.map(({ at }) => at)))].sort(
    (a, b) => a - b,
  );
  return (
    <figure class="bench-figure">
      <figcaption>
        <strong>{title}</strong>
        {lines.map(({ title: name, colour, dashed, points }) => (
          <span key={name}>
            <svg viewBox="0 0 18 8" width="18" height="8" aria-hidden="true">
              <path
                d="M0 4h18"
                stroke={colour}
                stroke-width="2.5"
                stroke-dasharray={dashed ? '4 3' : undefined}
              />
            </svg>{' '}
            {name} {round(points.at(-1)?.value ?? 0)}
            {unit}
          </span>
        ))}
      </figcaption>
      <div ref={place}>
        <svg
          class="bench-step-chart"
          width={wide.value}
          height={high}
          role="img"
          aria-label={`${title}: ${said}`}
        >
          {[0, top].map((value) => (
            <g key={value}>
              <path class="bench-grid-line" d={`M${left} ${y(value)}H${wide.value}`} />
              <text x={left - 4} y={y(value) + 4} text-anchor="end">
                {round(value)}
              </text>
            </g>
          ))}
          <text x={left} y={high - 3}>
            {clockText(0)}
          </text>
          <text x={wide.value - 4} y={high - 3} text-anchor="end">
            {clockText(end)}
          </text>
          {lines.map(({ title: name, colour, dashed, points }) => (
            <path
              key={name}
              fill="none"
              stroke={colour}
              stroke-width="2"
              stroke-dasharray={dashed ? '5 4' : undefined}
              d={
                points
                  .map(({ at, value }, index) =>
                    index === 0 ? `M${x(at)} ${y(value)}` : `H${x(at)}V${y(value)}`,
                  )
                  .join('') + (points.length > 0 ? `H${x(end)}` : '')
              }
            />
          ))}
        </svg>
      </div>
      <details>
        <summary>As a table</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">When</th>
              {lines.map(({ title: name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {moments.slice(-40).map((at) => (
              <tr key={at}>
                <th scope="row">{clockText(at)}</th>
                {lines.map(({ title: name, points }) => (
                  <td key={name}>
                    {round(points.findLast((point) => point.at <= at)?.value ?? 0)}
                    {unit}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

const round = (value: number) => (Number.isInteger(value) ? value : value.toFixed(1));
