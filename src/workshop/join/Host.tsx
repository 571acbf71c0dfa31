import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { lengths } from '../../../workshop/room/limits.ts';
import { base } from '../addresses.ts';
import { api, type PlanInShort } from '../api.ts';
import { keepPlace } from '../place.ts';

/** Making a room from a plan. */
export function Host({ token }: { token: string }) {
  const plans = useSignal<readonly PlanInShort[] | undefined>(undefined);
  const chosen = useSignal<string | undefined>(undefined);
  const name = useSignal('');
  const trouble = useSignal<string | undefined>(undefined);
  const busy = useSignal(false);
  useEffect(() => {
    const load = async () => {
      plans.value = await api.plans(token);
      chosen.value = plans.value[0]?.workshop;
    };
    load().catch((error: Error) => (trouble.value = error.message));
  }, []);
  async function make(): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    trouble.value = undefined;
    try {
      const made = await api.makeRoom(token, chosen.value!, name.value.trim() || 'Instructor');
      keepPlace('staff', { token: made.token, title: made.title, name: name.value.trim() || 'Instructor' });
      location.assign(`${base}workshop/board/#${made.token}`);
    } catch (error) {
      trouble.value = error instanceof Error ? error.message : String(error);
      busy.value = false;
    }
  }
  return (
    <form
      class="room-card"
      aria-label="Start a workshop"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <h2>Start a workshop</h2>
      <fieldset>
        <legend>Plan</legend>
        {!plans.value && !trouble.value && <p class="room-muted">Fetching the plans…</p>}
        {plans.value?.length === 0 && (
          <p class="room-muted">
            This server has no plans. Add one to its workshops folder, and start it again.
          </p>
        )}
        {plans.value?.map(({ workshop, title, about, minutes }) => (
          <label class="room-option" key={workshop}>
            <input
              type="radio"
              name="plan"
              checked={chosen.value === workshop}
              onChange={() => (chosen.value = workshop)}
            />{' '}
            <span>
              <strong>{title}</strong> <span class="room-muted room-length">{lengthOf(minutes)}</span>
              <br />
              {about}
            </span>
          </label>
        ))}
      </fieldset>
      <label>
        Your name, as participants see it
        <input
          value={name.value}
          maxLength={lengths.name}
          placeholder="Instructor"
          onInput={({ currentTarget }) => (name.value = currentTarget.value)}
        />
      </label>
      <p class="room-acts">
        <button type="submit" class="room-primary" disabled={!chosen.value || busy.value}>
          {busy.value ? 'Opening the room…' : 'Open the room'}
        </button>
      </p>
      <p class="room-trouble" role="alert">
        {trouble.value}
      </p>
    </form>
  );
}

function lengthOf(minutes: number): string {
  if (minutes < 90) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest > 0 ? ` ${rest} min` : ''}`;
}
