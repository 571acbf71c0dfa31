import addresses from 'drydock:monaco-addresses';
import { isNarrow } from './width.ts';

/** Most clicks come sooner than so many ms after the pointer: until then the processor is left to the bench. */
const dwell = 600;

let fetched: Promise<unknown> | undefined;

/** Has the browser fetch and compile Monaco, beside the main thread, where the bench will be wide enough for it. */
export function fetchMonacoAhead(root: HTMLElement): void {
  if (isNarrow(root)) return;
  fetched ??= Promise.all(
    addresses.map((href) => {
      const link = Object.assign(document.createElement('link'), { rel: 'modulepreload', href });
      const ended = new Promise((resolve) => {
        link.addEventListener('load', resolve);
        link.addEventListener('error', resolve);
      });
      document.head.append(link);
      return ended;
    }),
  );
}

/**
 * While nobody has clicked yet, runs Monaco's own code too: a tenth of a second that the bench does not spend later.
 * Once the bench opens it is left alone, so that the prompt comes first.
 */
export async function runMonacoAhead(root: HTMLElement, isOpening: () => boolean): Promise<void> {
  if (isNarrow(root)) return;
  fetchMonacoAhead(root);
  await Promise.all([fetched, new Promise((resolve) => setTimeout(resolve, dwell))]);
  await rest();
  if (isOpening()) return;
  const { setUp } = await import('./monaco.ts');
  await rest();
  if (!isOpening()) setUp();
}

/** Until the page has nothing else to do. */
function rest(): Promise<unknown> {
  return new Promise((resolve) => (self.requestIdleCallback ?? setTimeout)(resolve));
}
