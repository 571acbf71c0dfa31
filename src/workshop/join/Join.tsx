import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { randomName } from '../../../workshop/client/index.ts';
import { lengths } from '../../../workshop/room/limits.ts';
import { base } from '../addresses.ts';
import { api, ApiError } from '../api.ts';
import { keepPlace, placeOf } from '../place.ts';

/** Joining by code and name. A link or a QR code brings the code along. */
export function Join({ code: given }: { code: string }) {
  const code = useSignal(given);
  const name = useSignal('');
  const title = useSignal<string | undefined>(undefined);
  const trouble = useSignal<string | undefined>(undefined);
  const busy = useSignal(false);
  const place = useSignal(placeOf('participant'));
  const field = useRef<HTMLInputElement>(null);
  // A request that is sent again because its answer was lost lets one in once.
  const client = useRef(randomName());

  useEffect(() => {
    if (given) void look();
  }, []);

  async function look(): Promise<void> {
    if (code.value.replaceAll(/[\s-]/g, '').length !== 6) return void (title.value = undefined);
    try {
      const found = await api.room(code.value);
      title.value = found.title;
      trouble.value = found.ended ? `“${found.title}” is over: nobody can join it any more.` : undefined;
    } catch (error) {
      title.value = undefined;
      trouble.value = sentence(error);
    }
  }

  async function join(): Promise<void> {
    if (busy.value) return;
    if (!name.value.trim()) {
      trouble.value = 'Write the name that the instructor is to see.';
      field.current?.focus();
      return;
    }
    busy.value = true;
    trouble.value = undefined;
    try {
      const entry = await api.join(code.value, name.value.trim(), client.current);
      const kept = keepPlace('participant', { ...entry, name: name.value.trim() });
      if (!kept)
        trouble.value =
          'Your browser does not let this page store anything (a private window, or storage is blocked). Allow it, then join again.';
      else location.assign(`${base}start/what-drydock-is/`);
    } catch (error) {
      trouble.value = sentence(error);
    }
    busy.value = false;
  }

  if (place.value)
    return (
      <section class="room-card">
        <h2>You are in “{place.value.title}”</h2>
        <p>
          You joined as {place.value.name}. The bar at the bottom of each lesson shows the room; leave it
          there, or go on here.
        </p>
        <p class="room-acts">
          <a class="room-primary" href={`${base}start/what-drydock-is/`}>
            Go on
          </a>
          <button
            type="button"
            onClick={() => {
              keepPlace('participant', undefined);
              place.value = undefined;
            }}
          >
            Join another workshop
          </button>
        </p>
      </section>
    );
  return (
    <form
      class="room-card"
      aria-label="Join a workshop"
      onSubmit={(event) => {
        event.preventDefault();
        void join();
      }}
    >
      <h2>{title.value ? `Join “${title.value}”` : 'Join a workshop'}</h2>
      <label>
        Code of the room
        <input
          class="room-code"
          value={code.value}
          required
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxLength={12}
          placeholder="K7Q-X4M"
          onInput={({ currentTarget }) => {
            code.value = currentTarget.value;
            void look();
          }}
        />
      </label>
      <label>
        Your name, as the instructor is to see it
        <input
          ref={field}
          value={name.value}
          required
          autocomplete="nickname"
          maxLength={lengths.name}
          onInput={({ currentTarget }) => (name.value = currentTarget.value)}
        />
      </label>
      <p class="room-acts">
        <button type="submit" class="room-primary" disabled={busy.value}>
          {busy.value ? 'Joining…' : 'Join'}
        </button>
      </p>
      <p class="room-trouble" role="alert">
        {trouble.value}
      </p>
      <h3>What is sent</h3>
      <ul>
        <li>The name that you write here. No account, no address, no password.</li>
        <li>
          What you do in this workshop’s labs and questions: commands, files, answers. The server grades them
          for the board, and deletes them after the workshop.
        </li>
        <li>Nobody looks at your bench or types in it unless you allow it; you see when somebody does.</li>
        <li>Your work stays in this browser, and is yours when the workshop is over.</li>
      </ul>
    </form>
  );
}

const sentence = (error: unknown): string =>
  error instanceof ApiError || error instanceof Error ? error.message : String(error);
