import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { commonMissing, commonWrong } from '../../../workshop/room/board.ts';
import { Prose } from '../../checks/Prose.tsx';
import { api, type Wordings } from '../api.ts';
import { live, type Session } from '../session.ts';
import { people } from '../words.ts';
import { participantsOf } from '../../../workshop/room/room.ts';

/** As many as one reads at a glance. */
const shown = 5;

/** What most people are stuck at, and the wrong options that most chose. */
export function Common({ session }: { session: Session }) {
  const client = live(session);
  const { columns } = client.room;
  const rows = participantsOf(client.room).map(({ id }) => client.rowOf(id));
  const missing = commonMissing(rows).slice(0, shown);
  const wrong = commonWrong(rows).slice(0, shown);
  const wordings = useSignal<Wordings>({});
  const isMissed = wrong.length > 0;
  useEffect(() => {
    // Without an answer, ids have to do.
    if (isMissed)
      api.wording(session.place.token).then(
        (found) => (wordings.value = found),
        () => {},
      );
  }, [isMissed]);
  const stepTitle = (lab: string, step: string) =>
    columns.find((column) => column.kind === 'step' && column.lab === lab && column.step === step)?.title ??
    step;
  return (
    <>
      <h3>Failing most often</h3>
      {missing.length === 0 && <p class="room-muted">No check fails at the moment.</p>}
      <ol class="board-list">
        {missing.map(({ lab, step, missing: words, people: count }) => (
          <li key={`${lab} ${step} ${words}`}>
            <b>{people(count)}</b> at “{stepTitle(lab, step)}”<span class="board-words">{words}</span>
          </li>
        ))}
      </ol>
      <h3>Wrong options chosen most</h3>
      {wrong.length === 0 && <p class="room-muted">Nobody has chosen a wrong option yet.</p>}
      <ol class="board-list">
        {wrong.map(({ bank, question, option, people: count }) => (
          <li key={`${bank} ${question} ${option}`}>
            <b>{people(count)}</b> chose “
            <Prose text={wordings.value[question]?.options[option] ?? option} />”
            <span class="board-words">
              <Prose text={wordings.value[question]?.stem ?? question} />
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
