/**
 * A mark in localStorage that says "there are answers to this bank", so that a page can restore them at load while a
 * page without answers loads nothing. The answers themselves are in the journal; a lost mark costs nothing but that
 * they show up at the first touch instead. `loader.ts` reads it.
 */
import { MARK } from './mark-name.ts';

/** Sets or takes away the mark. Does nothing where storage is refused. */
export function markAnswered(bank: string, answered: boolean): void {
  try {
    if (answered) localStorage.setItem(MARK + bank, '1');
    else localStorage.removeItem(MARK + bank);
  } catch {
    // Refused: the answers show up at the first touch.
  }
}
