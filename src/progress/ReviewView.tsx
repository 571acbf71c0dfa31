/** The page "Review": the questions that are due, one after the other. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { JournalStore } from '../../learner/journal/index.ts';
import type { ReviewItem } from '../../learner/course/index.ts';
import { withoutKey } from '../../learner/checks/index.ts';
import { createCheck } from '../checks/model.ts';
import { QuestionForm } from '../checks/QuestionForm.tsx';
import { reviewJournal } from './review-journal.ts';

interface Props {
  readonly due: readonly ReviewItem[];
  readonly store: JournalStore;
  readonly base: string;
}

/** One question in a check of its own. */
function modelOf({ bank, question }: ReviewItem, store: JournalStore) {
  return createCheck(
    { name: bank, title: 'Review', questions: [withoutKey(question)] },
    { journal: async () => reviewJournal(store), key: async () => ({ [question.id]: question.key }) },
  );
}

export function ReviewView({ due, store, base }: Props) {
  const [place, setPlace] = useState(0);
  const [model, setModel] = useState(() => (due[0] ? modelOf(due[0], store) : null));
  const heading = useRef<HTMLHeadingElement>(null);
  const item = due[place];
  useEffect(() => {
    if (place > 0) heading.current?.focus();
  }, [place]);

  if (!item || !model) {
    return (
      <p>
        {due.length === 0 ? 'Nothing is due now.' : 'That was all for today.'} Questions that you miss come
        back here by themselves. <a href={`${base}your-course/`}>Back to your course</a>
      </p>
    );
  }

  const state = model.state.value?.questions[item.question.id];
  const tried = (state?.tries.length ?? 0) > 0;
  const next = due[place + 1];
  return (
    <div class="dd-check" data-check>
      <h2 class="course-place" ref={heading} tabindex={-1}>
        {place + 1} of {due.length}
      </h2>
      <QuestionForm key={item.question.id} question={model.bank.questions[0]!} number={1} model={model} />
      {tried && (
        <button
          type="button"
          class="dd-check-over"
          onClick={() => {
            setModel(next ? modelOf(next, store) : null);
            setPlace(place + 1);
          }}
        >
          {next ? 'Next question' : 'Finish'}
        </button>
      )}
    </div>
  );
}
