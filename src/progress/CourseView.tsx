/** The page "Your course": each module's score, what is due for review, the final assessment, the certificate. */
import { dueNow } from '../../learner/course/index.ts';
import { Sign } from '../checks/Sign.tsx';
import { missingFor, percent, type CourseData } from './course-data.ts';

interface Props {
  readonly data: CourseData;
  readonly now: number;
  /** The site's base path, with a slash at its end. */
  readonly base: string;
}

const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
const many = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;

function Modules({ data }: Props) {
  return (
    <section aria-labelledby="course-modules">
      <h2 id="course-modules">Modules</h2>
      <p>A module counts as mastered from 80% of its checks. Nothing is closed below that.</p>
      <ul class="work-list">
        {data.modules.map(({ title, href, score, checks, checksBegun, labs, labsDone, mastered }) => {
          const begun = checksBegun > 0 || labsDone > 0;
          const word = !begun ? 'Not begun' : mastered && checks > 0 ? 'Mastered' : 'Begun';
          return (
            <li class="work-lesson" key={title}>
              <h3>
                <a href={href}>{title}</a>
                <span class="work-module">
                  {begun && <Sign sign={mastered && checks > 0 ? 'right' : 'partly'} />} {word}
                </span>
              </h3>
              <div class="course-score">
                {checks > 0 && (
                  <>
                    <meter
                      min={0}
                      max={1}
                      low={0.8}
                      value={score}
                      aria-label={`Score of the checks, ${title}`}
                    >
                      {percent(score)}
                    </meter>
                    <span>
                      {percent(score)} of {many(checks, 'check')}
                    </span>
                  </>
                )}
                {labs > 0 && (
                  <span>
                    {labsDone} of {many(labs, 'lab')} done
                  </span>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Review({ data, now, base }: Props) {
  const due = dueNow(data.review, now).length;
  const next = Math.min(...data.review.map(({ dueAt }) => dueAt));
  return (
    <section aria-labelledby="course-review">
      <h2 id="course-review">Review</h2>
      <p>
        A question that you missed comes back after 1, 3, 7 and 21 days.{' '}
        {data.review.length === 0
          ? 'Nothing is waiting.'
          : due > 0
            ? `${many(due, 'question')} ${due === 1 ? 'is' : 'are'} due.`
            : `Nothing is due before ${day.format(next)}; ${many(data.review.length, 'question')} ${data.review.length === 1 ? 'is' : 'are'} waiting.`}
      </p>
      {due > 0 && (
        <p>
          <a class="work-button" href={`${base}review/`}>
            Review {many(due, 'question')}
          </a>
        </p>
      )}
    </section>
  );
}

function Assessment({ data: { assessment }, base }: Props) {
  const { attempt, passedAt, best } = assessment;
  const going = attempt !== null && attempt.handedInAt === null;
  return (
    <section aria-labelledby="course-assessment">
      <h2 id="course-assessment">Final assessment</h2>
      <p>
        {passedAt !== null
          ? `Passed on ${day.format(passedAt)}; your best score is ${percent(best)}.`
          : going
            ? `An attempt has begun: ${Object.keys(attempt.answers).length} of ${attempt.questions.length} questions are answered.`
            : best > 0
              ? `Your best score is ${percent(best)}; 80% are asked for. Each attempt draws other questions.`
              : 'Forty questions, drawn from a larger bank. 80% pass. Take it when the modules are behind you.'}
      </p>
      <p>
        <a class="work-button" href={`${base}assessment/`}>
          {going ? 'Go on with the assessment' : attempt ? 'See the assessment' : 'Begin the assessment'}
        </a>
      </p>
    </section>
  );
}

function Certificate({ data, base }: Props) {
  const missing = missingFor(data);
  return (
    <section aria-labelledby="course-certificate">
      <h2 id="course-certificate">Certificate</h2>
      {missing.length === 0 ? (
        <p>
          You have completed the course.{' '}
          <a class="work-button" href={`${base}certificate/`}>
            See your certificate
          </a>
        </p>
      ) : (
        <details>
          <summary>{many(missing.length, 'thing')} still missing</summary>
          <ul>
            {missing.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

export function CourseView(props: Props) {
  return (
    <>
      <Modules {...props} />
      <Review {...props} />
      <Assessment {...props} />
      <Certificate {...props} />
    </>
  );
}
