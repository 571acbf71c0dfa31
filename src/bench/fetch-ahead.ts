import monaco from 'drydock:monaco-address';
import { isNarrow } from './width.ts';

let isAsked = false;

/** Has the browser fetch and compile Monaco, beside the main thread, where the bench will be wide enough for it. */
export function fetchMonacoAhead(root: HTMLElement): void {
  if (isAsked || monaco === '' || isNarrow(root)) return;
  isAsked = true;
  document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href: monaco }));
}
