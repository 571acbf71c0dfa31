/** The panels of the bench. Where there is room, two groups stand side by side over the terminal and the timeline. */
export const panels = {
  terminal: { title: 'Terminal', group: 'terminal' },
  editor: { title: 'Editor', group: 'left' },
  map: { title: 'Map', group: 'right' },
  console: { title: 'Console', group: 'left' },
  log: { title: 'API log', group: 'left' },
  preview: { title: 'Preview', group: 'right' },
  life: { title: 'Life cycle', group: 'right' },
  charts: { title: 'Charts', group: 'right' },
  timeline: { title: 'Timeline', group: 'timeline' },
} as const satisfies Record<string, { title: string; group: 'left' | 'right' | 'terminal' | 'timeline' }>;

export type Panel = keyof typeof panels;
export type Group = (typeof panels)[Panel]['group'];

/** The panels of a group, in the order of their tabs. */
export function panelsOf(group: Group): Panel[] {
  return (Object.keys(panels) as Panel[]).filter((panel) => panels[panel].group === group);
}
