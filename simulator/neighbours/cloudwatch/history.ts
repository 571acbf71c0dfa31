import type { Service } from '../../ecs/services/record.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { minuteOf, type ServiceSample, type TargetSample } from './state.ts';

/** How many changes are kept of each service and target group: some days of a busy one. */
const kept = 5_000;

function add<Sample extends { at: number }>(all: Map<string, Sample[]>, key: string, sample: Sample): void {
  const samples = all.get(key);
  if (!samples) all.set(key, [sample]);
  else if (samples.at(-1)!.at === sample.at) samples[samples.length - 1] = sample;
  else if (samples.push(sample) > kept) samples.shift();
}

/** Keeps how many tasks a service has now. */
export function sampleService(service: Service, { neighbours, context }: RegionScope): void {
  const sample: ServiceSample = {
    at: minuteOf(context.date),
    running: 0,
    pending: 0,
    desired: service.desiredCount,
    deployments: service.deployments.length,
  };
  for (const { running, pending } of service.deployments) {
    sample.running += running;
    sample.pending += pending;
  }
  add(neighbours.cloudwatch.services, service.arn, sample);
}

/** The effect `cloudwatch.targets`: a target of a target group, which is the subject, has changed. */
export function sampleTargets({ subject }: Effect, { neighbours, context }: RegionScope): void {
  const group = neighbours.loadBalancing.targetGroups.get(subject);
  if (!group) return;
  const sample: TargetSample = { at: minuteOf(context.date), healthy: 0, unhealthy: 0 };
  for (const { status } of group.targets.values()) {
    if (status === 'healthy') sample.healthy++;
    else if (status === 'unhealthy') sample.unhealthy++;
  }
  add(neighbours.cloudwatch.targetGroups, subject, sample);
}

/** What was so at a moment: the last sample that is no later. */
export function sampleAt<Sample extends { at: number }>(
  samples: readonly Sample[] | undefined,
  date: number,
): Sample | undefined {
  return samples?.findLast(({ at }) => at <= date);
}
