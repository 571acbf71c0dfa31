/** A whole check: its title, its questions, the score. The server renders it untouched, the island brings it to life. */
import type { CheckModel } from './model.ts';
import { QuestionForm } from './QuestionForm.tsx';

function Score({ model }: { model: CheckModel }) {
  const state = model.state.value;
  const total = model.bank.questions.length;
  const tried = (state?.tried ?? 0) > 0;
  return (
    <div class="dd-check-foot">
      <p class="dd-check-score" tabindex={-1}>
        {state && tried ? (
          <>
            <strong>
              {state.solved} of {total} right
            </strong>
            , score {Math.round(state.score * 100)}%
          </>
        ) : (
          <>
            {total} questions. A right answer at the first try counts in full, at each later try half as much.
          </>
        )}
      </p>
      {tried && (
        <button
          type="button"
          class="dd-check-over"
          onClick={(event) => startOver(event.currentTarget, model)}
        >
          Start over
        </button>
      )}
    </div>
  );
}

async function startOver(button: HTMLElement, model: CheckModel): Promise<void> {
  const root = button.closest('[data-check]');
  await model.startOver();
  root?.querySelector('input')?.focus();
}

export function CheckView({ model }: { model: CheckModel }) {
  const title = `${model.bank.name}-title`;
  return (
    <section class="dd-check" aria-labelledby={title}>
      <p class="dd-check-title" id={title}>
        {model.bank.title}
      </p>
      {model.bank.questions.map((question, i) => (
        <QuestionForm key={question.id} question={question} number={i + 1} model={model} />
      ))}
      <Score model={model} />
      <div role="status">
        {model.notices.value.map((notice) => (
          <p class="dd-check-notice" key={notice}>
            {notice}
          </p>
        ))}
      </div>
    </section>
  );
}
