/** All the JavaScript of an untouched check: fetches the rest at the first pointer, focus or submit. */
import { MARK } from './mark-name.ts';

for (const root of document.querySelectorAll<HTMLElement>('[data-check]')) {
  const open = () => import('./island.tsx').then((island) => island.mount(root));
  for (const intent of ['pointerover', 'focusin']) root.addEventListener(intent, open, { once: true });
  root.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('button[type=button]');
    // A press that comes before the island is carried out when it is there.
    if (button && !('alive' in root.dataset)) void open().then(() => button.click());
  });
  root.addEventListener('submit', (event) => {
    // Once the island lives it takes submits itself, and prevents their default before they come here.
    if (event.defaultPrevented) return;
    event.preventDefault();
    void open().then((submit) => submit(event.target as HTMLFormElement));
  });
  try {
    if (localStorage.getItem(MARK + root.dataset.check)) addEventListener('load', () => setTimeout(open));
  } catch {
    // Storage is refused: there is nothing to restore.
  }
}
