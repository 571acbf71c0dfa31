/** Why a task cannot be started. */
export interface Problem {
  /** The `stoppedReason`. */
  reason: string;
  /** ms until ECS gives up. */
  after: number;
}

/** A service has answered with an error: ECS tries again, and soon gives up. Unverified how soon. */
export const answered = 5_000;
/** Nothing answers: the time-outs of all tries. Unverified how long. */
export const unanswered = 120_000;
