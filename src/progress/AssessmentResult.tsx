/** What came of an attempt: the score, and each question with what was said and what is right. */
import { MASTERY, type Attempt } from '../../learner/course/index.ts';
import { Prose } from '../checks/Prose.tsx';
import { Sign } from '../checks/Sign.tsx';
import { partsOf } from '../checks/verdict.ts';
import { percent } from './course-data.ts';

export function AssessmentResult({ attempt: { questions, grades, score } }: { attempt: Attempt }) {
  const passed = score >= MASTERY;
  const right = questions.filter(({ id }) => grades[id]?.correct).length;
  return (
    <section aria-labelledby="result">
      <h2 id="result" class="course-result">
        <Sign sign={passed ? 'right' : 'partly'} /> {passed ? 'Passed' : 'Not passed yet'}, {percent(score)}
      </h2>
      <p>
        {right} of {questions.length} fully right.{' '}
        {passed ? '' : '80% are asked for. Another attempt draws questions that you have not seen first.'}
      </p>
      <ol class="course-answers">
        {questions.map((question) => {
          const grade = grades[question.id];
          const sign = !grade ? 'wrong' : grade.correct ? 'right' : grade.score > 0 ? 'partly' : 'wrong';
          const word = !grade
            ? 'Left open'
            : grade.correct
              ? 'Right'
              : grade.score > 0
                ? 'Partly right'
                : 'Not right';
          const texts = new Map(partsOf(question).map(({ id, text }) => [id, text]));
          return (
            <li key={question.id}>
              <details>
                <summary>
                  <Sign sign={sign} /> <span>{word}: </span>
                  <Prose text={question.stem} />
                </summary>
                <ul>
                  {(grade?.explanations ?? [])
                    .filter(({ chosen, correct }) => chosen || correct)
                    .map(({ option, correct, why }) => (
                      <li key={option}>
                        <strong>
                          <Prose text={texts.get(option) ?? ''} />
                        </strong>
                        {correct ? ', right: ' : ', not right: '}
                        <Prose text={why} />
                      </li>
                    ))}
                  {(grade?.remarks ?? []).map((remark) => (
                    <li key={remark}>
                      <Prose text={remark} />
                    </li>
                  ))}
                  {!grade && <li>There is no answer to explain.</li>}
                </ul>
              </details>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
