/** Where the work lies, how long it stays there, and what to do when that is not long enough. */
import type { WorkModel } from './model.ts';
import { Told } from './Told.tsx';

function InMemory({ model }: { model: WorkModel }) {
  const why = model.notices.value.find(({ code }) => code === 'memory-only');
  return (
    <div class="work-warning">
      <p>
        <strong>Nothing is kept.</strong> {why?.message}
      </p>
      <p>
        What you do in a lesson then lives in that lesson’s page alone and does not show up here; a file that
        you import here lasts until you leave this page.
      </p>
      <p>
        If storage is refused: in a private window, open the course in an ordinary one; in an ordinary window,
        allow this site to store data (cookies and site data), then reload.
      </p>
    </div>
  );
}

function InBrowser({ model }: { model: WorkModel }) {
  const persistent = model.persistent.value;
  return (
    <>
      <p>
        Your work lies in this browser, on this machine, and nowhere else.{' '}
        {persistent === true && 'The browser has promised to keep it until you delete it. '}
        {persistent === false && 'When the disk runs full, the browser may delete it without asking. '}
        Clearing the browser’s site data deletes it too, so an exported file is the copy to rely on.
      </p>
      {persistent === false && (
        <div class="work-acts">
          <button type="button" class="work-plain" onClick={() => void model.persist()}>
            Ask the browser to keep it
          </button>
        </div>
      )}
    </>
  );
}

export function StoragePlace({ model }: { model: WorkModel }) {
  return (
    <section aria-labelledby="work-storage">
      <h2 id="work-storage">Where it is kept</h2>
      {model.kind === 'memory' ? <InMemory model={model} /> : <InBrowser model={model} />}
      <Told model={model} section="storage" />
    </section>
  );
}
