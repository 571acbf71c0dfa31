import { openRound } from '../../../workshop/room/ask.ts';
import { currentAsk, participantsOf } from '../../../workshop/room/room.ts';
import { Prose } from '../../checks/Prose.tsx';
import { siteUrl, titleOfLesson } from '../addresses.ts';
import { apiAddress } from '../api.ts';
import { Histogram } from '../Histogram.tsx';
import { live, type Session } from '../session.ts';
import { clockOf } from '../words.ts';

/** What the room sees: where it is, the question, the timer; nobody's name, no notes. */
export function Projector({ session }: { session: Session }) {
  const client = live(session);
  const { room } = client;
  if (client.connection === 'gone') return <p class="room-card">{client.reason}</p>;
  if (!client.you) return <p class="room-muted board-wait">Coming into the room…</p>;
  const ask = currentAsk(room);
  // A question stays until it is answered and the room has gone on.
  const asked = ask && (ask.status !== 'revealed' || ask.openedAt > (room.place?.at ?? 0)) ? ask : undefined;
  const left = room.timer ? room.timer.endsAt - session.clock.value : -Infinity;
  return (
    <section class="projector" aria-label="Projector">
      <header>
        <p>{room.title}</p>
        <p>
          <span class="room-muted">{address()}</span> <b class="board-code">{client.code}</b>
        </p>
      </header>
      <div class="projector-body">
        {room.attention ? (
          <p class="projector-big">{room.attention.text || 'Please look up'}</p>
        ) : asked ? (
          <Asked session={session} ask={asked} />
        ) : room.place ? (
          <>
            <p class="room-muted">We are at</p>
            <p class="projector-big">{titleOfLesson(room.place.lesson)}</p>
          </>
        ) : (
          <Welcome code={client.code} />
        )}
      </div>
      {left > -60_000 && room.timer && (
        <p class="projector-timer" data-over={left <= 0}>
          {room.timer.label} <b>{left > 0 ? clockOf(left) : 'time is up'}</b>
        </p>
      )}
    </section>
  );
}

const address = () => `${siteUrl().replace(/^https?:\/\//, '')}workshop`;

function Welcome({ code }: { code: string }) {
  const link = `${siteUrl()}workshop/#${code}`;
  return (
    <div class="projector-welcome">
      <img
        src={apiAddress(`qr.svg?text=${encodeURIComponent(link)}`)}
        alt={`QR code that leads to ${link}`}
        width="320"
        height="320"
      />
      <div>
        <p>Open {address()} and write this code:</p>
        <p class="projector-big board-code">{code}</p>
      </div>
    </div>
  );
}

function Asked({ session, ask }: { session: Session; ask: NonNullable<ReturnType<typeof currentAsk>> }) {
  const { room } = live(session);
  const { question, status, answer } = ask;
  const round = openRound(ask);
  const options = 'options' in question ? question.options : [];
  return (
    <>
      <p class="room-muted">
        {status === 'first' && 'Vote alone'}
        {status === 'discuss' && 'Talk to a neighbour who may have chosen otherwise'}
        {status === 'second' && 'Vote again'}
        {status === 'closed' && 'The vote is closed'}
        {status === 'revealed' && 'The answer'}
        {round && ` · ${ask.votes[round].size} of ${participantsOf(room).length} votes`}
      </p>
      <p class="projector-stem">
        <Prose text={question.stem} />
      </p>
      {answer ? (
        <Histogram
          question={question}
          rounds={[answer.first, ...(answer.second ? [answer.second] : [])]}
          answer={answer}
        />
      ) : (
        <ul class="projector-options">
          {options.map(({ id, text }) => (
            <li key={id}>
              <Prose text={text} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
