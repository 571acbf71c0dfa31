/**
 * Items to be put into order: a list that stands as the learner has it, each item with buttons to move it up, down and,
 * where some belong nowhere, out. Buttons rather than dragging, so that keyboard, touch and screen reader do the same.
 */
import type { FieldProps } from './field-props.ts';
import { Prose } from './Prose.tsx';
import { Why } from './Why.tsx';

export function OrderList({ question, model, locked, explanations }: FieldProps<'ordering'>) {
  const { id, items } = question;
  const order = model.drafts.value[id]?.order ?? items.map((item) => item.id);
  const out = items.filter((item) => !order.includes(item.id));
  const write = (next: readonly string[], focus: string): void => {
    model.write(id, { order: next });
    // The button moves with its item: the focus follows it.
    requestAnimationFrame(() => document.getElementById(focus)?.focus());
  };
  const textOf = (item: string) => items.find((one) => one.id === item)?.text ?? '';

  function move(item: string, by: number, focus: string): void {
    const from = order.indexOf(item);
    const next = order.toSpliced(from, 1).toSpliced(from + by, 0, item);
    write(next, focus);
  }

  return (
    <>
      <ol class="dd-check-order">
        {order.map((item, i) => {
          const base = `${id}-${item}`;
          const name = textOf(item).replaceAll('`', '');
          return (
            <li key={item} class="dd-check-option dd-check-item" data-item={item}>
              <div class="dd-check-label">
                <span class="dd-check-place" aria-hidden="true">
                  {i + 1}
                </span>
                <span class="dd-check-grow">
                  <Prose text={textOf(item)} />
                </span>
                {!locked && (
                  <span class="dd-check-moves">
                    <button
                      type="button"
                      id={`${base}-up`}
                      aria-label={`Move up: ${name}`}
                      disabled={i === 0}
                      onClick={() => move(item, -1, i === 1 ? `${base}-down` : `${base}-up`)}
                    >
                      ↑
                    </button>
                    <button
                      type="button"
                      id={`${base}-down`}
                      aria-label={`Move down: ${name}`}
                      disabled={i === order.length - 1}
                      onClick={() => move(item, 1, i === order.length - 2 ? `${base}-up` : `${base}-down`)}
                    >
                      ↓
                    </button>
                    <button
                      type="button"
                      id={`${base}-out`}
                      aria-label={`Leave out: ${name}`}
                      onClick={() =>
                        write(
                          order.filter((one) => one !== item),
                          `${base}-in`,
                        )
                      }
                    >
                      ×
                    </button>
                  </span>
                )}
              </div>
              <Why id={`${base}-why`} explanation={explanations.find((one) => one.option === item)} />
            </li>
          );
        })}
      </ol>
      {out.length > 0 && (
        <div class="dd-check-left-out">
          <p>Left out</p>
          <ul class="dd-check-order">
            {out.map((item) => (
              <li key={item.id} class="dd-check-option dd-check-item">
                <div class="dd-check-label">
                  <span class="dd-check-grow">
                    <Prose text={item.text} />
                  </span>
                  {!locked && (
                    <button
                      type="button"
                      id={`${id}-${item.id}-in`}
                      aria-label={`Put back: ${item.text.replaceAll('`', '')}`}
                      onClick={() => write([...order, item.id], `${id}-${item.id}-up`)}
                    >
                      Put back
                    </button>
                  )}
                </div>
                <Why
                  id={`${id}-${item.id}-why`}
                  explanation={explanations.find((one) => one.option === item.id)}
                />
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
