import type { Container } from './state.ts';

export interface ContainerStatus {
  status: 'running' | 'exited' | 'created';
  /** ms since 1970; only of an exited container. */
  finishedAt?: number;
  exitCode?: number;
}

/** What a container is doing at a moment (ms since 1970): its behaviour says when it ends, unless it was stopped before. */
export function statusOf(container: Container, date: number): ContainerStatus {
  const { behaviour, stopped } = container;
  const startedAt = container.startedAt ?? container.createdAt;
  if (stopped && stopped.at <= date)
    return { status: 'exited', finishedAt: stopped.at, exitCode: stopped.exitCode };
  if (behaviour.cannotStart !== undefined)
    return { status: 'created', finishedAt: startedAt, exitCode: behaviour.exitCode ?? 127 };
  if (behaviour.runsFor !== undefined && startedAt + behaviour.runsFor <= date) {
    return { status: 'exited', finishedAt: startedAt + behaviour.runsFor, exitCode: behaviour.exitCode ?? 0 };
  }
  return { status: 'running' };
}
