import type { Context } from '../kernel/world.ts';
import {
  behaviourOf,
  commandLine,
  wrongPlatform,
  type Behaviour,
  type ImageConfig,
} from '../images/index.ts';
import { statusOf, type ContainerStatus } from './container-status.ts';
import { EngineError } from './errors.ts';
import { filesOf, localImage } from './image.ts';
import { hostPlatform } from './platform.ts';
import type { Container, DockerState } from './state.ts';

export interface RunInput {
  image: string;
  command?: string[];
  entrypoint?: string[];
  name?: string;
  env?: string[];
  /** `8080:80`, `80`, `8080:80/udp`. */
  publish?: string[];
  workdir?: string;
  user?: string;
  remove?: boolean;
}

/** A container as the engine shows it. */
export interface ContainerView extends ContainerStatus {
  id: string;
  name: string;
  image: string;
  imageId: string;
  command: string[];
  ports: Container['ports'];
  createdAt: number;
  behaviour: Container['behaviour'];
  /** Of an image that is made for another machine. */
  platform?: string;
}

function view(container: Container, date: number): ContainerView {
  const { id, name, image, imageId, command, ports, createdAt, behaviour, platform } = container;
  return {
    id,
    name,
    image,
    imageId,
    command,
    ports,
    createdAt,
    behaviour,
    ...(platform === undefined ? {} : { platform }),
    ...statusOf(container, date),
  };
}

const adjectives = [
  'brave',
  'calm',
  'eager',
  'gentle',
  'happy',
  'keen',
  'lucid',
  'nifty',
  'quirky',
  'serene',
  'vivid',
  'zen',
];
const names = [
  'bell',
  'curie',
  'darwin',
  'euler',
  'hopper',
  'kepler',
  'lovelace',
  'newton',
  'noether',
  'pascal',
  'turing',
  'wright',
];

/**
 * ContainerRun: creates a container and starts it (the engine's ContainerCreate and ContainerStart).
 * @throws EngineError NotFound, Conflict, InvalidParameter
 */
export function containerRun(docker: DockerState, input: RunInput, context: Context): ContainerView {
  const image = localImage(docker, input.image);
  for (const container of docker.containers.values()) sweep(docker, container, context.date);
  const taken = input.name === undefined ? undefined : byName(docker, input.name);
  if (taken) {
    throw new EngineError(
      'Conflict',
      `Conflict. The container name "/${input.name}" is already in use by container "${taken.id}". You have to remove (or rename) that container to be able to reuse that name.`,
    );
  }
  const ports = (input.publish ?? []).map((text, index) => readPort(text, index));
  const busy = ports.find(({ host }) =>
    [...docker.containers.values()].some(
      (other) =>
        statusOf(other, context.date).status === 'running' && other.ports.some((port) => port.host === host),
    ),
  );
  const id = context.random.hex(64);
  const name =
    input.name ??
    `${adjectives[context.random.integer(0, adjectives.length - 1)]}_${names[context.random.integer(0, names.length - 1)]}`;
  if (busy) {
    throw new EngineError(
      'Internal',
      `failed to set up container networking: driver failed programming external connectivity on endpoint ${name} (${context.random.hex(64)}): Bind for 0.0.0.0:${busy.host} failed: port is already allocated`,
    );
  }
  const config: ImageConfig = {
    ...image.document.config,
    Env: [...(image.document.config.Env ?? []), ...(input.env ?? [])],
    ...(input.workdir === undefined ? {} : { WorkingDir: input.workdir }),
    ...(input.user === undefined ? {} : { User: input.user }),
  };
  const command = commandLine(config, input.command, input.entrypoint);
  if (command.length === 0) throw new EngineError('InvalidParameter', 'no command specified');
  const platform = `${image.document.os}/${image.document.architecture}`;
  const container: Container = {
    id,
    ...(platform === hostPlatform ? {} : { platform }),
    name,
    image: input.image,
    imageId: image.id,
    command,
    ports,
    behaviour:
      platform === hostPlatform
        ? behaviourOf(config, input.command, input.entrypoint, filesOf(docker, image))
        : wrongPlatform(config, input.command, input.entrypoint),
    createdAt: context.date,
    config,
    remove: input.remove ?? false,
  };
  docker.containers.set(id, container);
  return view(container, context.date);
}

/** A container that was run with `--rm` goes when it has ended. */
function sweep(docker: DockerState, container: Container, date: number): void {
  if (container.remove && statusOf(container, date).status !== 'running')
    docker.containers.delete(container.id);
}

