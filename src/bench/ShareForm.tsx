import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { fileOf, hashOf, labIn, longestHash, readWorldFile } from '../../learner/bench/share.ts';
import { Copy } from './Copy.tsx';
import { download } from './download.ts';
import type { BenchUi } from './ui.ts';

/** A link and a file that hold this very world, and the way in for such a file. */
export function ShareForm({ ui }: { ui: BenchUi }) {
  const { bench, dialog } = ui;
  const link = useSignal<string | undefined>(undefined);
  const trouble = useSignal<string | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    bench.lookAway();
    bench.keep();
    link.value = location.origin + location.pathname + hashOf(bench.journal);
  }, []);
  const tooLong = link.value !== undefined && link.value.length > longestHash;
  return (
    <>
      <h2>Share this world</h2>
      <p>
        Whoever opens it finds exactly this cloud, these files and this history, and can go on from here.
        Nothing is sent anywhere: the world is in the link itself.
      </p>
      {tooLong ? (
        <p role="status">
          So much has happened that a link would have {Math.round(link.value!.length / 1000)},000 characters,
          more than programs pass on. Save the file and send that.
        </p>
      ) : (
        <div class="bench-row bench-share-link">
          <input type="text" readOnly aria-label="Link to this world" value={link.value ?? ''} />
          <Copy label="Copy link" text={link.value ?? ''} />
        </div>
      )}
      <div class="bench-row">
        <button
          type="button"
          class={tooLong ? 'bench-primary' : undefined}
          onClick={() => download(`drydock-${bench.lab.id}.json`, fileOf(bench.journal))}
        >
          Save as a file
        </button>
        <button type="button" onClick={() => input.current?.click()}>
          Open a file…
        </button>
        <button type="button" onClick={() => (dialog.value = undefined)}>
          Close
        </button>
      </div>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="File of a world"
        onChange={({ currentTarget }) => void open(currentTarget)}
      />
      {trouble.value && (
        <p class="bench-complaint" role="alert">
          {trouble.value}
        </p>
      )}
    </>
  );

  async function open(chosen: HTMLInputElement): Promise<void> {
    const [file] = chosen.files ?? [];
    // Emptied, so that the same file can be chosen again.
    try {
      if (!file) return;
      const journal = readWorldFile(await file.text());
      if (labIn(journal) !== bench.lab.id)
        throw new Error(`This world belongs to the lab ${labIn(journal)}: open it on that lab’s page.`);
      await ui.stage.visit(journal, `You look at the world in ${file.name}. Your own work is untouched.`);
    } catch (error) {
      trouble.value = error instanceof Error ? error.message : String(error);
    } finally {
      chosen.value = '';
    }
  }
}
