import { useSignal } from '@preact/signals';
import { cellOf, lastLab } from '../../../workshop/room/board.ts';
import { lengths } from '../../../workshop/room/limits.ts';
import type { Person } from '../../../workshop/room/room.ts';
import { titleOfLesson } from '../addresses.ts';
import { live, type Session } from '../session.ts';
import { minutesAgo } from '../words.ts';
import { stateWords } from './rows.ts';

/** One participant: where they are, and what one can do for them. */
export function PersonPanel(props: {
  session: Session;
  person: Person;
  onClose: () => void;
  onShoulder: () => void;
}) {
  const { session, person } = props;
  const client = live(session);
  const { room, you } = client;
  const now = session.clock.value;
  const text = useSignal('');
  const group = useSignal(person.group);
  const sure = useSignal(false);
  const row = client.rowOf(person.id);
  const lab = row.labs[lastLab(row) ?? ''];
  const consent = room.consents.get(person.id);
  const mayWatch = consent?.watch.has(you!.id) === true;
  const waiting = [...room.requests.values()].some(
    (request) => request.person === person.id && request.by === you!.id && request.kind === 'watch',
  );
  const leads = you!.role === 'instructor';
  const steps = room.columns.filter((column) => column.lesson === person.lesson);
  return (
    <section class="board-person" aria-label={person.name}>
      <div class="board-person-head">
        <h3>{person.name}</h3>
        <button type="button" onClick={props.onClose}>
          Close
        </button>
      </div>
      <p>
        {row.here ? 'Here' : `Away for ${minutesAgo(now - row.since)}`}
        {person.lesson && `, at “${titleOfLesson(person.lesson)}”`}
        {person.follows ? ', follows you' : ', roams'}
        {person.group && `, group ${person.group}`}.
      </p>
      {lab?.missing && (
        <p class="board-words">
          Still missing: {lab.missing} <span class="room-muted">after {lab.tries} tries</span>
        </p>
      )}
      <ol class="board-mine">
        {steps.map((column, index) => {
          const state = cellOf(row, column, now);
          return (
            <li key={index}>
              <i class="board-sign" data-state={state} aria-hidden="true" /> {column.title}{' '}
              <span class="room-muted">{stateWords[state]}</span>
            </li>
          );
        })}
      </ol>
      <p class="room-acts">
        {mayWatch ? (
          <button type="button" class="room-primary" onClick={props.onShoulder}>
            Look over their shoulder
          </button>
        ) : (
          <button
            type="button"
            class="room-primary"
            disabled={waiting}
            onClick={() => void session.act({ type: 'consent-asked', person: person.id, kind: 'watch' })}
          >
            {waiting ? 'Asked. Waiting for their yes…' : 'Ask to look over their shoulder'}
          </button>
        )}
      </p>
      <form
        class="board-row"
        onSubmit={async (event) => {
          event.preventDefault();
          const words = text.value.trim();
          if (words && (await session.act({ type: 'message', to: { people: [person.id] }, text: words })))
            text.value = '';
        }}
      >
        <label class="board-wide">
          Message to {person.name}
          <textarea
            rows={2}
            maxLength={lengths.text}
            value={text.value}
            onInput={({ currentTarget }) => (text.value = currentTarget.value)}
          />
        </label>
        <button type="submit">Send</button>
      </form>
      {leads && (
        <form
          class="board-row"
          onSubmit={(event) => {
            event.preventDefault();
            void session.act({ type: 'grouped', group: group.value.trim(), people: [person.id] });
          }}
        >
          <label class="board-wide">
            Group
            <input
              value={group.value}
              maxLength={lengths.group}
              onInput={({ currentTarget }) => (group.value = currentTarget.value)}
            />
          </label>
          <button type="submit">Set</button>
        </form>
      )}
      {leads && (
        <p class="room-acts">
          {sure.value ? (
            <>
              <span>Their link will not work any more.</span>
              <button
                type="button"
                class="room-danger"
                onClick={async () => {
                  if (await session.act({ type: 'removed', person: person.id })) props.onClose();
                }}
              >
                Yes, put {person.name} out
              </button>
              <button type="button" onClick={() => (sure.value = false)}>
                No
              </button>
            </>
          ) : (
            <button type="button" onClick={() => (sure.value = true)}>
              Put out of the room…
            </button>
          )}
        </p>
      )}
    </section>
  );
}
