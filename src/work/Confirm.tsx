/**
 * A question before something that cannot be undone. A native modal dialog: it keeps the focus inside, Escape and
 * Cancel leave everything as it was, and the focus goes back to the button that opened it.
 */
import type { ComponentChildren, RefObject } from 'preact';

interface Props {
  readonly dialog: RefObject<HTMLDialogElement>;
  readonly id: string;
  readonly title: string;
  /** What the button that does it says. */
  readonly act: string;
  readonly onAct: () => void;
  readonly children: ComponentChildren;
}

export function Confirm({ dialog, id, title, act, onAct, children }: Props) {
  const close = (): void => dialog.current?.close();
  return (
    <dialog ref={dialog} class="work-dialog" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
      <div class="work-acts">
        <button
          type="button"
          class="work-danger"
          onClick={() => {
            close();
            onAct();
          }}
        >
          {act}
        </button>
        {/* The harmless answer has the focus when the dialog opens. */}
        <button type="button" autofocus onClick={close}>
          Cancel
        </button>
      </div>
    </dialog>
  );
}
