/**
 * The catalogue of rules. Its order is the order in which the service looks: the first broken rule is the one that
 * it answers. Seen: no memory at all is answered before Fargate's own sizes (MEM-REQUIRED before FG-CPU-REQUIRED).
 * The rest follows the reading of a request: what it says, its containers one by one, how they fit together, then
 * what the launch type allows.
 */
import type { Rule } from '../rule.ts';
import { dependencyRules } from './dependencies.ts';
import { enums } from './enums.ts';
import { fargate } from './fargate.ts';
import { healthCheckRules } from './health-check.ts';
import { identity } from './identity.ts';
import { firelens, logs } from './logs.ts';
import { network } from './network.ts';
import { placement, proxy } from './placement.ts';
import { ports } from './ports.ts';
import { executionRole, roles } from './roles.ts';
import { runtime } from './runtime.ts';
import { schema } from './schema.ts';
import { environment, secretRules } from './secrets.ts';
import { containerSizes, ephemeralStorage, taskSizes } from './sizes.ts';
import { volumeRules } from './volumes.ts';
import { windowsRules } from './windows.ts';

export const rules: readonly Rule[] = [
  ...schema,
  ...enums,
  ...identity,
  ...containerSizes,
  ...ports,
  ...network,
  ...volumeRules,
  ...healthCheckRules,
  ...dependencyRules,
  ...runtime,
  ...placement,
  ...fargate,
  ...taskSizes,
  ...ephemeralStorage,
  ...windowsRules,
  ...logs,
  ...executionRole,
  ...firelens,
  ...secretRules,
  ...environment,
  ...proxy,
  ...roles,
];
