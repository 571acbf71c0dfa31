import { acts } from './acts.ts';
import { BranchForm } from './BranchForm.tsx';
import { Modal } from './Modal.tsx';
import { ShareForm } from './ShareForm.tsx';
import type { BenchUi } from './ui.ts';

/** Keys of the parts themselves; those of the bench's acts stand in `acts.ts`. */
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
  ['← → Home End', 'move along the timeline, the tabs and the lines between panels'],
];

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** The list of keys, the question before a reset, and the name of what a branch leaves behind. */
export function Dialogs({ ui }: { ui: BenchUi }) {
  const { dialog } = ui;
  const close = () => (dialog.value = undefined);
  return (
    <>
      <Modal open={dialog.value === 'keys'} label="Keys" onClose={close}>
        <h2>Keys</h2>
        <table>
          <tbody>
            {[...acts.map((act) => [act.keys, lowerFirst(act.title)] as const), ...keys].map(
              ([key, what]) => (
                <tr key={key + what}>
                  <th scope="row">
                    <kbd>{key}</kbd>
                  </th>
                  <td>{what}</td>
                </tr>
              ),
            )}
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
      <Modal open={dialog.value === 'branch'} label="What if" onClose={close}>
        <BranchForm ui={ui} />
      </Modal>
      <Modal open={dialog.value === 'share'} label="Share" onClose={close}>
        <ShareForm ui={ui} />
      </Modal>
    </>
  );

  async function reset(): Promise<void> {
    close();
    await ui.bench.reset();
    ui.announcement.value = 'The lab starts anew.';
  }
}
