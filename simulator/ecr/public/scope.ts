import type { EcrScope } from '../scope.ts';
import type { EcrPublicState } from './state.ts';

/** `ecr` is the public registry's own: what a private registry's operations do to repositories, they do here. */
export interface EcrPublicScope extends EcrScope {
  gallery: EcrPublicState;
}
