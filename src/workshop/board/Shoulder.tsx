import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Stream } from '../../../learner/journal/index.ts';
import type { WatchedJournal } from '../../../workshop/client/index.ts';
import { lengths } from '../../../workshop/room/limits.ts';
import { titleOfLesson } from '../addresses.ts';
import { live, nameIn, type Session } from '../session.ts';
import { openShoulder, type OpenShoulder } from './open-shoulder.ts';

/** A participant's bench, replayed from their journal and live from then on. */
export function Shoulder(props: { session: Session; person: string; onClose: () => void }) {
  const { session, person, onClose } = props;
  const client = live(session);
  const { room } = client;
  const me = client.you!.id;
  const root = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLHeadingElement>(null);
  const watched = useSignal<WatchedJournal | undefined>(undefined);
  const labs = useSignal<readonly string[]>([]);
  const lab = useSignal<string | undefined>(undefined);
  const bench = useSignal<OpenShoulder | undefined>(undefined);
  const trouble = useSignal<string | undefined>(undefined);
  const remark = useSignal('');
  const line = useSignal('');
  const name = nameIn(room, person);

  useEffect(() => {
    let stop = () => {};
    const watch = async () => {
      const journal = await client.watch(person);
      watched.value = journal;
      const look = () => {
        labs.value = [...journal.streams.keys()]
          .filter((stream) => stream.startsWith('lab:') && journal.streams.get(stream)!.length > 0)
          .map((stream) => stream.slice('lab:'.length));
        lab.value ??= latestLab(journal);
      };
      look();
      stop = journal.subscribe(look);
    };
    watch().catch((error: Error) => (trouble.value = error.message));
    bar.current?.focus();
    return () => {
      stop();
      void client.unwatch(person);
    };
  }, []);
  useEffect(() => {
    const [id, journal] = [lab.value, watched.value];
    if (!id || !journal || !root.current) return;
    let gone = false;
    let opened: OpenShoulder | undefined;
    const open = async (root: HTMLElement) => {
      opened = await openShoulder(root, id, journal, `You look over the shoulder of ${name}.`, onClose);
      if (gone) opened.close();
      else bench.value = opened;
    };
    open(root.current).catch((error: Error) => (trouble.value = error.message));
    return () => {
      gone = true;
      opened?.close();
      bench.value = undefined;
    };
  }, [lab.value, watched.value]);

  const consent = room.consents.get(person);
  const mayWatch = consent?.watch.has(me) === true;
  // They have taken their yes back: there is nothing to see here any more.
  useEffect(() => {
    if (!mayWatch) onClose();
  }, [mayWatch]);
  const mayType = consent?.keyboard.has(me) === true;
  const types = room.keyboards.get(person) === me;
  const asked = [...room.requests.values()].some(
    (request) => request.person === person && request.by === me && request.kind === 'keyboard',
  );
  const lessonOf = (id: string) =>
    room.columns.find((column) => column.kind === 'step' && column.lab === id)?.lesson;

  return (
    <section class="board-shoulder" aria-label={`The bench of ${name}`}>
      <header class="board-head">
        <button type="button" class="room-primary" onClick={onClose}>
          Back to the board
        </button>
        <h2 tabIndex={-1} ref={bar}>
          {name}
        </h2>
        {labs.value.length > 0 && (
          <label class="board-choice">
            <span>Lab</span>
            <select value={lab.value} onChange={({ currentTarget }) => (lab.value = currentTarget.value)}>
              {labs.value.map((id) => (
                <option key={id} value={id}>
                  {titleOfLesson(lessonOf(id) ?? id)}
                </option>
              ))}
            </select>
          </label>
        )}
        <form
          class="board-inline"
          onSubmit={async (event) => {
            event.preventDefault();
            const text = remark.value.trim();
            if (!text || !lab.value) return;
            const stream = `lab:${lab.value}`;
            const seq = watched.value?.streams.get(stream)?.at(-1)?.seq ?? 0;
            if (await session.act({ type: 'annotated', person, text, stream, seq })) remark.value = '';
          }}
        >
          <label>
            <span class="room-hidden">Remark to {name}</span>
            <input
              value={remark.value}
              maxLength={lengths.text}
              placeholder={`Remark to ${name}`}
              onInput={({ currentTarget }) => (remark.value = currentTarget.value)}
            />
          </label>
          <button type="submit">Send</button>
        </form>
        {types ? (
          <form
            class="board-inline board-typing"
            onSubmit={async (event) => {
              event.preventDefault();
              const typed = line.value.trim();
              if (!typed || !lab.value) return;
              if (await session.act({ type: 'typed', person, lab: lab.value, line: typed })) line.value = '';
            }}
          >
            <label>
              <span class="room-hidden">Line for {name}’s terminal</span>
              <input
                class="board-line"
                value={line.value}
                maxLength={lengths.line}
                spellcheck={false}
                autocapitalize="off"
                autocomplete="off"
                placeholder={`$ in the terminal of ${name}`}
                onInput={({ currentTarget }) => (line.value = currentTarget.value)}
              />
            </label>
            <button type="submit" class="room-primary">
              Run there
            </button>
            <button type="button" onClick={() => void session.act({ type: 'keyboard-returned', person })}>
              Give the keyboard back
            </button>
          </form>
        ) : mayType ? (
          <button type="button" onClick={() => void session.act({ type: 'keyboard-taken', person })}>
            Take the keyboard
          </button>
        ) : (
          <button
            type="button"
            disabled={asked}
            onClick={() => void session.act({ type: 'consent-asked', person, kind: 'keyboard' })}
          >
            {asked ? 'Asked for the keyboard…' : 'Ask for the keyboard'}
          </button>
        )}
      </header>
      {trouble.value && (
        <p class="room-refused" role="alert">
          {trouble.value}
        </p>
      )}
      {watched.value && labs.value.length === 0 && (
        <p class="board-empty">
          {name} has done nothing in a lab of this workshop yet. It appears here as it happens.
        </p>
      )}
      <div class="board-dock bench-dock">
        <div class="bench board-bench" data-kind="shoulder" ref={root} />
      </div>
    </section>
  );
}

/** The lab that was worked at last. */
function latestLab({ streams }: WatchedJournal): string | undefined {
  const latest = [...streams]
    .filter(([stream, envelopes]) => stream.startsWith('lab:') && envelopes.length > 0)
    .sort(([, a], [, b]) => b.at(-1)!.at - a.at(-1)!.at)[0]?.[0] as Stream | undefined;
  return latest?.slice('lab:'.length);
}
