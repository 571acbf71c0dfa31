import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { signColour, signShape } from '../../status/signs.ts';
import { clockText, spanText } from '../clock-text.ts';
import { kinds, wordsOf, type Kind } from '../happenings.ts';
import type { BenchUi } from '../ui.ts';
import { axisOf } from './axis.ts';
import { Events } from './Events.tsx';
import { Lines } from './Lines.tsx';
import { marksOf } from './marks.ts';

const laneHeight = 15;

/** Everything that happened on one axis of virtual time: a slider through the past. */
export function Timeline({ ui }: { ui: BenchUi }) {
  const { bench } = ui;
  const wide = useSignal(600);
  const listed = useSignal(ui.narrow.peek());
  const hidden = useSignal<ReadonlySet<string>>(new Set());
  const place = useRef<HTMLDivElement>(null);
  /** The moment that the next frame goes to. */
  const aim = useRef<number>();
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => (wide.value = Math.max(100, entry!.contentRect.width)));
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);

  /** Which kinds there are at all. */
  const picture = useComputed(() => {
    void ui.calm.value;
    const { happenings } = bench.chronicle;
    const axis = axisOf(
      happenings.map(({ at }) => at),
      bench.present,
    );
    const marks = marksOf(happenings, axis, {
      wide: wide.value,
      at: bench.past ?? bench.present,
      shown: ({ id }) => !hidden.value.has(id),
    });
    return { axis, marks };
  });
  const { axis, marks } = picture.value;
  void ui.calm.value;
  const at = bench.past ?? bench.present;
  const here = axis.place(at) * wide.value;
  const latest = bench.chronicle.happenings.findLast((one) => one.at <= at);
  const lanes = 1 + Math.max(1, ...marks.map(({ kind }) => kind.lane));

  return (
    <div class="bench-timeline" data-listed={listed.value}>
      <div class="bench-timeline-head">
        <span class="bench-timeline-now" aria-hidden="true">
          {latest ? `${clockText(latest.at)}  ${wordsOf(latest)}` : 'Nothing has happened yet.'}
        </span>
        <span class="bench-space" />
        <Lines ui={ui} />
        <button
          type="button"
          aria-expanded={listed.value}
          title="All that happened, as a list"
          onClick={() => (listed.value = !listed.value)}
        >
          List
        </button>
      </div>
      <div
        class="bench-track"
        ref={place}
        role="slider"
        tabIndex={0}
        data-first
        aria-label="Moment of the timeline"
        aria-valuemin={0}
        aria-valuemax={Math.round(bench.present)}
        aria-valuenow={Math.round(at)}
        aria-valuetext={`${clockText(at)}${bench.past === undefined ? ', now' : ''}${latest ? `; ${wordsOf(latest)}` : ''}`}
        style={{ height: `${lanes * laneHeight + 18}px` }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          event.currentTarget.focus({ preventScroll: true });
          scrub(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) scrub(event);
        }}
        onKeyDown={moved}
      >
        <svg width={wide.value} height={lanes * laneHeight + 18} aria-hidden="true">
          {axis.breaks.map(({ from, to }) => {
            const middle = ((axis.place(from) + axis.place(to)) / 2) * wide.value;
            return (
              <g key={from} class="bench-break" transform={`translate(${middle} 0)`}>
                <path
                  d={`M-3 ${lanes * laneHeight}l3-${lanes * laneHeight}m3 ${lanes * laneHeight}l3-${lanes * laneHeight}`}
                />
                <text y={lanes * laneHeight + 13} text-anchor="middle">
                  {spanText(to - from)}
                </text>
              </g>
            );
          })}
          <path class="bench-axis" d={`M0 ${lanes * laneHeight + 1}h${wide.value}`} />
          <text class="bench-tick" x="0" y={lanes * laneHeight + 13}>
            {clockText(0)}
          </text>
          <text class="bench-tick" x={wide.value} y={lanes * laneHeight + 13} text-anchor="end">
            {clockText(bench.present)}
          </text>
          {marks.map(({ x, kind, sign, count, ahead }) => (
            <g
              key={`${kind.lane}:${x}`}
              class="bench-mark"
              data-ahead={ahead}
              style={{ color: sign ? signColour[sign] : kind.colour }}
              transform={`translate(${Math.min(Math.max(x, 6), wide.value - 6) - 6} ${kind.lane * laneHeight + 1}) scale(.75)`}
            >
              <g
                // oxlint-disable-next-line react/no-danger -- the course's own constants
                dangerouslySetInnerHTML={{ __html: sign ? signShape[sign] : (kind.shape ?? '') }}
              />
              {count > 1 && <title>{count} things</title>}
            </g>
          ))}
          <path class="bench-here" d={`M${here} 0v${lanes * laneHeight + 4}`} />
        </svg>
      </div>
      {listed.value && <Events ui={ui} hidden={hidden} present={kindsPresent()} />}
    </div>
  );

  function kindsPresent(): Kind[] {
    const found = new Set(bench.chronicle.happenings.map(({ notice }) => notice.kind));
    const isThere = ({ id }: Kind) =>
      found.has(id as 'call') || (found.has('call') && ['refused', 'docker'].includes(id));
    return Object.values<Kind>(kinds).filter(isThere);
  }

  function scrub(event: PointerEvent): void {
    const box = place.current!.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    lookAt(share >= 0.995 ? Infinity : axis.moment(share));
  }

  /** Moves that come faster than frames count once a frame. */
  function lookAt(moment: number): void {
    const waits = aim.current !== undefined;
    aim.current = moment;
    if (waits) return;
    requestAnimationFrame(() => {
      const to = aim.current!;
      aim.current = undefined;
      bench.look(Math.round(to));
    });
  }

  function moved(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { happenings } = bench.chronicle;
    const later = happenings.find((one) => one.at > at);
    const earlier = happenings.findLast((one) => one.at < at);
    const page = axis.place(at);
    const to = {
      ArrowLeft: earlier?.at ?? 0,
      ArrowDown: earlier?.at ?? 0,
      ArrowRight: later?.at ?? Infinity,
      ArrowUp: later?.at ?? Infinity,
      PageDown: axis.moment(page - 0.1),
      PageUp: page > 0.9 ? Infinity : axis.moment(page + 0.1),
      Home: 0,
      End: Infinity,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    lookAt(to);
  }
}
