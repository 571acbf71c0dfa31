/** The sandbox page: opens the bench at the starting point that its address names, or that a shared world has. */
const points = [...document.querySelectorAll<HTMLAnchorElement>('[data-start]')];
const dock = document.querySelector<HTMLElement>('.sandbox-dock')!;
const root = dock.querySelector<HTMLElement>('.bench')!;

for (const point of points) {
  try {
    const begun = localStorage.getItem(`drydock:lab:${point.dataset.start}`) !== null;
    point.querySelector<HTMLElement>('.sandbox-begun')!.hidden = !begun;
  } catch {}
}

async function wantedPoint(): Promise<string | null> {
  if (!location.hash.startsWith('#world=')) return new URLSearchParams(location.search).get('start');
  const { labIn, readHash } = await import('../../learner/bench/share.ts');
  return labIn(readHash(location.hash)) ?? null;
}

async function open(): Promise<void> {
  const wanted = await wantedPoint();
  const point = points.find(({ dataset }) => dataset.start === wanted);
  if (!point) return;
  document.documentElement.dataset.sandbox = 'open';
  dock.hidden = false;
  document.querySelector<HTMLElement>('#sandbox')!.hidden = true;
  dock.querySelector('[data-name]')!.textContent = point.querySelector('strong')!.textContent;
  root.dataset.bench = wanted!;
  const { mount } = await import('./mount.tsx');
  await mount(root, 'terminal');
}

void open().catch((error: unknown) => {
  dock.hidden = false;
  root.dataset.state = 'failed';
  root.textContent =
    error instanceof Error && error.name === 'ShareError'
      ? error.message
      : 'The bench could not be opened. Check the connection, then reload the page.';
});