function readPort(text: string, index: number): Container['ports'][number] {
  const match = /^(?:(?:[\d.]*:)?(\d*):)?(\d+)(?:\/(tcp|udp))?$/.exec(text);
  const container = Number(match?.[2]);
  const host = match?.[1] ? Number(match[1]) : 32_768 + index;
  if (!match || container < 1 || container > 65_535 || host > 65_535) {
    throw new EngineError('InvalidParameter', `invalid containerPort: ${text.split(':').at(-1)}`, {
      client: true,
    });
  }
  return { container, host, protocol: match[3] ?? 'tcp' };
}

function byName(docker: DockerState, text: string): Container | undefined {
  const all = [...docker.containers.values()];
  const named = all.find(({ name, id }) => name === text || id === text);
  if (named) return named;
  const begins = /^[0-9a-f]+$/.test(text) ? all.filter(({ id }) => id.startsWith(text)) : [];
  return begins.length === 1 ? begins[0] : undefined;
}

function containerOf(docker: DockerState, text: string): Container {
  const container = byName(docker, text);
  if (!container) throw new EngineError('NotFound', `No such container: ${text}`);
  return container;
}

/** ContainerList: the newest first; only those that run unless `all`. */
export function containerList(docker: DockerState, input: { all?: boolean }, date: number): ContainerView[] {
  return [...docker.containers.values()]
    .map((container) => view(container, date))
    .filter(({ status, id }) => {
      const { remove } = docker.containers.get(id)!;
      return status === 'running' || (input.all === true && !remove);
    })
    .reverse();
}

/** ContainerInspect. @throws EngineError NotFound */
export function containerInspect(
  docker: DockerState,
  input: { container: string },
  date: number,
): ContainerView {
  return view(containerOf(docker, input.container), date);
}

/** ContainerLogs. @throws EngineError NotFound */
export function containerLogs(docker: DockerState, input: { container: string }): { lines: string[] } {
  return { lines: containerOf(docker, input.container).behaviour.logs };
}

/**
 * ContainerStop and ContainerKill: SIGTERM, and SIGKILL after `timeout` seconds when the process ignores it.
 * @throws EngineError NotFound
 */
export function containerStop(
  docker: DockerState,
  input: { container: string; timeout?: number; kill?: boolean },
  date: number,
): { id: string; took: number } {
  const container = containerOf(docker, input.container);
  if (statusOf(container, date).status !== 'running') {
    if (input.kill)
      throw new EngineError(
        'Conflict',
        `cannot kill container: ${input.container}: container ${container.id} is not running`,
      );
    return { id: container.id, took: 0 };
  }
  const grace = (input.timeout ?? 10) * 1000;
  const { onSigterm } = container.behaviour;
  const obeys = !input.kill && onSigterm !== 'ignored' && onSigterm.after <= grace;
  const took = input.kill ? 50 : obeys ? onSigterm.after + 50 : grace + 50;
  container.stopped = { at: date + took, exitCode: obeys ? onSigterm.exitCode : 137 };
  return { id: container.id, took };
}

/** ContainerStart: starts a container that has ended again; one that runs goes on. @throws EngineError NotFound */
export function containerStart(
  docker: DockerState,
  input: { container: string },
  date: number,
): ContainerView {
  const container = containerOf(docker, input.container);
  if (statusOf(container, date).status !== 'running') {
    delete container.stopped;
    container.startedAt = date;
  }
  return view(container, date);
}

export interface ExecInput {
  container: string;
  command: string[];
  workdir?: string;
  env?: string[];
  user?: string;
}

/**
 * Exec: another process in a container that runs (the engine's ExecCreate and ExecStart).
 * @throws EngineError NotFound, Conflict
 */
export function containerExec(docker: DockerState, input: ExecInput, date: number): Behaviour {
  const container = containerOf(docker, input.container);
  if (statusOf(container, date).status !== 'running')
    throw new EngineError('Conflict', `container ${container.id} is not running`);
  if (!Array.isArray(input.command) || input.command.length === 0)
    throw new EngineError('InvalidParameter', 'No exec command specified');
  const image = docker.images.get(container.imageId);
  const config: ImageConfig = { ...(container.config ?? image?.document.config) };
  delete config.Entrypoint;
  return behaviourOf(
    {
      ...config,
      Env: [...(config.Env ?? []), ...(input.env ?? [])],
      ...(input.workdir === undefined ? {} : { WorkingDir: input.workdir }),
      ...(input.user === undefined ? {} : { User: input.user }),
    },
    input.command,
    undefined,
    image && filesOf(docker, image),
  );
}

/** ContainerDelete. @throws EngineError NotFound, Conflict */
export function containerDelete(
  docker: DockerState,
  input: { container: string; force?: boolean },
  date: number,
): { id: string } {
  const container = containerOf(docker, input.container);
  if (statusOf(container, date).status === 'running' && !input.force) {
    throw new EngineError(
      'Conflict',
      `cannot remove container "${container.name}": container is running: stop the container before removing or force remove`,
    );
  }
  docker.containers.delete(container.id);
  return { id: container.id };
}
