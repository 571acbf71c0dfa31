import { useSignal } from '@preact/signals';
import { faults } from '../../../simulator/faults/catalogue.ts';
import type { IncidentPart } from '../../../workshop/room/plan.ts';
import { titleOfLesson } from '../addresses.ts';
import { live, type Session } from '../session.ts';
import { AudienceChoice } from './AudienceChoice.tsx';
import { audienceOf } from './audience.ts';
import { Recovery } from './Recovery.tsx';

const inAlphabet = [...faults].sort((a, b) => a.title.localeCompare(b.title));

/** Breaks one, some or all clouds, now or in a while, and shows who recovers how fast. */
export function BreakPanel({ session }: { session: Session }) {
  const { room } = live(session);
  const fault = useSignal(inAlphabet[0]!.id);
  const parameters = useSignal<Readonly<Record<string, string>>>({});
  const labs = [...new Map(room.columns.flatMap((c) => (c.kind === 'step' ? [[c.lab, c.lesson]] : [])))];
  const here = labs.find(([, lesson]) => lesson === room.place?.lesson)?.[0];
  const lab = useSignal(here ?? labs[0]?.[0] ?? '');
  const to = useSignal('all');
  const minutes = useSignal('0');
  const chosen = inAlphabet.find(({ id }) => id === fault.value)!;
  const incidents = (room.plan?.parts ?? []).filter((part): part is IncidentPart => 'incident' in part);
  return (
    <>
      {incidents.length > 0 && (
        <>
          <h3>Incidents of the plan</h3>
          <ul class="board-plan">
            {incidents.map(({ incident, title, fault: id, parameters: given = {}, lab: of }) => (
              <li key={incident}>
                <span>{title}</span>
                <button
                  type="button"
                  onClick={() =>
                    void session.act({ type: 'fault', to: 'all', fault: id, parameters: given, lab: of })
                  }
                >
                  Break it for all<span class="room-hidden">: {title}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <Recovery session={session} />
      <h3>Any fault of the catalogue</h3>
      <form
        class="board-row"
        onSubmit={(event) => {
          event.preventDefault();
          const given = Object.fromEntries(
            chosen.parameters.flatMap(({ name }) => {
              const value = parameters.value[name]?.trim();
              return value ? [[name, value]] : [];
            }),
          );
          const inMs = Math.round(Number(minutes.value) * 60_000);
          void session.act({
            type: 'fault',
            to: audienceOf(to.value),
            fault: fault.value,
            parameters: given,
            lab: lab.value,
            ...(inMs > 0 ? { inMs } : {}),
          });
        }}
      >
        <label class="board-wide">
          Fault
          <select value={fault.value} onChange={({ currentTarget }) => (fault.value = currentTarget.value)}>
            {inAlphabet.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <p class="room-muted board-wide">
          {chosen.breaks} {!chosen.clearable && 'It cannot be taken back.'}
        </p>
        {chosen.parameters.map(({ name, about, required }) => (
          <label class="board-wide" key={name}>
            {name} {!required && <span class="room-muted">(optional)</span>}
            <input
              value={parameters.value[name] ?? ''}
              required={required === true}
              maxLength={200}
              title={about}
              placeholder={about}
              onInput={({ currentTarget }) =>
                (parameters.value = { ...parameters.value, [name]: currentTarget.value })
              }
            />
          </label>
        ))}
        <label class="board-wide">
          In the cloud of the lab
          <select value={lab.value} onChange={({ currentTarget }) => (lab.value = currentTarget.value)}>
            {labs.map(([id, lesson]) => (
              <option key={id} value={id}>
                {titleOfLesson(lesson!)}
              </option>
            ))}
          </select>
        </label>
        <AudienceChoice room={room} value={to} />
        <label>
          In minutes
          <input
            type="number"
            min="0"
            max="600"
            step="0.5"
            value={minutes.value}
            onInput={({ currentTarget }) => (minutes.value = currentTarget.value)}
          />
        </label>
        <button type="submit" class="room-primary">
          Break it
        </button>
      </form>
    </>
  );
}
