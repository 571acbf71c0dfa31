import type { Signal } from '@preact/signals';
import { signColour, signShape } from '../../status/signs.ts';
import { clockText } from '../clock-text.ts';
import { kindOf, signOf, wordsOf, type Kind } from '../happenings.ts';
import type { BenchUi } from '../ui.ts';

/** As many happenings as the list shows round the moment that is looked at. */
const shownRows = 120;

/** What happened as a list, newest first; each entry leads to its moment. */
export function Events(props: {
  ui: BenchUi;
  hidden: Signal<ReadonlySet<string>>;
  present: readonly Kind[];
}) {
  const { ui, hidden, present } = props;
  const { bench } = ui;
  void ui.calm.value;
  const at = bench.past ?? bench.present;
  const all = bench.chronicle.happenings
    .map((one, key) => ({ ...one, key }))
    .filter(({ notice }) => !hidden.value.has(kindOf(notice).id));
  const upTo = all.findLastIndex((one) => one.at <= at) + 1;
  // Round the moment: what came before it, and a few of what comes.
  const end = Math.min(all.length, upTo + 20);
  const rows = all.slice(Math.max(0, end - shownRows), end).reverse();
  const toggle = (id: string) => {
    const next = new Set(hidden.value);
    if (!next.delete(id)) next.add(id);
    hidden.value = next;
  };
  return (
    <div class="bench-events">
      <div class="bench-kinds" role="group" aria-label="Kinds that are shown">
        {present.map(({ id, title }) => (
          <label key={id}>
            <input type="checkbox" checked={!hidden.value.has(id)} onChange={() => toggle(id)} /> {title}
          </label>
        ))}
      </div>
      {rows.length === 0 && <p class="bench-empty">Nothing has happened yet. What you do appears here.</p>}
      <ol class="bench-event-list" aria-label="What happened, newest first">
        {rows.map((one) => {
          const sign = signOf(one.notice);
          const kind = kindOf(one.notice);
          return (
            <li key={one.key} data-ahead={one.at > at}>
              <button
                type="button"
                title="Look at this moment"
                aria-current={bench.past === one.at ? 'time' : undefined}
                onClick={() => bench.look(one.at)}
              >
                <time>{clockText(one.at)}</time>
                <svg
                  class="bench-sign"
                  viewBox="0 0 16 16"
                  aria-hidden="true"
                  style={{ color: sign ? signColour[sign] : kind.colour }}
                  // oxlint-disable-next-line react/no-danger -- the course's own constants
                  dangerouslySetInnerHTML={{ __html: sign ? signShape[sign] : (kind.shape ?? '') }}
                />
                <span>{wordsOf(one)}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
