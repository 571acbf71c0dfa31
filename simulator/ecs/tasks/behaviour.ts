import {
  behaviourOf,
  parseCharacter,
  withCharacter,
  wrongPlatform,
  type Behaviour,
  type ImageConfig,
} from '../../images/index.ts';
import type { Container, PulledImage, Task } from '../state.ts';
import { definitionsOf, registeredOf, type Definition } from './containers.ts';
import { pulledImage } from './images.ts';
import type { TaskScope } from './life.ts';

/** Behaviours of containers that are made alike: by definition, then by the image's digest. */
const known = new WeakMap<Definition, Map<string, Behaviour>>();

/** What a container does, by its image, the command and the environment that it was given, and what has befallen it. */
export function behaviourIn(task: Task, container: Container, scope: TaskScope): Behaviour {
  const behaviour = undisturbed(task, container, scope);
  const { character } = container;
  return character ? withCharacter(behaviour, parseCharacter(character.text), character.since) : behaviour;
}

function undisturbed(task: Task, container: Container, scope: TaskScope): Behaviour {
  const definition = definitionsOf(task, scope).get(container.name);
  const override = task.overrides?.containerOverrides?.find(({ name }) => name === container.name);
  const make = () => {
    const config = configIn(task, container, scope);
    const image = imageOf(task, container, scope);
    const does = image?.runs === false ? wrongPlatform : behaviourOf;
    return does(config, override?.command ?? definition?.command, definition?.entryPoint, {
      ...image?.files,
      ...container.mounted,
    });
  };
  if (override || !definition || container.secrets || container.mounted) return make();
  let alike = known.get(definition);
  if (!alike) known.set(definition, (alike = new Map()));
  const digest = container.imageDigest ?? '';
  let behaviour = alike.get(digest);
  if (!behaviour) alike.set(digest, (behaviour = make()));
  return behaviour;
}

/** The image that a container was made from; undefined while it has not been pulled. */
export function imageOf(task: Task, { imageDigest }: Container, scope: TaskScope): PulledImage | undefined {
  return imageDigest === undefined ? undefined : pulledImage(imageDigest, registeredOf(task, scope), scope);
}

/** The configuration that a container runs with: its image's, with the environment of the definition, the overrides and the secrets. */
export function configIn(task: Task, container: Container, scope: TaskScope): ImageConfig {
  const definition = definitionsOf(task, scope).get(container.name);
  const override = task.overrides?.containerOverrides?.find(({ name }) => name === container.name);
  const config = imageOf(task, container, scope)?.config ?? {};
  const pairs = [...(definition?.environment ?? []), ...(override?.environment ?? [])].map(
    ({ name, value }) => `${name}=${value ?? ''}`,
  );
  const secrets = Object.entries(container.secrets ?? {}).map(([name, value]) => `${name}=${value}`);
  return {
    ...config,
    Env: [...(config.Env ?? []), ...pairs, ...secrets],
    ...(definition?.workingDirectory === undefined ? {} : { WorkingDir: definition.workingDirectory }),
    ...(definition?.user === undefined ? {} : { User: definition.user }),
  };
}

/** ms since the container's process began; 0 before that. */
export function elapsedIn({ startedAt }: Container, { context }: TaskScope): number {
  return startedAt === undefined ? 0 : context.date - startedAt;
}
