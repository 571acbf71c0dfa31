import { useSignal } from '@preact/signals';
import type { ShownQuestion } from '../../../learner/checks/index.ts';
import { openRound, type Ask } from '../../../workshop/room/ask.ts';
import { Prose } from '../../checks/Prose.tsx';
import { Histogram } from '../Histogram.tsx';
import { live, type Session } from '../session.ts';

/** Options of a question, in the order that its author gave them: the room speaks of "the second one". */
export const optionsOf = (question: ShownQuestion) => ('options' in question ? question.options : []);

const states = {
  first: 'First vote: decide by yourself.',
  discuss: 'The vote is closed. Talk it over with a neighbour who may have chosen otherwise.',
  second: 'Second vote: what do you think now?',
  closed: 'The second vote is closed.',
  revealed: 'The answer',
} as const;

/** The live question: one's vote, and the answer once it is shown. */
export function Vote({ session, ask }: { session: Session; ask: Ask | undefined }) {
  const chosen = useSignal<readonly string[] | undefined>(undefined);
  const changed = useSignal(false);
  if (!ask) return <p>No question is put to the room.</p>;
  const { question, status } = ask;
  const round = openRound(ask);
  const me = live(session).you?.id ?? '';
  const given = round && ask.votes[round].get(me);
  const mine = chosen.value ?? given ?? [];
  const many = question.kind === 'multiple';
  if (status === 'revealed' && ask.answer)
    return (
      <section aria-label="The answer">
        <p class="room-muted">{states.revealed}</p>
        <p class="room-stem">
          <Prose text={question.stem} />
        </p>
        <Histogram
          question={question}
          rounds={[ask.answer.first, ...(ask.answer.second ? [ask.answer.second] : [])]}
          answer={ask.answer}
          mine={ask.votes.second.get(me) ?? ask.votes.first.get(me)}
        />
      </section>
    );
  return (
    <form
      aria-label="Live question"
      onSubmit={(event) => {
        event.preventDefault();
        changed.value = false;
        void session.act({ type: 'voted', ask: ask.ask, options: mine });
      }}
    >
      <fieldset disabled={!round}>
        <legend>
          <span class="room-muted">{states[status]}</span>
          <span class="room-stem">
            <Prose text={question.stem} />
          </span>
        </legend>
        {optionsOf(question).map(({ id, text }) => (
          <label class="room-option" key={id}>
            <input
              type={many ? 'checkbox' : 'radio'}
              name={`ask-${ask.ask}`}
              checked={mine.includes(id)}
              onChange={({ currentTarget }) => {
                changed.value = true;
                chosen.value = many
                  ? currentTarget.checked
                    ? [...mine, id]
                    : mine.filter((one) => one !== id)
                  : [id];
              }}
            />{' '}
            <span>
              <Prose text={text} />
            </span>
          </label>
        ))}
      </fieldset>
      {round && (
        <p class="room-acts">
          <button type="submit" class="room-primary" disabled={mine.length === 0}>
            {given ? 'Change my vote' : 'Vote'}
          </button>
          <span role="status">
            {given && !changed.value && 'Your vote is in. Nobody in the room sees what you chose.'}
          </span>
        </p>
      )}
    </form>
  );
}
