import { createCloudWatch, type CloudWatch } from './cloudwatch/state.ts';
import { createEvents, type Events } from './events/state.ts';
import { createLoadBalancing, type LoadBalancing } from './load-balancing/state.ts';
import { createScheduler, type Scheduler } from './scheduler/state.ts';

/** The state of each neighbour in one Region of an account, made at the first use of the Region. */
export interface Neighbours {
  cloudwatch: CloudWatch;
  events: Events;
  loadBalancing: LoadBalancing;
  scheduler: Scheduler;
}

export function createNeighbours(): Neighbours {
  return {
    cloudwatch: createCloudWatch(),
    events: createEvents(),
    loadBalancing: createLoadBalancing(),
    scheduler: createScheduler(),
  };
}
