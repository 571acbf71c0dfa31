import type { Container } from './state.ts';

export interface ContainerStatus {
  status: 'running' | 'exited' | 'created';
  /** ms since 1970; only of an exited container. */
  finishedAt?: number;
  exitCode?: number;
}

/** What a container is doing at a moment (ms since 1970): its behaviour says when it ends, unless it was stopped before. */
export function statusOf({ behaviour, createdAt, stopped }: Container, date: number): ContainerStatus {
  if (stopped && stopped.at <= date)
    return { status: 'exited', finishedAt: stopped.at, exitCode: stopped.exitCode };
  if (behaviour.cannotStart !== undefined)
    return { status: 'created', finishedAt: createdAt, exitCode: behaviour.exitCode ?? 127 };
  if (behaviour.runsFor !== undefined && createdAt + behaviour.runsFor <= date) {
    return { status: 'exited', finishedAt: createdAt + behaviour.runsFor, exitCode: behaviour.exitCode ?? 0 };
  }
  return { status: 'running' };
}
