/** Opens the bench of a watched journal. What it loads is fetched with the first shoulder. */
import { effect } from '@preact/signals';
import type { WatchedJournal } from '../../../workshop/client/index.ts';
import { watchedStore } from './watched-store.ts';

export interface OpenShoulder {
  close(): void;
}

/** @throws Error when this build has no such lab, or their journal does not fold here. */
export async function openShoulder(
  root: HTMLElement,
  id: string,
  journal: WatchedJournal,
  says: string,
  leave: () => void,
): Promise<OpenShoulder> {
  const [{ labOf }, { createStage }] = await Promise.all([
    import('../../bench/labs.ts'),
    import('../../bench/stage.tsx'),
  ]);
  let looksBack = () => false;
  const { store, release } = await watchedStore(journal, `lab:${id}`, () => looksBack());
  const stage = createStage(root, await labOf(id), store);
  const ui = await stage.follow(says, async () => leave());
  looksBack = () => ui.bench.past !== undefined;
  const stop = effect(() => {
    void ui.version.value;
    release();
  });
  return {
    close() {
      stop();
      ui.close();
      root.replaceChildren();
    },
  };
}
