import { Prose } from '../../checks/Prose.tsx';
import type { Report } from '../api.ts';
import { people as peopleWords, percent } from '../words.ts';

/** What remains of a workshop: people, who has earned a certificate, and where questions went wrong. */
export function ReportView({ report }: { report: Report }) {
  const { people, questions, certificateFrom } = report;
  const earned = people
    .filter(({ progress }) => progress >= certificateFrom)
    .sort((a, b) => a.name.localeCompare(b.name));
  const isGrouped = people.some(({ group }) => group !== '');
  return (
    <div class="board-report" tabIndex={0} role="region" aria-label="Report">
      <table>
        <caption>People</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Plan</th>
            <th scope="col">Steps</th>
            <th scope="col">Score</th>
            <th scope="col">Votes</th>
          </tr>
        </thead>
        <tbody>
          {people.map(({ id, name, progress, stepsDone, steps, score, votes }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td>{percent(progress)}</td>
              <td>
                {stepsDone}/{steps}
              </td>
              <td>{percent(score)}</td>
              <td>{votes}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {people.length === 0 && <p class="room-muted">Nobody has joined.</p>}
      <table>
        <caption>Certificates: {percent(certificateFrom)} of the plan or more</caption>
        {earned.length > 0 && (
          <>
            <thead>
              <tr>
                <th scope="col">Name</th>
                {isGrouped && <th scope="col">Group</th>}
                <th scope="col">Plan</th>
                <th scope="col">Score</th>
              </tr>
            </thead>
            <tbody>
              {earned.map(({ id, name, group, progress, score }) => (
                <tr key={id}>
                  <th scope="row">{name}</th>
                  {isGrouped && <td>{group}</td>}
                  <td>{percent(progress)}</td>
                  <td>{percent(score)}</td>
                </tr>
              ))}
            </tbody>
          </>
        )}
      </table>
      {earned.length === 0 && <p class="room-muted">Nobody has come so far yet.</p>}
      <h4>Questions</h4>
      {questions.length === 0 && (
        <p class="room-muted">No question was put to the room, and none was missed in a check.</p>
      )}
      <ol class="board-list">
        {questions.map(({ kind, id, stem, first, second, missed, wrong }) => (
          <li key={`${kind} ${id}`}>
            <span class="board-words">
              <Prose text={stem || id} />
            </span>
            <span class="room-muted">
              {missed !== undefined && `Missed by ${peopleWords(missed)}`}
              {first !== undefined && `First vote ${percent(first)} right`}
              {second !== undefined && `, second ${percent(second)}`}
              {kind === 'poll' && first === undefined && second === undefined && 'Nobody has voted'}
            </span>
            {wrong.length > 0 && (
              <ul class="board-wrong" aria-label="Wrong options that were chosen">
                {wrong.map(({ option, text, people: count }) => (
                  <li key={option}>
                    <b>{count} ×</b> <Prose text={text} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
