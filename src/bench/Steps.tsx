import { useSignal } from '@preact/signals';
import type { StepState } from '../../learner/bench/index.ts';
import { isClosed, nextStep } from './closed-steps.ts';
import { Icon } from './Icon.tsx';
import { Task } from './Task.tsx';
import type { BenchUi } from './ui.ts';

/** The lab's steps: the one that is next with what it still misses, and all of them in a drawer. */
export function Steps({ ui }: { ui: BenchUi }) {
  // What a step still misses is asked of a copy of the world: not in every frame.
  void ui.calm.value;
  const drawer = useSignal(true);
  const { steps } = ui.bench;
  // A sandbox has no steps.
  if (steps.length === 0) return null;
  const required = steps.filter(({ step }) => !step.optional);
  const closed = new Set(steps.filter((state) => isClosed(ui, state)));
  const done = required.filter((state) => state.reachedAt !== undefined && !closed.has(state)).length;
  const next = nextStep(ui);
  const waits = next ? undefined : required.find((state) => closed.has(state));
  const current = next ?? waits;
  const title = current ? (
    <Title
      state={current}
      number={required.indexOf(current) + 1}
      of={required.length}
      sign={waits ? 'closed' : 'open'}
    />
  ) : (
    <>
      <Icon name="done" /> All steps are done.
    </>
  );
  const all = (
    <details class="bench-all-steps">
      <summary>
        All steps{' '}
        <span class="bench-muted">
          {done} of {required.length} done
        </span>
      </summary>
      <ol>
        {steps.map((state) => {
          const { step, reachedAt } = state;
          const sign = closed.has(state) ? 'closed' : reachedAt === undefined ? 'open' : 'done';
          return (
            <li
              key={step.id}
              data-reached={sign === 'done'}
              aria-current={step.id === current?.step.id ? 'step' : undefined}
            >
              <Icon name={sign} />
              <span>
                {step.title}
                {step.optional && <span class="bench-muted"> (optional)</span>}
                {sign === 'closed' && <span class="bench-muted"> (closed)</span>}
                {sign !== 'closed' && (
                  <span class="bench-hidden">{sign === 'open' ? ', not done' : ', done'}</span>
                )}
              </span>
            </li>
          );
        })}
      </ol>
    </details>
  );
  const task = waits ? (
    <p>
      This step is closed: it begins, and counts, when the instructor opens it. You need do nothing until
      then.
    </p>
  ) : (
    current && <Task ui={ui} state={current} />
  );
  if (ui.narrow.value) {
    return (
      <details
        class="bench-steps"
        open={drawer.value}
        onToggle={({ currentTarget }) => (drawer.value = currentTarget.open)}
      >
        <summary class="bench-step-title">{title}</summary>
        {task}
        {all}
      </details>
    );
  }
  return (
    <section class="bench-steps" aria-label="Steps">
      <div class="bench-current">
        <p class="bench-step-title">{title}</p>
        {task}
      </div>
      {all}
    </section>
  );
}

/** A step's number among those that the lab needs, and its title. */
function Title(props: { state: StepState; number: number; of: number; sign: 'open' | 'closed' }) {
  const { state, number, of, sign } = props;
  return (
    <>
      <Icon name={sign} />{' '}
      <span class="bench-muted">{number > 0 ? `Step ${number} of ${of}` : 'Optional step'}</span>{' '}
      {state.step.title}
    </>
  );
}
