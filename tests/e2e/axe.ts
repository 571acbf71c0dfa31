import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';

/** Axe over a page whose frames, if any, are of its own origin: for others axe opens a second page each time. */
export const axeOf = (page: Page): AxeBuilder => new AxeBuilder({ page }).setLegacyMode();
