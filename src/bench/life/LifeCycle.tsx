import { useComputed } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { signColour, signShape, statusSign } from '../../status/signs.ts';
import { clockText, spanText } from '../clock-text.ts';
import { shortSubject } from '../happenings.ts';
import type { BenchUi } from '../ui.ts';
import { lives, type Life } from './machines.ts';
import { keyOf, pathOf, subjectsOf, type Stage } from './path.ts';
import { statechartOf, type Statechart } from './statechart.ts';
import './life.css';

/** As many things as the choice offers. */
const offered = 200;

const charts = new Map<string, Statechart>();

function chartOf({ id, machine }: Life): Statechart {
  const known = charts.get(id) ?? statechartOf(machine);
  charts.set(id, known);
  return known;
}

/** The life cycle of one thing, drawn from its state machine: where it stands, and the way it has taken. */
export function LifeCycle({ ui }: { ui: BenchUi }) {
  const { bench } = ui;
  const found = useComputed(() => {
    void ui.calm.value;
    const { happenings } = bench.chronicle;
    const subjects = subjectsOf(happenings, bench.now).filter(({ machine }) => lives.has(machine));
    const wanted = ui.subject.value;
    const chosen =
      subjects.find((one) => keyOf(one) === wanted) ??
      subjects.find(({ machine }) => machine === wanted) ??
      (wanted === undefined
        ? (subjects.find(({ machine }) => machine === 'task') ?? subjects[0])
        : undefined);
    const path = chosen ? pathOf(happenings, chosen, bench.now) : [];
    return { subjects, chosen, path };
  });
  const { subjects, chosen, path } = found.value;
  const life = lives.get(chosen?.machine ?? ui.subject.value?.split(' ')[0] ?? '') ?? lives.get('task')!;
  const chart = chartOf(life);
  const stage = path.at(-1);
  const state = chart.states.find(({ name }) => name === stage?.to);
  const mine = subjects.filter(({ machine }) => machine === life.id).slice(0, offered);
  return (
    <div class="bench-life">
      <div class="bench-life-choice">
        <select
          data-first
          aria-label="Kind of life cycle"
          value={life.id}
          onChange={({ currentTarget }) => (ui.subject.value = currentTarget.value)}
        >
          {[...lives.values()].map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
        <select
          aria-label="Whose life cycle"
          value={chosen ? keyOf(chosen) : ''}
          disabled={mine.length === 0}
          onChange={({ currentTarget }) => (ui.subject.value = currentTarget.value)}
        >
          {mine.length === 0 && <option value="">none yet</option>}
          {mine.map((one) => (
            <option key={keyOf(one)} value={keyOf(one)}>
              {shortSubject(one.subject)}
            </option>
          ))}
        </select>
      </div>
      <p class="bench-life-now" role="status">
        {stage ? (
          <>
            <strong>{stage.to}</strong> since {clockText(stage.at)}. {state?.description}
          </>
        ) : (
          `Nothing of this kind yet. This is the life that it will have.`
        )}
      </p>
      <Picture chart={chart} path={path} title={life.title} now={bench.now} />
      {path.length > 0 && (
        <details class="bench-path">
          <summary>The way so far</summary>
          <ol>
            {path.map(({ at, to, event }, index) => (
              <li key={`${at}:${to}`}>
                <time>{clockText(at)}</time> {to}
                <span class="bench-muted">
                  {event && ` by ${event}`}
                  {`, ${spanText((path[index + 1]?.at ?? bench.now) - at)}`}
                </span>
              </li>
            ))}
          </ol>
        </details>
      )}
    </div>
  );
}

function Picture(props: { chart: Statechart; path: readonly Stage[]; title: string; now: number }) {
  const { chart, path, title, now } = props;
  const { box, width, height, states, arrows } = chart;
  const live = path.at(-1)?.to;
  const taken = new Set(path.map(({ from, to }) => `${from}>${to}`));
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const state = states.find(({ name }) => name === live);
    const view = scroller.current!;
    // The live state is in sight, with what came before it.
    if (state) view.scrollTop = Math.max(0, state.y + box.height + 40 - view.clientHeight);
  }, [live, chart]);
  const said = path.map(({ to, at }) => `${to} at ${clockText(at)}`).join(', ');
  return (
    <div
      class="bench-chart-scroll"
      ref={scroller}
      tabIndex={0}
      role="group"
      aria-label={`Statechart of: ${title}`}
    >
      <svg
        class="bench-statechart"
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="img"
        aria-label={`${title}: ${said || 'not begun'}. ${states.length} states: ${states.map(({ name }) => name).join(', ')}.`}
      >
        <defs>
          {['idle', 'taken'].map((kind) => (
            <marker
              key={kind}
              id={`bench-tip-${kind}`}
              viewBox="0 0 8 8"
              refX="6"
              refY="4"
              markerUnits="userSpaceOnUse"
              markerWidth="9"
              markerHeight="9"
              orient="auto"
            >
              <path class={`bench-tip-${kind}`} d="M1 1 6 4 1 7" />
            </marker>
          ))}
        </defs>
        {[...arrows]
          .sort((a, b) => Number(taken.has(`${a.from}>${a.to}`)) - Number(taken.has(`${b.from}>${b.to}`)))
          .map(({ from, to, events, path: line, label }) => {
            const kind = taken.has(`${from}>${to}`) ? 'taken' : 'idle';
            return (
              <g key={`${from}>${to}`} class={`bench-arrow bench-arrow-${kind}`}>
                <path d={line} marker-end={`url(#bench-tip-${kind})`} />
                <text x={label.x} y={label.y} text-anchor={label.anchor}>
                  {events.join(', ')}
                </text>
              </g>
            );
          })}
        {states.map(({ name, description, x, y }) => {
          const entered = path.findLast(({ to }) => to === name);
          const sign = statusSign(name);
          const left = path[path.indexOf(entered!) + 1]?.at ?? now;
          return (
            <g
              key={name}
              class="bench-state"
              data-live={live === name}
              data-passed={entered !== undefined}
              transform={`translate(${x} ${y})`}
            >
              <title>{description}</title>
              <rect width={box.width} height={box.height} rx="6" />
              <g
                transform="translate(10 8) scale(.8)"
                style={{ color: signColour[sign] }}
                // oxlint-disable-next-line react/no-danger -- the course's own constant
                dangerouslySetInnerHTML={{ __html: signShape[sign] }}
              />
              <text class="bench-state-name" x="30" y="19">
                {name}
              </text>
              {entered && (
                <text class="bench-state-time" x="30" y="34">
                  {clockText(entered.at)} · {spanText(left - entered.at)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
