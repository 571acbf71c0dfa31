import type { CallScope } from '../api/service.ts';
import type { RegionScope } from '../region.ts';

/** What a neighbour's operations get. */
export type NeighbourScope = RegionScope & CallScope;
