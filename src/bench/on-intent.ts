/**
 * Opens a bench when the learner wants it: a click, or typing into its text area. The pointer coming near, or the focus,
 * fetches the code ahead. A bench with work in it opens by itself once the page is at rest.
 */
const load = () => import('./mount.tsx');

for (const root of document.querySelectorAll<HTMLElement>('[data-bench]')) {
  const say = root.querySelector('[data-say]')!;
  let opening = false;
  const open = async (focus?: 'terminal' | 'editor') => {
    if (opening) return;
    opening = true;
    root.dataset.state = 'opening';
    say.textContent = 'Opening the bench…';
    try {
      await (await load()).mount(root, focus);
    } catch {
      opening = false;
      root.dataset.state = 'failed';
      say.textContent = 'The bench could not be loaded. Check the connection and try again.';
    }
  };
  const ahead = () => void load().catch(() => {});
  root.addEventListener('pointerenter', ahead, { once: true });
  root.addEventListener('focusin', (event) => {
    if ((event.target as Element).tagName === 'TEXTAREA') void open('editor');
    else ahead();
  });
  root.addEventListener('click', (event) => {
    if (!(event.target as Element).closest('summary, a, textarea')) void open('terminal');
  });
  try {
    if (localStorage.getItem(`drydock:lab:${root.dataset.bench}`)) {
      const rest = window.requestIdleCallback ?? setTimeout;
      addEventListener('load', () => rest(() => void open()));
    }
  } catch {}
}
