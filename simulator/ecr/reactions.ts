import type { Effect } from '../kernel/queue.ts';
import { previewEvent } from './lifecycle/preview.ts';
import { lifecycleEvent } from './lifecycle/schedule.ts';
import { backfillEvent } from './replication/backfill.ts';
import { replicationEvent } from './replication/replicate.ts';
import { scanEvent } from './scanning/scan.ts';
import { signingEvent } from './signing.ts';
import type { RegistryScope } from './scope.ts';
import { imageEvent } from './storage-class.ts';
import { tokenEvent } from './tokens.ts';

/** What a registry does by itself, by effect type. */
export const ecrReactions: Readonly<Record<string, (effect: Effect, scope: RegistryScope) => void>> = {
  'ecr.token': tokenEvent,
  'ecr.image': imageEvent,
  'ecr.lifecycle': lifecycleEvent,
  'ecr.preview': previewEvent,
  'ecr.scan': scanEvent,
  'ecr.replication': replicationEvent,
  'ecr.backfill': backfillEvent,
  'ecr.signing': signingEvent,
};
