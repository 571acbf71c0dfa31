/** Deleting everything, after a question and a last chance to export. */
import { useRef } from 'preact/hooks';
import { Confirm } from './Confirm.tsx';
import type { WorkModel } from './model.ts';
import { focusResult, Told } from './Told.tsx';
import { summaryOf } from './words.ts';

export function StartAfresh({ model }: { model: WorkModel }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const kept = model.kept.value ?? [];
  const aside = model.aside.value.length;
  const something = kept.length > 0 || aside > 0;
  const clear = async (): Promise<void> => {
    await model.clearAll();
    focusResult('clear');
  };
  return (
    <section aria-labelledby="work-clear">
      <h2 id="work-clear">Start afresh</h2>
      {something ? (
        <>
          <p>
            To do one lab again, reset it in its lesson; a check has its own “Start over”. This deletes all of
            it.
          </p>
          <div class="work-acts">
            <button type="button" class="work-danger" onClick={() => dialog.current?.showModal()}>
              Delete everything…
            </button>
          </div>
        </>
      ) : (
        <p>There is nothing to delete.</p>
      )}
      <Told model={model} section="clear" />
      <Confirm
        dialog={dialog}
        id="work-clear-question"
        title="Delete all your work?"
        act="Delete everything"
        onAct={() => void clear()}
      >
        <p>
          This deletes from this browser: {summaryOf(kept, aside)}. There is no way back but an exported file.
        </p>
        {kept.length > 0 && (
          <div class="work-acts">
            <button type="button" class="work-plain" onClick={() => void model.exportWork('clear')}>
              Export it first
            </button>
          </div>
        )}
        <div role="status">{model.results.value.clear?.text}</div>
      </Confirm>
    </section>
  );
}
