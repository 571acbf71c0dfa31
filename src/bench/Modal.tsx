import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A dialog over the page: Escape and a click beside it close it, and the focus comes back. */
export function Modal(props: {
  open: boolean;
  label: string;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current!;
    if (props.open && !element.open) element.showModal();
    if (!props.open && element.open) element.close();
  }, [props.open]);
  return (
    <dialog
      class="bench-dialog"
      ref={dialog}
      aria-label={props.label}
      onClose={props.onClose}
      onClick={(event) => {
        // A click on the backdrop hits the dialog itself.
        if (event.target === event.currentTarget) props.onClose();
      }}
    >
      {props.open && <div>{props.children}</div>}
    </dialog>
  );
}
