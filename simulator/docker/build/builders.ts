import type { Context } from '../../kernel/world.ts';
import { EngineError } from '../errors.ts';
import type { DockerState } from '../state.ts';

/** A builder as `docker buildx ls` shows it: the engine's own, or one in a container, which builds for several platforms. */
export interface Builder {
  name: string;
  driver: 'docker' | 'docker-container';
  current: boolean;
}

/** The builders, the engine's own first. */
export function builderList(docker: DockerState): Builder[] {
  const current = docker.builder ?? 'default';
  return [
    { name: 'default', driver: 'docker', current: current === 'default' },
    ...(docker.builders ?? []).map((name): Builder => ({
      name,
      driver: 'docker-container',
      current: current === name,
    })),
  ];
}

/** BuilderCreate: `docker buildx create`. @throws EngineError Conflict */
export function builderCreate(
  docker: DockerState,
  input: { name?: string; use?: boolean },
  { random }: Context,
): { name: string } {
  if (input.name !== undefined && builderList(docker).some(({ name }) => name === input.name))
    throw new EngineError(
      'Conflict',
      `ERROR: existing instance for "${input.name}" but no append mode, specify the node name to make changes for existing instances`,
      { client: true },
    );
  const name = input.name ?? `builder_${random.hex(8)}`;
  docker.builders = [...(docker.builders ?? []), name];
  if (input.use) docker.builder = name;
  return { name };
}

/** BuilderUse: `docker buildx use`. @throws EngineError NotFound */
export function builderUse(docker: DockerState, input: { name: string }): Record<string, never> {
  if (!builderList(docker).some(({ name }) => name === input.name))
    throw new EngineError('NotFound', `ERROR: no builder "${input.name}" found`, { client: true });
  if (input.name === 'default') delete docker.builder;
  else docker.builder = input.name;
  return {};
}
