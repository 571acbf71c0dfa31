import { useSignal } from '@preact/signals';
import { lengths } from '../../../workshop/room/limits.ts';
import { live, nameIn, type Session } from '../session.ts';
import { AudienceChoice } from './AudienceChoice.tsx';
import { audienceOf, audienceWords } from './audience.ts';

/** A word to all, to a group, to one. */
export function MessagePanel({ session }: { session: Session }) {
  const { room } = live(session);
  const to = useSignal('all');
  const text = useSignal('');
  return (
    <>
      <form
        class="board-row"
        aria-label="Message"
        onSubmit={async (event) => {
          event.preventDefault();
          const words = text.value.trim();
          if (words && (await session.act({ type: 'message', to: audienceOf(to.value), text: words })))
            text.value = '';
        }}
      >
        <AudienceChoice room={room} value={to} />
        <label class="board-wide">
          Message
          <textarea
            rows={3}
            required
            maxLength={lengths.text}
            value={text.value}
            onInput={({ currentTarget }) => (text.value = currentTarget.value)}
          />
        </label>
        <button type="submit" class="room-primary">
          Send
        </button>
      </form>
      <h3>Sent</h3>
      {room.messages.length === 0 && <p class="room-muted">Nothing yet.</p>}
      <ol class="board-list">
        {[...room.messages].reverse().map(({ n, by, to: whom, text: words }) => (
          <li key={n}>
            <span class="room-muted">
              {nameIn(room, by)} to {audienceWords(room, whom)}
            </span>
            <span class="room-text">{words}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
