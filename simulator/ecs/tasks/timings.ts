/**
 * How long things take, in ms of virtual time. Calibrated on AWS's own sample of a Fargate start (Amazon ECS task state
 * change events, developer guide): connected +4.1 s, pull started +17.7 s, pull stopped +20.7 s, RUNNING +23.7 s; and on
 * recorded stops (DEPROVISIONING 16 s).
 */
export interface Timing {
  ms: number;
  /** By how much it varies either way, as a fraction. */
  spread: number;
  source: string;
  unverified?: true;
}

const sample = 'AWS developer guide, sample task state change events of a Fargate start';

export const timings: Readonly<Record<string, Timing>> = {
  provisioning: { ms: 4_100, spread: 0.1, source: sample },
  /** From PENDING to the first pull. */
  placing: { ms: 13_600, spread: 0.05, source: sample },
  /** From the last image to the containers' start. */
  starting: { ms: 2_300, spread: 0.1, source: sample },
  activating: { ms: 700, spread: 0.1, source: sample },
  /** Nothing to deregister. */
  deactivating: {
    ms: 1_500,
    spread: 0.1,
    source: 'no recording of a stop without a target group',
    unverified: true,
  },
  deprovisioning: {
    ms: 16_000,
    spread: 0.1,
    source: 'recorded stop of a Fargate task behind a target group',
  },
  /** "At least 1 hour" (API reference, DescribeTasks). */
  memory: { ms: 3_600_000, spread: 0, source: 'Amazon ECS API reference, DescribeTasks' },
  /** Seven tries to resolve a reference before the task fails. */
  pullRetries: {
    ms: 78_000,
    spread: 0.05,
    source: 'recorded: missing image tag, 86 to 92 s from start to failure',
  },
};

/**
 * What is quicker on a container instance: the agent is there, and nothing is set up for the task (unverified: no
 * recording; the agent's own steps take fractions of a second).
 */
const onHost: Readonly<Record<string, Timing>> = {
  placing: {
    ms: 1_200,
    spread: 0.2,
    source: 'no recording of a start on a container instance',
    unverified: true,
  },
  starting: {
    ms: 900,
    spread: 0.2,
    source: 'no recording of a start on a container instance',
    unverified: true,
  },
};
const withoutInterface: Timing = {
  ms: 300,
  spread: 0.2,
  source: 'no interface to delete: the agent reports that the task has stopped',
  unverified: true,
};

/** How long a step of this task takes. */
export function timingOf(
  step: string,
  { launchType, attachmentId }: { launchType: string; attachmentId?: string },
): Timing {
  if (launchType === 'FARGATE') return timings[step]!;
  if (step === 'deprovisioning' && attachmentId === undefined) return withoutInterface;
  return onHost[step] ?? timings[step]!;
}

/** ms for one image of `mebibytes` compressed: a fixed cost and some 40 MiB a second (recorded: 3.0 s and 4.5 s). */
export function pullTime(mebibytes: number): number {
  return 1_500 + mebibytes * 25;
}

/** ms between SIGTERM and SIGKILL unless the container definition says otherwise (API reference, `stopTimeout`). */
export const defaultStopTimeout = 30_000;
