/** Where a section tells what came of an action: to the eye, and to screen readers as it changes. */
import { Prose } from '../checks/Prose.tsx';
import { Sign } from '../checks/Sign.tsx';
import type { Section, WorkModel } from './model.ts';

/** Moves the focus to a section's result, when what had the focus is gone. */
export function focusResult(section: Section): void {
  document.getElementById(`work-told-${section}`)?.focus();
}

const SIGNS = { good: 'right', bad: 'wrong', busy: 'none' } as const;

export function Told({ model, section }: { model: WorkModel; section: Section }) {
  const result = model.results.value[section];
  return (
    <div role="status" tabindex={-1} class="work-told" id={`work-told-${section}`}>
      {result && (
        <div class={`work-result work-${result.tone}`}>
          <Sign sign={SIGNS[result.tone]} />
          <div>
            <p>
              <Prose text={result.text} />
            </p>
            {result.more?.map((text) => (
              <p key={text}>{text}</p>
            ))}
          </div>
        </div>
      )}
    </div>
  );
}
