/**
 * A mark in localStorage that says "there are answers to this bank", so that a page can restore them at load while a
 * page without answers loads nothing. The answers themselves are in the journal; a lost mark costs nothing but that
 * they show up at the first touch instead.
 */
const nameOf = (bank: string): string => `drydock:check:${bank}`;

/** Sets or takes away the mark. Does nothing where storage is refused. */
export function markAnswered(bank: string, answered: boolean): void {
  try {
    if (answered) localStorage.setItem(nameOf(bank), '1');
    else localStorage.removeItem(nameOf(bank));
  } catch {
    // Refused: the answers show up at the first touch.
  }
}

/** Whether the mark is set. */
export function isAnswered(bank: string): boolean {
  try {
    return localStorage.getItem(nameOf(bank)) !== null;
  } catch {
    return false;
  }
}
