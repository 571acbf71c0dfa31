/** The page "Final assessment": an attempt, question by question, handed in as a whole; then what came of it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import {
  answerProblem,
  withoutKey,
  type Answer,
  type Question,
  type ShownQuestion,
} from '../../learner/checks/index.ts';
import {
  draw,
  DRAWN,
  foldAssessment,
  type AssessmentEvent,
  type Attempt,
} from '../../learner/course/index.ts';
import type { Envelope, JournalStore } from '../../learner/journal/index.ts';
import { Fields, HINTS } from '../checks/Fields.tsx';
import { createCheck, type CheckModel } from '../checks/model.ts';
import { Prose } from '../checks/Prose.tsx';
import { AssessmentResult } from './AssessmentResult.tsx';
import { finalBank } from '../work/course-index.ts';
import { percent } from './course-data.ts';

interface Props {
  readonly questions: readonly Question[];
  readonly entries: readonly Envelope[];
  readonly store: JournalStore;
  readonly base: string;
}

export function AssessmentView({ questions, entries: stored, store, base }: Props) {
  const [entries, setEntries] = useState(stored);
  const [problem, setProblem] = useState('');
  const { attempt, seen, best, passedAt } = foldAssessment(questions, entries);

  async function keep(event: AssessmentEvent): Promise<boolean> {
    try {
      const kept = await store.append(`check:${finalBank}`, [event]);
      setEntries((before) => [...before, ...kept]);
      setProblem('');
      return true;
    } catch {
      setProblem('The browser could not keep this. Free some storage or export your work, then try again.');
      return false;
    }
  }
  const begin = () => void keep(draw(questions, seen, `${Date.now()}/${seen.size}`));

  if (questions.length === 0)
    return <p>The final assessment has no questions yet. It opens with the last module of the course.</p>;
  return (
    <>
      <div role="status">{problem && <p class="work-result work-bad">{problem}</p>}</div>
      {!attempt ? (
        <section>
          <p>
            {Math.min(DRAWN, questions.length)} questions are drawn from {questions.length}. Each counts once,
            partial answers in part; 80% pass. You can leave and come back, and change answers until you hand
            in. What is right is told after that.
          </p>
          <button type="button" class="work-button" onClick={begin}>
            Begin
          </button>
        </section>
      ) : attempt.handedInAt === null ? (
        <Paper attempt={attempt} keep={keep} />
      ) : (
        <>
          <AssessmentResult attempt={attempt} />
          <p class="work-acts">
            <button type="button" class="work-button" onClick={begin}>
              Take another attempt
            </button>
            <a href={`${base}your-course/`}>Back to your course</a>
            {passedAt !== null && <span>Your best score is {percent(best)}.</span>}
          </p>
        </>
      )}
    </>
  );
}

interface PaperProps {
  readonly attempt: Attempt;
  readonly keep: (event: AssessmentEvent) => Promise<boolean>;
}

/** The attempt that goes on. */
function Paper({ attempt, keep }: PaperProps) {
  const { questions, answers } = attempt;
  const [place, setPlace] = useState(() => {
    const open = questions.findIndex(({ id }) => !answers[id]);
    return open < 0 ? questions.length - 1 : open;
  });
  // Drafts live in a check's model, which is never asked to grade: there is no key in it.
  const [model] = useState<CheckModel>(() =>
    createCheck(
      { name: finalBank, title: '', questions: questions.map(withoutKey) },
      { journal: () => new Promise(() => {}), key: () => new Promise(() => {}) },
      Object.fromEntries(Object.entries(answers)),
    ),
  );
  const legend = useRef<HTMLElement>(null);
  const [told, setTold] = useState('');
  const question = withoutKey(questions[place]!);
  const last = place === questions.length - 1;
  const open = questions.filter(({ id }) => !answers[id]).length;

  useEffect(() => legend.current?.focus(), [place]);

  /** Keeps the answer as it stands, when it is one. @returns what is wrong with it */
  async function put(): Promise<string> {
    const draft = model.drafts.value[question.id];
    const wrong = draft ? answerProblem(question, draft) : 'No answer yet.';
    if (wrong !== null) return wrong;
    const answer = draft as Answer;
    if (JSON.stringify(answers[question.id]) === JSON.stringify(answer)) return '';
    return (await keep({ type: 'given', question: question.id, answer })) ? '' : 'It was not kept.';
  }

  async function go(to: number): Promise<void> {
    const wrong = await put();
    setTold(wrong === '' || to !== place + 1 ? '' : `Question ${place + 1} is left open: ${wrong}`);
    setPlace(to);
  }

  async function handIn(): Promise<void> {
    await put();
    await keep({ type: 'handed-in' });
  }

  return (
    <form
      class="dd-check dd-check-question"
      data-check
      onSubmit={(event) => {
        event.preventDefault();
        if (!last) void go(place + 1);
      }}
    >
      <fieldset>
        <legend ref={legend as never} tabindex={-1}>
          <span class="dd-check-count">
            Question {place + 1} of {questions.length}, {questions.length - open} answered
          </span>
          <Prose text={question.stem} />
          <span class="dd-check-hint">{HINTS[question.kind]}</span>
        </legend>
        <Fields
          key={question.id}
          question={question as ShownQuestion}
          model={model}
          locked={false}
          explanations={[]}
        />
      </fieldset>
      <div class="dd-check-act">
        {place > 0 && (
          <button type="button" class="dd-check-over" onClick={() => void go(place - 1)}>
            Back
          </button>
        )}
        {!last && <button type="submit">Next</button>}
        {last && (
          <button type="button" onClick={() => void handIn()}>
            Hand in
          </button>
        )}
        <p role="status">{told || (last && open > 0 ? `${open} open questions count as wrong.` : '')}</p>
      </div>
      <nav class="course-paper" aria-label="Questions">
        {questions.map(({ id }, i) => (
          <button
            key={id}
            type="button"
            aria-current={i === place ? 'step' : undefined}
            aria-label={`Question ${i + 1}, ${answers[id] ? 'answered' : 'open'}`}
            data-answered={answers[id] ? '' : undefined}
            onClick={() => void go(i)}
          >
            {i + 1}
          </button>
        ))}
      </nav>
    </form>
  );
}
