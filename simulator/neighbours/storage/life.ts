import { setup } from 'xstate';
import { compile, step } from '../../kernel/machine.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { releaseInterface } from '../vpc.ts';
import type { Living, MountTarget, Storage } from './state.ts';

/**
 * The life of a file system and of a mount target (EFS API reference, `LifeCycleState`; FSx writes the same in capital
 * letters).
 */
export const storageMachine = setup({
  types: { events: {} as { type: 'READY' | 'DELETE' | 'GONE' } },
}).createMachine({
  id: 'file system',
  initial: 'creating',
  states: {
    creating: {
      description: 'It is being made and cannot be mounted yet.',
      on: { READY: 'available', DELETE: 'deleting' },
    },
    available: { description: 'It can be mounted.', on: { DELETE: 'deleting' } },
    deleting: { description: 'It is being deleted.', on: { GONE: 'deleted' } },
    deleted: { description: 'It has gone, with all that it held.', type: 'final' },
  },
});

export const storageTable = compile(storageMachine);

/** ms that each kind takes to be made and to go (EFS: observed, about; FSx: minutes, chosen by us). */
const delays = {
  'file-system': { ready: 5_000, gone: 5_000 },
  'mount-target': { ready: 85_000, gone: 60_000 },
  fsx: { ready: 8 * 60_000, gone: 4 * 60_000 },
};

type Kind = keyof typeof delays;

function kindOf(arn: string): Kind {
  return arn.split(':')[2] === 'fsx'
    ? 'fsx'
    : arn.includes(':mount-target/')
      ? 'mount-target'
      : 'file-system';
}

function mapOf(kind: Kind, storage: Storage): Map<string, Living> {
  if (kind === 'fsx') return storage.windowsAndOthers;
  return kind === 'mount-target' ? storage.mountTargets : storage.fileSystems;
}

/** Tells of a new one, and has it ready in time. */
export function begin({ arn, status }: Living, { context }: RegionScope): void {
  context.notice({
    kind: 'status',
    at: context.now,
    machine: storageTable.id,
    subject: arn,
    from: '',
    to: status,
    event: '',
  });
  context.schedule(delays[kindOf(arn)].ready, { type: 'storage.event', subject: arn, event: 'READY' });
}

export function give(living: Living, event: string, { context }: RegionScope): void {
  const next = step(storageTable, living.status, event);
  if (!next) return;
  const from = living.status;
  living.status = next.target;
  const { arn: subject } = living;
  context.notice({
    kind: 'status',
    at: context.now,
    machine: storageTable.id,
    subject,
    from,
    to: next.target,
    event,
  });
  if (next.target === 'deleting')
    context.schedule(delays[kindOf(subject)].gone, { type: 'storage.event', subject, event: 'GONE' });
}

/** The effect `storage.event`. */
export function storageEvent({ subject, event }: Effect, scope: RegionScope): void {
  const { storage } = scope.neighbours;
  const id = subject.slice(subject.lastIndexOf('/') + 1);
  const all = mapOf(kindOf(subject), storage);
  const living = all.get(id);
  if (!living) return;
  give(living, event!, scope);
  if (living.status !== 'deleted') return;
  all.delete(id);
  if (kindOf(subject) === 'mount-target')
    releaseInterface(scope.vpc, (living as MountTarget).networkInterface);
}
