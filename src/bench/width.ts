/** Whether a bench is too narrow for more than one panel, and for Monaco. */
export const isNarrow = (root: HTMLElement): boolean => root.clientWidth < 700;
