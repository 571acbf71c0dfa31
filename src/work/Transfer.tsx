/** Export to a file and import from one: by button, by keyboard, or by dropping the file here. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { nameOf } from './kept.ts';
import type { Pending, WorkModel } from './model.ts';
import { focusResult, Told } from './Told.tsx';
import { entriesOf, listed } from './words.ts';

/** A file whose history differs from the one here: said before anything is done. */
function Question({ file, model }: { file: Pending; model: WorkModel }) {
  const { added, diverged } = file.report;
  const names = listed([...new Set(diverged.map((stream) => nameOf(stream, model.course)))]);
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), [file]);
  const answer = async (act: () => void | Promise<void>): Promise<void> => {
    await act();
    focusResult('transfer');
  };
  return (
    <div class="work-warning" role="group" aria-labelledby="work-diverged">
      <p id="work-diverged">
        This browser and {file.name} have both gone on with {names}.
      </p>
      <p>
        The import adds {entriesOf(added)} and loses nothing. Where both have gone on, what the file has is
        put after what is here, as if you had done it last. A lab may then look mixed up: undo or reset it in
        its lesson.
      </p>
      <div class="work-acts">
        <button type="button" ref={first} onClick={() => void answer(() => model.importPending())}>
          Import and merge
        </button>
        <button type="button" class="work-plain" onClick={() => void answer(() => model.cancelPending())}>
          Leave it
        </button>
      </div>
    </div>
  );
}

/** Whether a drag carries files. */
const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

export function Transfer({ model }: { model: WorkModel }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    // A file that misses the field would otherwise replace the page.
    const hold = (event: DragEvent): void => {
      if (hasFiles(event)) event.preventDefault();
    };
    addEventListener('dragover', hold);
    addEventListener('drop', hold);
    return () => {
      removeEventListener('dragover', hold);
      removeEventListener('drop', hold);
    };
  }, []);
  const nothing = (model.kept.value ?? []).length === 0;
  const choose = async (chosen: HTMLInputElement): Promise<void> => {
    const files = [...(chosen.files ?? [])];
    // Emptied, so that the same file can be chosen again after it was mended.
    chosen.value = '';
    if (files.length > 0) await model.importFile(files);
  };
  return (
    <section aria-labelledby="work-transfer">
      <h2 id="work-transfer">Take it along</h2>
      <p>
        Export everything to a file, and import that file in another browser or on another machine. Importing
        only adds: what is here stays, and the same file twice changes nothing.
      </p>
      <div
        class={`work-drop ${over ? 'work-over' : ''}`}
        onDragOver={(event) => setOver(hasFiles(event))}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          setOver(false);
          if (hasFiles(event)) void model.importFile([...(event.dataTransfer?.files ?? [])]);
        }}
      >
        <div class="work-acts">
          {!nothing && (
            <button type="button" onClick={() => void model.exportWork('transfer')}>
              Export
            </button>
          )}
          <button type="button" class={nothing ? '' : 'work-plain'} onClick={() => input.current?.click()}>
            Import a file…
          </button>
          <span class="work-hint">or drop it here</span>
        </div>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label="File to import"
          onChange={(event) => void choose(event.currentTarget)}
        />
      </div>
      {model.pending.value && <Question file={model.pending.value} model={model} />}
      <Told model={model} section="transfer" />
    </section>
  );
}
