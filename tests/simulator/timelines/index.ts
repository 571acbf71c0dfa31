import { serviceScenarios } from './services.ts';
import { taskScenarios } from './tasks.ts';
import type { Scenario } from './scenario.ts';

/** All scenarios that have been recorded of the real service. */
export const scenarios: readonly Scenario[] = [...taskScenarios, ...serviceScenarios];
