import { signal } from '@preact/signals';
import type { BenchUi } from './ui.ts';

/** The learner's own bench on this page, while it is shown; undefined before it opens and during visits. */
export const ownBench = signal<BenchUi | undefined>(undefined);
