import type { AnyStateMachine } from 'xstate';
import { imageMachine } from '../../../simulator/ecr/image-machine.ts';
import { previewMachine } from '../../../simulator/ecr/lifecycle/preview-machine.ts';
import { backfillMachine } from '../../../simulator/ecr/replication/backfill-machine.ts';
import { replicationMachine } from '../../../simulator/ecr/replication/replication-machine.ts';
import { scanMachine } from '../../../simulator/ecr/scanning/scan-machine.ts';
import { signingMachine } from '../../../simulator/ecr/signing-machine.ts';
import { tokenMachine } from '../../../simulator/ecr/token-machine.ts';
import { rolloutMachine, serviceMachine } from '../../../simulator/ecs/services/machines.ts';
import { containerMachine } from '../../../simulator/ecs/tasks/container-machine.ts';
import { taskMachine } from '../../../simulator/ecs/tasks/task-machine.ts';

/** The simulator's own machines, in the order in which a learner meets them. A test holds this list to be whole. */
const machines: readonly (readonly [title: string, machine: AnyStateMachine])[] = [
  ['Task', taskMachine],
  ['Container', containerMachine],
  ['Service', serviceMachine],
  ['Deployment', rolloutMachine],
  ['Authorization token', tokenMachine],
  ['Image scan', scanMachine],
  ['Image', imageMachine],
  ['Replication', replicationMachine],
  ['Replication of what is there', backfillMachine],
  ['Lifecycle policy preview', previewMachine],
  ['Signing', signingMachine],
];

export interface Life {
  id: string;
  title: string;
  machine: AnyStateMachine;
}

/** The life cycles that can be drawn, by the id of their machine. */
export const lives: ReadonlyMap<string, Life> = new Map(
  machines.map(([title, machine]) => [machine.id, { id: machine.id, title, machine }]),
);
