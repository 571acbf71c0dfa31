/** One question: a form with its options, a button, and a status line that screen readers announce. */
import type { Answer, Explanation, ShownQuestion } from '../../learner/checks/index.ts';
import { answerProblem, isChoice, tryWith } from '../../learner/checks/index.ts';
import { Fields, HINTS } from './Fields.tsx';
import type { CheckModel } from './model.ts';
import { Prose } from './Prose.tsx';
import { Sign } from './Sign.tsx';
import { partsOf } from './verdict.ts';

interface Props {
  readonly question: ShownQuestion;
  readonly number: number;
  readonly model: CheckModel;
}

/** Moves the focus to the first question that is not solved yet, or to the score. */
function goOn(form: HTMLFormElement, model: CheckModel): void {
  const root = form.closest('[data-check]');
  const next = model.bank.questions.find(({ id }) => !model.state.value?.questions[id]?.solved);
  const target = next
    ? root?.querySelector<HTMLElement>(
        `form[data-question="${next.id}"] :is(input, select, textarea, button)`,
      )
    : root?.querySelector<HTMLElement>('.dd-check-score');
  target?.focus();
}

/** What the learner did not choose, for reading once the question is solved. */
function OtherOptions({ question, rest }: { question: ShownQuestion; rest: readonly Explanation[] }) {
  if (rest.length === 0) return null;
  return (
    <details class="dd-check-others">
      <summary>{rest.length === 1 ? 'Why not the other?' : 'Why not the others?'}</summary>
      <dl>
        {rest.map(({ option, why }) => (
          <div key={option}>
            <dt>
              <Prose text={partsOf(question).find(({ id }) => id === option)?.text ?? ''} />
            </dt>
            <dd>
              <Prose text={why} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

export function QuestionForm({ question, number, model }: Props) {
  const { id } = question;
  const draft = model.drafts.value[id];
  const state = model.state.value?.questions[id];
  const verdict = model.verdicts.value[id];
  const solved = state?.solved === true;
  const given = draft ?? { options: [] };
  const earlier =
    answerProblem(question, given) === null ? tryWith(question, state, given as Answer) : undefined;
  const failed = !solved && earlier !== undefined;
  // What is said about the last try stays in sight while the learner chooses anew.
  const explained = earlier ?? (verdict && verdict.sign !== 'none' ? state?.tries.at(-1) : undefined);
  const { explanations = [], remarks = [] } = explained?.grade ?? {};
  const left = model.bank.questions.some((one) => !model.state.value?.questions[one.id]?.solved);

  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    if (solved) goOn(form, model);
    else if (failed) {
      model.again(id);
      form.querySelector<HTMLElement>('input, select, textarea')?.focus();
    } else void model.check(id);
  };

  return (
    <form class="dd-check-question" data-question={id} autocomplete="off" onSubmit={onSubmit}>
      <fieldset>
        <legend>
          <span class="dd-check-count">
            Question {number} of {model.bank.questions.length}
          </span>
          <Prose text={question.stem} />
          <span class="dd-check-hint">{HINTS[question.kind]}</span>
        </legend>
        <Fields question={question} model={model} locked={solved} explanations={explanations} />
      </fieldset>
      <div class="dd-check-act">
        <button type="submit">
          {solved ? (left ? 'Next question' : 'See your score') : failed ? 'Try again' : 'Check answer'}
        </button>
        <p class="dd-check-verdict" role="status">
          {verdict && (
            <>
              <Sign sign={verdict.sign} />
              <span>
                <strong>{verdict.word}</strong> {verdict.text}
                {verdict.spoken && <span class="dd-check-spoken"> {verdict.spoken.replaceAll('`', '')}</span>}
              </span>
            </>
          )}
        </p>
      </div>
      {remarks.length > 0 && (
        <ul class="dd-check-remarks">
          {remarks.map((remark) => (
            <li key={remark}>
              <Prose text={remark} />
            </li>
          ))}
        </ul>
      )}
      {solved && isChoice(question) && (
        <OtherOptions question={question} rest={explanations.filter((one) => !one.chosen)} />
      )}
    </form>
  );
}
