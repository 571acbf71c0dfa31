import { useSignal, type Signal } from '@preact/signals';
import type { CellState } from '../../../workshop/room/board.ts';
import type { Column } from '../../../workshop/room/plan.ts';
import { titleOfLesson } from '../addresses.ts';
import { live, type Session } from '../session.ts';
import { minutesAgo, people, percent } from '../words.ts';
import {
  arrange,
  filters,
  rowsOf,
  sortings,
  stateWords,
  type Filter,
  type Row,
  type Sorting,
} from './rows.ts';

/** As many rows as a table shows on one screen; more are drawn as a wall of small tiles. */
const tableRows = 28;

/** The grid of people by steps. */
export function People({ session, chosen }: { session: Session; chosen: Signal<string | undefined> }) {
  const sorting = useSignal<Sorting>('help');
  const filter = useSignal<Filter>('all');
  const text = useSignal('');
  const asked = useSignal<'grid' | 'wall' | undefined>(undefined);
  const lesson = useSignal<string>('now');
  const client = live(session);
  const { room } = client;
  const now = session.clock.value;
  const lessons = [...new Set(room.columns.map((column) => column.lesson))];
  const current = room.place && lessons.includes(room.place.lesson) ? room.place.lesson : lessons[0];
  const wanted = lesson.value === 'now' ? current : lesson.value;
  const columns =
    lesson.value === 'all' ? room.columns : room.columns.filter((column) => column.lesson === wanted);
  const all = rowsOf(room, client.board, columns, now);
  const rows = arrange(all, { sorting: sorting.value, filter: filter.value, text: text.value });
  const view = asked.value ?? (all.length > tableRows ? 'wall' : 'grid');
  const counts = Object.fromEntries(
    (['stuck', 'working', 'done', 'away'] as const).map((state) => [
      state,
      all.filter((row) => row.state === state || (state === 'working' && row.state === 'open')).length,
    ]),
  ) as Record<CellState, number>;

  return (
    <section class="board-people" aria-label="People">
      <div class="board-tools">
        <Choice
          label="Sort"
          value={sorting.value}
          options={sortings}
          onChange={(to) => (sorting.value = to)}
        />
        <Choice label="Show" value={filter.value} options={filters} onChange={(to) => (filter.value = to)} />
        <Choice
          label="Steps of"
          value={lesson.value}
          options={{
            now: current ? `Now: ${titleOfLesson(current)}` : 'Now',
            all: 'The whole plan',
            ...Object.fromEntries(lessons.map((id) => [id, titleOfLesson(id)])),
          }}
          onChange={(to) => (lesson.value = to)}
        />
        <Choice
          label="As"
          value={view}
          options={{ grid: 'Grid', wall: 'Wall' }}
          onChange={(to) => (asked.value = to)}
        />
        <label class="board-choice">
          <span>Find</span>
          <input
            type="search"
            value={text.value}
            placeholder="Name or group"
            onInput={({ currentTarget }) => (text.value = currentTarget.value)}
          />
        </label>
        <ul class="board-legend" aria-label="How many are where">
          {(['stuck', 'working', 'done', 'away'] as const).map((state) => (
            <li key={state}>
              <i class="board-sign" data-state={state} aria-hidden="true" /> {counts[state]}{' '}
              {stateWords[state]}
            </li>
          ))}
        </ul>
      </div>
      {all.length === 0 ? (
        <Empty code={client.code} />
      ) : rows.length === 0 ? (
        <p class="board-empty">Nobody here fits. Choose “Everyone” or another name.</p>
      ) : view === 'wall' ? (
        <Wall rows={rows} now={now} chosen={chosen} />
      ) : (
        <Grid rows={rows} columns={columns} now={now} chosen={chosen} byLesson={lesson.value === 'all'} />
      )}
    </section>
  );
}

function Empty({ code }: { code: string }) {
  return (
    <div class="board-empty">
      <p>Nobody has joined yet. Show the room’s code:</p>
      <p class="board-code board-big">{code}</p>
      <p>“Present” shows it with a QR code on the projector.</p>
    </div>
  );
}

