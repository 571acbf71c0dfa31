import './search-dialog.css';
import { loadIndex, type Found } from './search-index.ts';
import { sources, type Offer } from './search-sources.ts';

let dialog: HTMLDialogElement | undefined;

/** Opens the search dialog, building it on the first call. */
export function openSearch(): void {
  dialog ??= build();
  if (!dialog.open) dialog.showModal();
  dialog.querySelector('input')?.select();
}

function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function build(): HTMLDialogElement {
  const input = element('input', { type: 'search', autocomplete: 'off', placeholder: 'Search the course' });
  input.setAttribute('aria-label', 'Search the course');
  input.setAttribute('aria-describedby', 'search-status');
  const close = element('button', { type: 'button', className: 'close', textContent: 'Close' });
  const status = element('p', { id: 'search-status', className: 'status' });
  status.setAttribute('role', 'status');
  const list = element('ul', { className: 'results' });
  const box = element(
    'div',
    { className: 'box' },
    element('div', { className: 'field' }, input, close),
    status,
    list,
  );
  const made = element('dialog', { className: 'search-dialog' }, box);
  made.setAttribute('aria-label', 'Search');
  document.body.append(made);

  const stops = () => [input, ...list.querySelectorAll<HTMLElement>('a, button')];
  const standsAt = () => stops().indexOf(document.activeElement as HTMLElement);

  let asked = 0;
  const search = async () => {
    const query = input.value.trim();
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const mine = ++asked;
    const { message, found } = await answer(query);
    if (mine !== asked) return;
    const offers = [...sources].flatMap((offer) => offer(words));
    const stood = standsAt();
    status.textContent = offers.length > 0 && found.length === 0 ? `${offers.length} found` : message;
    list.replaceChildren(...offers.map(offerRow), ...found.map(row));
    // Whoever has gone down already stays at the same place in the new list.
    if (stood > 0) (stops()[stood] ?? input).focus();
  };
  let latest = Promise.resolve();
  const lookUp = () => {
    latest = search();
  };
  /** Goes to the first thing found, once what was typed has been looked up. */
  const goToFirst = async () => {
    let waited: Promise<void> | undefined;
    while (waited !== latest) await (waited = latest);
    stops()[1]?.click();
  };

  input.addEventListener('input', lookUp);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing) void goToFirst();
  });
  close.addEventListener('click', () => made.close());
  made.addEventListener('click', (event) => {
    const target = event.target as HTMLElement;
    if (target === made || target.closest('.results :is(a, button)')) made.close();
  });
  made.addEventListener('keydown', (event) => {
    // A search field takes the first Escape for itself, to empty it; here one Escape closes.
    if (event.key === 'Escape') {
      event.preventDefault();
      made.close();
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const all = stops();
    all[(standsAt() + (event.key === 'ArrowDown' ? 1 : -1) + all.length) % all.length]?.focus();
  });
  lookUp();
  return made;
}

async function answer(query: string): Promise<{ message: string; found: Found[] }> {
  const index = await loadIndex();
  if (!index) {
    return { message: 'Search works in the built course. Run "npm start", then search there.', found: [] };
  }
  if (query === '') return { message: 'Type a word: repository, token, RUNNING, docker push.', found: [] };
  const found = await index(query);
  const message =
    found.length === 0 ? `Nothing about “${query}”. Try a shorter word.` : `${found.length} found`;
  return { message, found };
}

function row({ address, title, excerpt }: Found): HTMLLIElement {
  const text = element('span', { className: 'excerpt' });
  // Pagefind escapes the page's text and adds nothing but <mark>.
  text.innerHTML = excerpt;
  return element('li', {}, element('a', { href: address }, element('strong', { textContent: title }), text));
}

/** Something that the page itself offers: carried out when the dialog has closed and the focus is back. */
function offerRow({ title, note, run }: Offer): HTMLLIElement {
  const button = element(
    'button',
    { type: 'button', className: 'offer' },
    element('strong', { textContent: title }),
    element('span', { className: 'excerpt', textContent: note }),
  );
  button.addEventListener('click', () => setTimeout(() => void run()));
  return element('li', {}, button);
}
