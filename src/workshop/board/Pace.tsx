import { useSignal } from '@preact/signals';
import { lengths } from '../../../workshop/room/limits.ts';
import { titleOfLesson } from '../addresses.ts';
import { live, type Session } from '../session.ts';
import { titleOfPart } from '../parts.ts';
import { Tick } from '../Tick.tsx';

/** Where the room goes, what may be begun, how long it takes, and everyone's attention. */
export function Pace({ session }: { session: Session }) {
  const { room } = live(session);
  const minutes = useSignal('10');
  const label = useSignal('');
  const text = useSignal('');
  const parts = room.plan?.parts ?? [];
  const place = room.place?.lesson;
  const steps = room.columns.flatMap((column) =>
    column.kind === 'step' && column.lesson === place ? [column] : [],
  );
  return (
    <>
      <h3>Go to</h3>
      <ol class="board-plan">
        {parts.map((part, index) => (
          <li key={index} aria-current={room.place?.part === index ? 'step' : undefined}>
            <span>
              {titleOfPart(part)} <span class="room-muted">{part.minutes} min</span>
            </span>
            {'lesson' in part && (
              <button
                type="button"
                onClick={() => void session.act({ type: 'moved', lesson: part.lesson, part: index })}
              >
                Go here<span class="room-hidden">: {titleOfLesson(part.lesson)}</span>
              </button>
            )}
          </li>
        ))}
      </ol>
      {steps.length > 0 && (
        <>
          <h3>Steps that may be begun</h3>
          <ul class="board-plan">
            {steps.map(({ lab, step, title }) => {
              const closed = room.closedSteps.has(`${lab}/${step}`);
              return (
                <li key={step}>
                  <Tick
                    checked={!closed}
                    onChange={(opens) =>
                      session.act({ type: opens ? 'steps-opened' : 'steps-closed', lab, steps: [step] })
                    }
                  >
                    {title}
                  </Tick>
                </li>
              );
            })}
          </ul>
        </>
      )}
      <h3>Timer</h3>
      <form
        class="board-row"
        onSubmit={(event) => {
          event.preventDefault();
          const ms = Math.round(Number(minutes.value) * 60_000);
          if (ms > 0) void session.act({ type: 'timer', ms, ...(label.value ? { label: label.value } : {}) });
        }}
      >
        <label>
          Minutes
          <input
            type="number"
            min="0.5"
            max="600"
            step="0.5"
            value={minutes.value}
            onInput={({ currentTarget }) => (minutes.value = currentTarget.value)}
          />
        </label>
        <label class="board-wide">
          What for
          <input
            value={label.value}
            maxLength={lengths.label}
            placeholder="Coffee"
            onInput={({ currentTarget }) => (label.value = currentTarget.value)}
          />
        </label>
        <button type="submit" class="room-primary">
          Start timer
        </button>
        {room.timer && (
          <button type="button" onClick={() => void session.act({ type: 'timer', ms: 0 })}>
            Take it away
          </button>
        )}
      </form>
      <h3>Attention</h3>
      <form
        class="board-row"
        onSubmit={(event) => {
          event.preventDefault();
          const on = !room.attention;
          void session.act({ type: 'attention', on, ...(on && text.value ? { text: text.value } : {}) });
        }}
      >
        {!room.attention && (
          <label class="board-wide">
            What stands on everyone’s screen
            <input
              value={text.value}
              maxLength={lengths.label}
              onInput={({ currentTarget }) => (text.value = currentTarget.value)}
            />
          </label>
        )}
        <button type="submit" class="room-primary">
          {room.attention ? 'Let them go on' : 'Everyone look up'}
        </button>
      </form>
    </>
  );
}
