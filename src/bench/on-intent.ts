/**
 * Opens a bench when the learner wants it: a click, or typing into its text area. The pointer coming near, or the focus,
 * fetches the code ahead. A bench with work in it opens by itself once the page is at rest.
 */
const load = () => import('./mount.tsx');

for (const root of document.querySelectorAll<HTMLElement>('[data-bench]')) {
  const words = root.querySelector<HTMLElement>('[data-opening]')!;
  const say = (state: 'opening' | 'failed') =>
    (words.textContent = words.dataset[(root.dataset.state = state)]!);
  let opening = false;
  const open = async (focus?: 'terminal' | 'editor') => {
    if (opening) return;
    opening = true;
    say('opening');
    try {
      await (await load()).mount(root, focus);
    } catch {
      opening = false;
      say('failed');
    }
  };
  const ahead = () =>
    void load()
      .then(({ runMonacoAhead }) => runMonacoAhead(root, () => opening))
      .catch(() => {});
  root.addEventListener('pointerenter', ahead);
  root.addEventListener('focusin', (event) => {
    if ((event.target as Element).closest('textarea')) void open('editor');
    else ahead();
  });
  root.addEventListener('click', (event) => {
    if (!(event.target as Element).closest('summary,textarea')) void open('terminal');
  });
  // Somebody shared a world by this address.
  if (location.hash.startsWith('#world=')) void open();
  try {
    if (localStorage.getItem(`drydock:lab:${root.dataset.bench}`)) {
      const rest = self.requestIdleCallback ?? setTimeout;
      addEventListener('load', () => rest(() => void open()));
    }
  } catch {}
}