function Choice<T extends string>(props: {
  label: string;
  value: T;
  options: Readonly<Record<T, string>>;
  onChange: (to: T) => void;
}) {
  return (
    <label class="board-choice">
      <span>{props.label}</span>
      <select value={props.value} onChange={({ currentTarget }) => props.onChange(currentTarget.value as T)}>
        {(Object.entries(props.options) as [T, string][]).map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

/** How long somebody has been at it, where that says something. */
const sinceOf = ({ state, since, board }: Row, now: number): string =>
  state === 'away'
    ? board.since > 0
      ? minutesAgo(now - board.since)
      : ''
    : since && state !== 'done'
      ? minutesAgo(now - since)
      : '';

function Name({ row, chosen }: { row: Row; chosen: Signal<string | undefined> }) {
  const { person, hand } = row;
  return (
    <span class="board-whose">
      <button
        type="button"
        class="board-name"
        aria-pressed={chosen.value === person.id}
        onClick={() => (chosen.value = chosen.value === person.id ? undefined : person.id)}
      >
        {person.name}
      </button>
      {hand && (
        <span class="board-hand" data-claimed={hand.status === 'claimed'}>
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path
              d="M4.5 9V4.2a1 1 0 0 1 2 0V8V2.7a1 1 0 0 1 2 0V8V3.2a1 1 0 0 1 2 0v5.3V5.2a1 1 0 0 1 2 0V10a4.5 4.5 0 0 1-8 2.8L2.3 9.6a1.05 1.05 0 0 1 1.6-1.3z"
              fill="currentColor"
            />
          </svg>
          <span class="room-hidden">{hand.status === 'claimed' ? 'is being helped' : 'hand raised'}</span>
        </span>
      )}
    </span>
  );
}

/** For some thirty people: one row each, one column a step. */
function Grid(props: {
  rows: readonly Row[];
  columns: readonly Column[];
  now: number;
  chosen: Signal<string | undefined>;
  byLesson: boolean;
}) {
  const { rows, columns, now, chosen, byLesson } = props;
  return (
    <div class="board-scroll" tabIndex={0} role="region" aria-label="People by steps">
      <table class="board-grid" data-many={columns.length > 14}>
        <caption class="room-hidden">
          {people(rows.length)} by {columns.length} steps and checks
        </caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">State</th>
            {columns.map((column, index) => (
              <th
                scope="col"
                key={index}
                data-first={byLesson && column.lesson !== columns[index - 1]?.lesson}
                title={`${titleOfLesson(column.lesson)}: ${column.title}`}
              >
                <span aria-hidden="true">{column.kind === 'check' ? '?' : numberOf(columns, index)}</span>
                <span class="room-hidden">{column.title}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.person.id} data-state={row.state}>
              <th scope="row">
                <Name row={row} chosen={chosen} />
              </th>
              <td class="board-word" title={row.missing}>
                {stateWords[row.state]} <span class="room-muted">{sinceOf(row, now)}</span>
              </td>
              {row.cells.map((state, index) => (
                <td
                  key={index}
                  data-first={byLesson && columns[index]!.lesson !== columns[index - 1]?.lesson}
                >
                  <i class="board-sign" data-state={state} aria-hidden="true" />
                  <span class="room-hidden">{stateWords[state]}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ol class="board-steps" aria-hidden="true">
        {columns.map((column, index) => (
          <li key={index}>
            <b>{column.kind === 'check' ? '?' : numberOf(columns, index)}</b> {column.title}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** A step's number within its lesson. */
function numberOf(columns: readonly Column[], index: number): number {
  const { lesson } = columns[index]!;
  return columns.slice(0, index + 1).filter((column) => column.lesson === lesson && column.kind === 'step')
    .length;
}

/** For a hall: everyone on one screen, a tile each. */
function Wall(props: { rows: readonly Row[]; now: number; chosen: Signal<string | undefined> }) {
  const { rows, now, chosen } = props;
  return (
    <ol class="board-wall board-scroll" aria-label="People" data-many={rows.length > 96}>
      {rows.map((row) => {
        const done = row.cells.filter((cell) => cell === 'done').length;
        return (
          <li key={row.person.id} data-state={row.state} title={row.missing}>
            <i class="board-sign" data-state={row.state} aria-hidden="true" />
            <Name row={row} chosen={chosen} />
            <span class="room-hidden">{stateWords[row.state]}, </span>
            <span class="board-done">
              {done}/{row.cells.length}
              <span class="room-hidden"> steps done, {percent(row.progress)} of the plan</span>
            </span>
            <span class="board-since">{row.state === 'stuck' ? sinceOf(row, now) : ''}</span>
          </li>
        );
      })}
    </ol>
  );
}
