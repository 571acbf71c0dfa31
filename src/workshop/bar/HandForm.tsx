import { useSignal } from '@preact/signals';
import { handOf } from '../../../workshop/room/room.ts';
import { lengths } from '../../../workshop/room/limits.ts';
import { ownBench } from '../../bench/own-bench.ts';
import { live, nameIn, selfOf, type Session } from '../session.ts';

/** Raises one's hand with a question, and says who comes. */
export function HandForm({ session, onDone }: { session: Session; onDone: () => void }) {
  const question = useSignal('');
  const { room } = live(session);
  const self = selfOf(session);
  const hand = self && handOf(room, self.id);
  if (hand)
    return (
      <section aria-label="Your hand">
        <p>
          Your hand is up: “{hand.question}”.{' '}
          {hand.claimedBy ? (
            <strong>{nameIn(room, hand.claimedBy)} takes care of it.</strong>
          ) : (
            'Go on meanwhile; somebody will come.'
          )}
        </p>
        <p class="room-acts">
          <button
            type="button"
            onClick={() => {
              void session.act({ type: 'hand-lowered' });
              onDone();
            }}
          >
            Take it down
          </button>
        </p>
      </section>
    );
  return (
    <form
      aria-label="Raise your hand"
      onSubmit={(event) => {
        event.preventDefault();
        const bench = ownBench.value?.bench;
        const step = bench?.steps.find(({ reachedAt, step }) => reachedAt === undefined && !step.optional);
        void session.act({
          type: 'hand-raised',
          question: question.value.trim() || 'Please come over.',
          ...(bench ? { lab: bench.lab.id } : {}),
          ...(step ? { step: step.step.id } : {}),
        });
      }}
    >
      <label>
        What is your question?
        <textarea
          rows={2}
          maxLength={lengths.text}
          value={question.value}
          onInput={({ currentTarget }) => (question.value = currentTarget.value)}
        />
      </label>
      <p class="room-muted">
        The instructor and the helpers see it, with the step that you are at. Nobody else does.
      </p>
      <p class="room-acts">
        <button type="submit" class="room-primary">
          Raise your hand
        </button>
      </p>
    </form>
  );
}
