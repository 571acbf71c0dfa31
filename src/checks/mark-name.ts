/** Name of the mark of a bank in localStorage, before the bank's name; in a file of its own, for the loader is tiny. */
export const MARK = 'drydock:check:';
