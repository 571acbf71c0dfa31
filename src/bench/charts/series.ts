import type { Happening } from '../../../learner/bench/index.ts';

/** How many tasks of a service run, and how many should, from a moment on. */
export interface Point {
  /** ms of virtual time. */
  at: number;
  running: number;
  desired: number;
}

/**
 * Running against desired of each service, by ARN, as far as the calls and the tasks' statuses tell.
 *
 * @param serviceOf the ARN of a task's service; undefined for tasks without one.
 */
export function servicesSeries(
  happenings: readonly Happening[],
  at: number,
  serviceOf: (task: string) => string | undefined,
): Map<string, Point[]> {
  const series = new Map<string, Point[]>();
  const change = (service: string, when: number, by: { running?: number; desired?: number }) => {
    const points = series.get(service) ?? [];
    series.set(service, points);
    const last = points.at(-1);
    const next = {
      at: when,
      running: (last?.running ?? 0) + (by.running ?? 0),
      desired: by.desired ?? last?.desired ?? 0,
    };
    if (last?.at === when) points[points.length - 1] = next;
    else points.push(next);
  };
  for (const { notice, at: when } of happenings) {
    if (when > at) break;
    if (notice.kind === 'status' && notice.machine === 'task') {
      const running = Number(notice.to === 'RUNNING') - Number(notice.from === 'RUNNING');
      const service = running === 0 ? undefined : serviceOf(notice.subject);
      if (service) change(service, when, { running });
    } else if (
      notice.kind === 'call' &&
      notice.reply.ok &&
      /^(Create|Update|Delete)Service$/.test(notice.call.operation)
    ) {
      const { service } = notice.reply.output as { service?: { serviceArn?: string; desiredCount?: number } };
      if (service?.serviceArn && service.desiredCount !== undefined)
        change(service.serviceArn, when, { desired: service.desiredCount });
    }
  }
  return series;
}
