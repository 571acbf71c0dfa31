import { argv } from 'node:process';

/** `npm run bench [name…]`: measures, one JSON line a figure. Nothing here passes or fails. */
const benches: Record<string, () => Promise<void>> = {
  simulator: async () => (await import('./simulator.ts')).benchSimulator(),
  placement: async () => (await import('./placement.ts')).benchPlacement(),
  replay: async () => (await import('./replay.ts')).benchReplay(),
  ecr: async () => (await import('./ecr.ts')).benchEcr(),
  validation: async () => (await import('./validation.ts')).benchValidation(),
  serve: async () => (await import('./serve.ts')).benchServe(),
  keystroke: async () => (await import('./keystroke.ts')).benchKeystroke(),
  'editor-ready': async () => (await import('./editor-ready.ts')).benchEditorReady(),
  build: async () => (await import('./build.ts')).benchBuild(),
  page: async () => (await import('./page.ts')).benchPage(),
  workshop: async () => (await import('./workshop.ts')).benchWorkshop(),
  'workshop-nodes': async () => (await import('./workshop.ts')).benchWorkshopNodes(),
  panels: async () => (await import('./panels.ts')).benchPanels(),
};

const wanted = argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.includes(name)) await bench();
}
