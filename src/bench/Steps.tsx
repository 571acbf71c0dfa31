import { useSignal } from '@preact/signals';
import type { StepState } from '../../learner/bench/index.ts';
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
  const done = required.filter(({ reachedAt }) => reachedAt !== undefined).length;
  const open = steps.filter(({ reachedAt }) => reachedAt === undefined);
  const current = open.find(({ step }) => !step.optional) ?? open[0];
  const title = current ? (
    <Title state={current} number={required.indexOf(current) + 1} of={required.length} />
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
        {steps.map(({ step, reachedAt }) => (
          <li
            key={step.id}
            data-reached={reachedAt !== undefined}
            aria-current={step.id === current?.step.id ? 'step' : undefined}
          >
            <Icon name={reachedAt === undefined ? 'open' : 'done'} />
            <span>
              {step.title}
              {step.optional && <span class="bench-muted"> (optional)</span>}
              <span class="bench-hidden">{reachedAt === undefined ? ', not done' : ', done'}</span>
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
  const task = current && <Task ui={ui} state={current} />;
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
function Title({ state, number, of }: { state: StepState; number: number; of: number }) {
  return (
    <>
      <Icon name="open" />{' '}
      <span class="bench-muted">{number > 0 ? `Step ${number} of ${of}` : 'Optional step'}</span>{' '}
      {state.step.title}
    </>
  );
}
