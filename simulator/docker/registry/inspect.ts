import { canonicalString, parseReference } from '../../images/index.ts';
import { EngineError } from '../errors.ts';
import type { DockerState } from '../state.ts';
import type { RegistryAccess } from './access.ts';
import { localList } from './manifest-list.ts';
import { sourceOf } from './source.ts';

/**
 * DistributionInspect, as `docker manifest inspect` shows it: what stands on the tag, be it a manifest or an index.
 * @throws EngineError
 */
export function distributionInspect(
  docker: DockerState,
  input: { reference: string },
  registry: RegistryAccess,
): { manifest: string } {
  const reference = parseReference(input.reference);
  const missing = () =>
    new EngineError('NotFound', `no such manifest: ${canonicalString(reference)}`, { client: true });
  const kept = localList(docker, canonicalString(reference));
  if (kept !== undefined) return { manifest: kept };
  try {
    const found = sourceOf(docker, reference, registry).manifest(reference);
    if (found) return { manifest: found.text };
  } catch (error) {
    if (error instanceof EngineError && (error.code === 'NoRepository' || error.code === 'Unreachable'))
      throw missing();
    throw error;
  }
  throw missing();
}
