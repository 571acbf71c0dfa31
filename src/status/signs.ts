/** The sign of a status: the same shapes on the map, the timeline, the statechart and in lessons. */
export type Sign = 'starting' | 'running' | 'stopping' | 'stopped' | 'failed';

/** The colours of signs, as custom properties of src/styles/tokens.css. The shape says it first. */
export const signColour: Readonly<Record<Sign, string>> = {
  starting: 'var(--dd-warn)',
  running: 'var(--dd-ok)',
  stopping: 'var(--dd-warn)',
  stopped: 'var(--dd-text-muted)',
  failed: 'var(--dd-bad)',
};

/** A task's lastStatus to its sign (DescribeTasks). A stopped task is a failed one when its stopCode says so. */
export const taskSign: Readonly<Record<string, Sign>> = {
  PROVISIONING: 'starting',
  PENDING: 'starting',
  ACTIVATING: 'starting',
  RUNNING: 'running',
  DEACTIVATING: 'stopping',
  STOPPING: 'stopping',
  DEPROVISIONING: 'stopping',
  STOPPED: 'stopped',
};

/** The statuses of other life cycles (services, roll-outs, tokens, scans, images and so on) to their signs. */
const otherSign: Readonly<Record<string, Sign>> = {
  NONE: 'starting',
  MANIFEST_PULLED: 'starting',
  PULLED: 'starting',
  CREATED: 'starting',
  ACTIVE: 'running',
  DRAINING: 'stopping',
  INACTIVE: 'stopped',
  DELETED: 'stopped',
  IN_PROGRESS: 'starting',
  COMPLETED: 'running',
  COMPLETE: 'running',
  FAILED: 'failed',
  EXPIRED: 'stopped',
  ACTIVATING: 'starting',
  ARCHIVED: 'stopped',
  UNHEALTHY: 'failed',
  HEALTHY: 'running',
};

/** The sign of any status of any life cycle; one that nobody knows counts as on its way. */
export function statusSign(status: string): Sign {
  return taskSign[status] ?? otherSign[status] ?? 'starting';
}

/** SVG of a sign in a box of 16 by 16, in `currentColor`. */
export const signShape: Readonly<Record<Sign, string>> = {
  starting:
    '<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/><path d="M8 2.5a5.5 5.5 0 0 0 0 11z" fill="currentColor"/>',
  running: '<circle cx="8" cy="8" r="6.5" fill="currentColor"/>',
  stopping:
    '<circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/><path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor"/>',
  stopped: '<rect x="2.5" y="2.5" width="11" height="11" fill="currentColor"/>',
  failed:
    '<rect x="2.5" y="2.5" width="11" height="11" fill="none" stroke="currentColor" stroke-width="2"/><path d="m5.5 5.5 5 5m0-5-5 5" stroke="currentColor" stroke-width="2"/>',
};
