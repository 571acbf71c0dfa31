/** The certificate: what the learner has completed, with a name of their own, made for printing. */
import { useState } from 'preact/hooks';
import { missingFor, percent, type CourseData } from './course-data.ts';

interface Props {
  readonly data: CourseData;
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly base: string;
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

export function CertificateView({ data, name: known, onName, base }: Props) {
  const [name, setName] = useState(known);
  const missing = missingFor(data);
  if (missing.length > 0) {
    return (
      <section>
        <p>The certificate is here when the course is complete. Still missing:</p>
        <ul>
          {missing.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <p>
          <a href={`${base}your-course/`}>Back to your course</a>
        </p>
      </section>
    );
  }
  const labs = data.modules.reduce((sum, module) => sum + module.labs, 0);
  return (
    <>
      <div class="course-name">
        <label for="certificate-name">Your name, as it is to stand on the certificate</label>
        <input
          id="certificate-name"
          maxLength={80}
          autocomplete="name"
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
          onChange={({ currentTarget }) => onName(currentTarget.value)}
        />
        <button type="button" class="work-button" onClick={() => print()}>
          Print, or save as PDF
        </button>
      </div>
      <article class="course-certificate" aria-label="Certificate">
        <p class="course-mark">Drydock</p>
        <p>This is to say that</p>
        <p class="course-holder">{name.trim() || 'Your name'}</p>
        <p>
          has completed the course on Amazon ECS, Amazon ECR and AWS Fargate: {data.modules.length} modules,{' '}
          {labs} labs, and the final assessment with {percent(data.assessment.best)}.
        </p>
        <p>{day.format(data.assessment.passedAt!)}</p>
        <p class="course-small">
          A record of one’s own learning, kept in one’s own browser. Drydock is not made or endorsed by Amazon
          Web Services.
        </p>
      </article>
    </>
  );
}
