import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Modal } from '../Modal.tsx';
import type { BenchUi } from '../ui.ts';

type Asked = 'add' | 'rename' | 'delete';

/** Adds, renames and deletes the shell's files: a button beside the tabs, or those for the file that is open. */
export function FileActions(props: {
  ui: BenchUi;
  path: string;
  part: 'add' | 'change';
  onShow: (path: string) => void;
  onLeave: () => void;
}) {
  const { ui, path, part, onShow, onLeave } = props;
  const asked = useSignal<Asked>();
  const refused = useSignal('');
  const name = useRef<HTMLInputElement>(null);
  const ask = (what: Asked) => {
    onLeave();
    refused.value = '';
    asked.value = what;
  };
  const close = () => (asked.value = undefined);
  const carryOut = async (event: Event) => {
    event.preventDefault();
    const { bench } = ui;
    const to = name.current?.value.trim() ?? '';
    if (asked.value !== 'delete') {
      const fault = faultOf(to, bench.files);
      if (fault) return void (refused.value = fault);
    }
    const did = asked.value;
    close();
    if (did === 'delete') await bench.removeFile(path);
    else if (did === 'rename') await bench.renameFile(path, to);
    else await bench.saveFile(to, '');
    ui.announcement.value = did === 'delete' ? `${path} is deleted. Undo brings it back.` : `${to} is there.`;
    if (did !== 'delete') onShow(to);
  };
  const titles = { add: 'New file', rename: `Rename ${path}`, delete: `Delete ${path}?` };
  const what = asked.value;
  return (
    <>
      {part === 'add' ? (
        <button
          type="button"
          class="bench-file-add"
          aria-label="New file"
          title="New file"
          onClick={() => ask('add')}
        >
          +
        </button>
      ) : (
        <>
          <button type="button" onClick={() => ask('rename')}>
            Rename
          </button>
          <button type="button" onClick={() => ask('delete')}>
            Delete
          </button>
        </>
      )}
      <Modal open={what !== undefined} label={what ? titles[what] : 'Files'} onClose={close}>
        <form onSubmit={(event) => void carryOut(event)}>
          <h2>{what && titles[what]}</h2>
          {what === 'delete' ? (
            <p>The shell's file goes too. Undo brings it back.</p>
          ) : (
            <p>
              <label>
                Name{' '}
                <input
                  ref={name}
                  class="bench-file-name"
                  defaultValue={what === 'rename' ? path : ''}
                  autocomplete="off"
                  autocapitalize="off"
                  spellcheck={false}
                  aria-invalid={refused.value !== ''}
                  aria-describedby={`bench-file-fault-${part}`}
                />
              </label>
            </p>
          )}
          <p id={`bench-file-fault-${part}`} role="alert">
            {refused.value}
          </p>
          <p>
            <button type="submit" class="bench-primary">
              {what === 'delete' ? 'Delete' : what === 'rename' ? 'Rename' : 'Create'}
            </button>{' '}
            <button type="button" onClick={close}>
              Cancel
            </button>
          </p>
        </form>
      </Modal>
    </>
  );
}

/** What is wrong with a file's new name, in a sentence; nothing when it will do. */
function faultOf(name: string, files: ReadonlyMap<string, string>): string | undefined {
  if (name === '') return 'Give the file a name.';
  if (
    !/^[\w.@+-]+(?:\/[\w.@+-]+)*$/.test(name) ||
    name.split('/').some((part) => part === '.' || part === '..')
  )
    return 'Use letters, digits, dots, hyphens and underscores, with / between folders.';
  if (files.has(name)) return `There is a file ${name} already.`;
  return undefined;
}
