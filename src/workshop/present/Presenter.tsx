import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Part } from '../../../workshop/room/plan.ts';
import { currentAsk, participantsOf } from '../../../workshop/room/room.ts';
import { base } from '../addresses.ts';
import { AskPanel } from '../board/AskPanel.tsx';
import { titleOfPart } from '../parts.ts';
import { live, type Session } from '../session.ts';
import { clockOf, minutesAgo } from '../words.ts';

/** What the presenter reads: the part that is on, its notes, what comes next, how time stands. */
export function Presenter({ session }: { session: Session }) {
  const client = live(session);
  const { room, you } = client;
  const now = session.clock.value;
  const at = useSignal(-1);
  const began = useSignal(0);
  const known = room.place?.part;
  useEffect(() => {
    if (known === undefined) return;
    at.value = known;
    began.value = room.place!.at;
  }, [known]);
  if (client.connection === 'gone') return <p class="room-card">{client.reason}</p>;
  if (!you) return <p class="room-muted board-wait">Coming into the room…</p>;
  if (you.role !== 'instructor')
    return (
      <p class="room-card">
        Notes are the instructor’s. <a href="?projector">Open the projector view</a>.
      </p>
    );
  const parts = room.plan?.parts ?? [];
  const part = parts[at.value];
  const next = parts[at.value + 1];
  const ask = currentAsk(room);
  const planned = parts.slice(0, at.value).reduce((sum, { minutes }) => sum + minutes, 0);
  const left = part ? part.minutes * 60_000 - (now - began.value) : 0;

  async function go(index: number): Promise<void> {
    const to = parts[index];
    if (!to || !(await begin(session, to, index))) return;
    at.value = index;
    began.value = client.now;
  }

  return (
    <div class="present">
      <header class="board-head">
        <h2>{room.title}</h2>
        <span>
          room <b class="board-code">{client.code}</b>
        </span>
        <span>
          <b>{participantsOf(room).filter(({ id }) => client.rowOf(id).here).length}</b> here
        </span>
        <span class="room-space" />
        <a href={`${base}workshop/board/`}>Board</a>
        <a class="room-primary" href="?projector" target="_blank" rel="noreferrer">
          Open the projector view
        </a>
      </header>
      {session.refused.value && (
        <p class="room-refused" role="alert">
          {session.refused.value}
        </p>
      )}
      <div class="present-body">
        <section class="present-now" aria-label="Now">
          <p class="room-muted">
            {part
              ? `Part ${at.value + 1} of ${parts.length}, planned from minute ${planned}`
              : 'Before the first part'}
          </p>
          <h3 class="present-title">{part ? titleOfPart(part) : 'Welcome'}</h3>
          {part && (
            <p class="room-timer" data-over={left <= 0}>
              {left > 0 ? (
                <>
                  <b>{clockOf(left)}</b> of {part.minutes} min left
                </>
              ) : (
                <>
                  <b>over</b> by {minutesAgo(-left)}
                </>
              )}
            </p>
          )}
          <Notes part={part} />
          {part && 'poll' in part && ask?.poll === part.poll && <AskPanel session={session} />}
        </section>
        <section class="present-next" aria-label="Next">
          <p class="room-muted">Next</p>
          <h3>{next ? titleOfPart(next) : 'The end of the plan'}</h3>
          {next && (
            <p class="room-acts">
              <button type="button" class="room-primary" onClick={() => void go(at.value + 1)}>
                {wordOf(next)}
              </button>
              {at.value >= 0 && (
                <button type="button" onClick={() => (at.value -= 1)}>
                  Back to the notes before
                </button>
              )}
            </p>
          )}
          <ol class="board-plan">
            {parts.map((one, index) => (
              <li key={index} aria-current={index === at.value ? 'step' : undefined}>
                <span>
                  {titleOfPart(one)} <span class="room-muted">{one.minutes} min</span>
                </span>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </div>
  );
}

function Notes({ part }: { part: Part | undefined }) {
  if (!part)
    return (
      <p class="present-notes">
        Put the projector view on the screen: it shows the code and a QR code until the first part begins.
      </p>
    );
  const lines = (part.notes ?? '').trim().split('\n').filter(Boolean);
  if (lines.length === 0) return <p class="room-muted">No notes for this part.</p>;
  return (
    <div class="present-notes">
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

/** What the button says that begins a part. */
function wordOf(part: Part): string {
  if ('lesson' in part) return 'Go there with everyone';
  if ('poll' in part) return 'Open the vote';
  if ('incident' in part) return 'Break it for all';
  return `Start ${part.minutes} minutes`;
}

/** Begins a part for the room. @returns whether the server took it */
function begin({ act }: Session, part: Part, index: number): Promise<boolean> {
  if ('lesson' in part) return act({ type: 'moved', lesson: part.lesson, part: index });
  if ('poll' in part) return act({ type: 'question-opened', poll: part.poll });
  if ('incident' in part) {
    const { fault, parameters = {}, lab } = part;
    return act({ type: 'fault', to: 'all', fault, parameters, lab });
  }
  return act({ type: 'timer', ms: part.minutes * 60_000, label: part.pause });
}
