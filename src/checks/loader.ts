/** All the JavaScript of an untouched check: fetches the rest at the first pointer, focus or submit. */
import { isAnswered } from './answered-mark.ts';

for (const root of document.querySelectorAll<HTMLElement>('[data-check]')) {
  const open = () => import('./island.tsx').then((island) => island.mount(root));
  for (const intent of ['pointerover', 'focusin']) root.addEventListener(intent, open, { once: true });
  root.addEventListener('submit', (event) => {
    // Once the island lives it takes submits itself, and this one never comes through.
    if (event.defaultPrevented) return;
    event.preventDefault();
    void open().then((submit) => submit(event.target as HTMLFormElement));
  });
  if (isAnswered(root.dataset.check!)) addEventListener('load', () => setTimeout(open));
}
