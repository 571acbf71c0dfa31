import { live, nameIn, type Session } from '../session.ts';
import { minutesAgo } from '../words.ts';

/** Raised hands, oldest first: claim one, go there, say that it is done. */
export function Hands({ session, onPerson }: { session: Session; onPerson: (person: string) => void }) {
  const client = live(session);
  const { room } = client;
  const now = session.clock.value;
  const open = [...room.hands.values()].filter(({ status }) => status === 'raised' || status === 'claimed');
  const stepOf = (lab?: string, step?: string) =>
    room.columns.find((column) => column.kind === 'step' && column.lab === lab && column.step === step)
      ?.title;
  return (
    <section aria-labelledby="board-hands">
      <h3 id="board-hands">Hands</h3>
      {open.length === 0 && <p class="room-muted">Nobody’s hand is up.</p>}
      <ol class="board-list">
        {open.map(({ hand, person, at, question, lab, step, status, claimedBy }) => (
          <li key={hand}>
            <button type="button" class="board-name" onClick={() => onPerson(person)}>
              {nameIn(room, person)}
            </button>{' '}
            <span class="room-muted">
              {minutesAgo(now - at)}
              {stepOf(lab, step) && ` · ${stepOf(lab, step)}`}
            </span>
            <span class="room-text">{question}</span>
            <span class="room-acts">
              {status === 'raised' ? (
                <button type="button" onClick={() => void session.act({ type: 'hand-claimed', hand })}>
                  Claim<span class="room-hidden"> the hand of {nameIn(room, person)}</span>
                </button>
              ) : (
                <span>{claimedBy === client.you?.id ? 'Yours' : `${nameIn(room, claimedBy!)} is there`}</span>
              )}
              <button type="button" onClick={() => void session.act({ type: 'hand-done', hand })}>
                Done<span class="room-hidden"> with {nameIn(room, person)}</span>
              </button>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
