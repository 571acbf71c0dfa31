import { createLoadBalancing, type LoadBalancing } from './load-balancing/state.ts';

/** The state of each neighbour in one Region of an account, made at the first use of the Region. */
export interface Neighbours {
  loadBalancing: LoadBalancing;
}

export function createNeighbours(): Neighbours {
  return { loadBalancing: createLoadBalancing() };
}
