import { countVotes, openRound, type Ask } from '../../../workshop/room/ask.ts';
import { currentAsk, participantsOf } from '../../../workshop/room/room.ts';
import { Prose } from '../../checks/Prose.tsx';
import { Histogram } from '../Histogram.tsx';
import { live, nameIn, type Session } from '../session.ts';

/** Peer instruction: vote, talk, vote again, reveal. */
export function AskPanel({ session }: { session: Session }) {
  const { room } = live(session);
  const ask = currentAsk(room);
  const open = ask !== undefined && ask.status !== 'revealed';
  const asked = new Set([...room.asks.values()].map(({ poll }) => poll));
  return (
    <>
      {ask && <Running session={session} ask={ask} />}
      {!open && (
        <>
          <h3>{ask ? 'Ask another' : 'Ask the room'}</h3>
          {Object.keys(room.polls).length === 0 && (
            <p class="room-muted">This plan has no questions. Add polls to its file.</p>
          )}
          <ul class="board-plan board-polls">
            {Object.entries(room.polls).map(([poll, question]) => (
              <li key={poll}>
                <span>
                  <Prose text={question.stem} />
                  {asked.has(poll) && <span class="room-muted"> (asked)</span>}
                </span>
                <button type="button" onClick={() => void session.act({ type: 'question-opened', poll })}>
                  Open the vote<span class="room-hidden">: {question.stem}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const words = {
  first: 'First vote, everyone alone',
  discuss: 'Talk it over in pairs',
  second: 'Second vote',
  closed: 'Second vote closed',
  revealed: 'Answer shown',
} as const;

function Running({ session, ask }: { session: Session; ask: Ask }) {
  const { room } = live(session);
  const { status, question } = ask;
  const round = openRound(ask);
  const voted = round ? ask.votes[round].size : 0;
  const everyone = participantsOf(room).length;
  const turn = (type: 'question-closed' | 'question-reopened' | 'question-revealed') => () =>
    void session.act({ type, ask: ask.ask });
  const rounds = [countVotes(ask, 'first')];
  if (ask.votes.second.size > 0 || status === 'second' || status === 'closed')
    rounds.push(countVotes(ask, 'second'));
  return (
    <section aria-label="The question before the room">
      <p class="board-flag">
        {words[status]}
        {round && ` · ${voted} of ${everyone} have voted`}
      </p>
      <p class="room-stem">
        <Prose text={question.stem} />
      </p>
      <Histogram question={question} rounds={rounds} {...(ask.answer ? { answer: ask.answer } : {})} />
      <p class="room-acts">
        {round && (
          <button type="button" class="room-primary" onClick={turn('question-closed')}>
            Close the vote
          </button>
        )}
        {status === 'discuss' && (
          <button type="button" class="room-primary" onClick={turn('question-reopened')}>
            Open the second vote
          </button>
        )}
        {(status === 'discuss' || status === 'closed') && (
          <button type="button" onClick={turn('question-revealed')}>
            Reveal the answer
          </button>
        )}
      </p>
      <details class="board-who">
        <summary>Who voted for what</summary>
        <p class="room-muted">Only the staff see this. Keep it off the projector.</p>
        <ul>
          {participantsOf(room).map(({ id }) => {
            const [first, second] = [ask.votes.first.get(id), ask.votes.second.get(id)];
            return (
              <li key={id}>
                {nameIn(room, id)}: {first?.join(', ') ?? 'no vote'}
                {second && ` → ${second.join(', ')}`}
              </li>
            );
          })}
        </ul>
      </details>
    </section>
  );
}
