import type { ScanningRepositoryFilter } from '@aws-sdk/client-ecr';
import type { Wire } from '../../api/wire.ts';
import type { EcrState, Repository } from '../state.ts';
import { fits } from '../wildcard.ts';

export interface Frequency {
  frequency: 'SCAN_ON_PUSH' | 'CONTINUOUS_SCAN' | 'MANUAL';
  /** The filters that brought it about. */
  filters: Wire<ScanningRepositoryFilter>[];
}

/**
 * When a repository's images are scanned: continuous scanning wins over scanning on push, the registry's filters over
 * the repository's own setting, which counts with basic scanning only
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html, filters). A filter without `*` finds its
 * text anywhere in the name.
 */
export function frequencyOf({ scanning }: EcrState, { name, scanOnPush }: Repository): Frequency {
  for (const frequency of ['CONTINUOUS_SCAN', 'SCAN_ON_PUSH'] as const) {
    const filters = (scanning.rules ?? [])
      .filter(({ scanFrequency }) => scanFrequency === frequency)
      .flatMap(({ repositoryFilters }) => repositoryFilters ?? [])
      .filter(({ filter = '' }) => fits(filter.includes('*') ? filter : `*${filter}*`, name));
    if (filters.length) return { frequency, filters };
  }
  const own = scanning.scanType !== 'ENHANCED' && scanOnPush;
  return { frequency: own ? 'SCAN_ON_PUSH' : 'MANUAL', filters: [] };
}
