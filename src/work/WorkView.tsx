/** The page "Your work": what is kept, where, how to take it along, what was set aside, and how to start afresh. */
import { KeptList } from './KeptList.tsx';
import type { WorkModel } from './model.ts';
import { SetAside } from './SetAside.tsx';
import { StartAfresh } from './StartAfresh.tsx';
import { StoragePlace } from './StoragePlace.tsx';
import { Transfer } from './Transfer.tsx';

/** What the journal says by itself; the notices that have a section of their own are told there. */
function Notices({ model }: { model: WorkModel }) {
  const shown = model.notices.value.filter(({ code }) => code !== 'memory-only' && code !== 'set-aside');
  return (
    <div role="status">
      {shown.map(({ message }) => (
        <p class="work-result work-bad" key={message}>
          {message}
        </p>
      ))}
    </div>
  );
}

export function WorkView({ model }: { model: WorkModel }) {
  // That nothing is kept has to be read first; where it is kept can be read later.
  const lasting = model.kind === 'browser';
  return (
    <>
      <Notices model={model} />
      {!lasting && <StoragePlace model={model} />}
      <KeptList model={model} />
      <SetAside model={model} />
      <Transfer model={model} />
      {lasting && <StoragePlace model={model} />}
      <StartAfresh model={model} />
    </>
  );
}
