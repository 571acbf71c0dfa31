import { useEffect, useRef } from 'preact/hooks';
import type { BenchUi } from './ui.ts';

const keys: readonly [key: string, what: string][] = [
  ['Tab, →', 'take the greyed suggestion'],
  ['Tab', 'complete the word in the terminal'],
  ['Esc, then Tab', 'leave the terminal'],
  ['↑ ↓', 'earlier and later commands'],
  ['Ctrl+C', 'end the running command, or empty the line'],
  ['Ctrl+L', 'clear the terminal'],
  ['Shift+Enter', 'a new line in the terminal'],
  ['Ctrl+S', 'save the file'],
  ['Ctrl+M', 'let Tab leave the editor (Ctrl+Shift+M on a Mac)'],
  ['F8', 'next problem in the editor'],
  ['Alt+P', 'run or pause the clock'],
  ['Alt+N', 'step the clock to the next thing that happens'],
  ['Alt+H', 'wind the clock on by twelve hours'],
  ['Alt+U', 'undo'],
  ['Alt+1, 2, 3', 'go to the terminal, the editor, the map'],
  ['?', 'this list'],
];

/** The list of keys and the question before a reset. */
export function Dialogs({ ui }: { ui: BenchUi }) {
  const { dialog } = ui;
  const close = () => (dialog.value = undefined);
  return (
    <>
      <Modal open={dialog.value === 'keys'} label="Keys" onClose={close}>
        <h2>Keys</h2>
        <table>
          <tbody>
            {keys.map(([key, what]) => (
              <tr key={key + what}>
                <th scope="row">
                  <kbd>{key}</kbd>
                </th>
                <td>{what}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <button type="button" onClick={close}>
          Close
        </button>
      </Modal>
      <Modal open={dialog.value === 'reset'} label="Start the lab anew" onClose={close}>
        <h2>Start the lab anew?</h2>
        <p>
          The cloud, the files and the ticked steps go back to the start. What you did so far is kept in your
          journal’s archive.
        </p>
        <div class="bench-row">
          <button type="button" class="bench-primary" onClick={() => void reset()}>
            Start anew
          </button>
          <button type="button" onClick={close}>
            Keep going
          </button>
        </div>
      </Modal>
    </>
  );

  async function reset(): Promise<void> {
    close();
    await ui.bench.reset();
    ui.announcement.value = 'The lab starts anew.';
  }
}

function Modal(props: {
  open: boolean;
  label: string;
  onClose: () => void;
  children: preact.ComponentChildren;
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
