import type { RepositoryCatalogData } from '@aws-sdk/client-ecr-public';
import type { Wire } from '../../api/wire.ts';
import type { Context } from '../../kernel/world.ts';
import { createEcr, type EcrState } from '../state.ts';
import { publicRegion } from './region.ts';

/** An account's public registry: one for all Regions. */
export interface EcrPublicState {
  /** Repositories, layers and tokens, as in a private registry. */
  ecr: EcrState;
  /** The default alias that AWS chooses: `public.ecr.aws/<alias>`. */
  alias: string;
  displayName?: string;
  /** What the gallery shows, by repository. */
  catalog: Map<string, Wire<RepositoryCatalogData>>;
}

export function createEcrPublic(registryId: string, { random }: Context): EcrPublicState {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  const alias = `${letters[random.integer(0, 25)]}${random.integer(0, 9)}${letters[random.integer(0, 25)]}${random.integer(0, 9)}${letters[random.integer(0, 25)]}${random.integer(0, 9)}${letters[random.integer(0, 25)]}${random.integer(0, 9)}`;
  return { ecr: createEcr(registryId, publicRegion), alias, catalog: new Map() };
}
