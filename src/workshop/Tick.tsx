import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';

/** A box to tick whose truth is the room's: while the room has not answered, it shows what was wished. */
export function Tick(props: {
  class?: string;
  checked: boolean;
  /** Resolves when the room has answered. */
  onChange: (checked: boolean) => Promise<unknown>;
  children: ComponentChildren;
}) {
  const wish = useSignal<boolean | undefined>(undefined);
  return (
    <label class={props.class}>
      <input
        type="checkbox"
        checked={wish.value ?? props.checked}
        onChange={async ({ currentTarget }) => {
          wish.value = currentTarget.checked;
          await props.onChange(currentTarget.checked);
          wish.value = undefined;
        }}
      />{' '}
      {props.children}
    </label>
  );
}
