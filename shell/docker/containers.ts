import type { ContainerView, PullOutput } from '../../simulator/docker/index.ts';
import { daemonError, engine } from './engine.ts';
import { DockerCliError } from './errors.ts';
import type { Arguments } from './flags.ts';
import { ago, ellipsis, humanDuration } from './format.ts';
import { attempt, printed, type DockerIo, type Printed } from './io.ts';
import { listing, type Column } from './listing.ts';
import { pulled } from './registry.ts';

/** How long the terminal follows a container that does not end by itself, in ms of virtual time. */
const followed = 10_000;

/** `docker run`: pulls the image when it is not there, runs it by its behaviour. */
export async function run(args: Arguments, io: DockerIo): Promise<Printed> {
  const [image, ...command] = args.positional as [string, ...string[]];
  const input = {
    image,
    remove: args.has('rm'),
    env: args.list('env').map((text) => (text.includes('=') ? text : `${text}=${io.env[text] ?? ''}`)),
    publish: args.list('publish'),
    ...(command.length ? { command } : {}),
    ...(args.value('entrypoint') === undefined ? {} : { entrypoint: [args.value('entrypoint')!] }),
    ...(args.value('name') === undefined ? {} : { name: args.value('name')! }),
    ...(args.value('workdir') === undefined ? {} : { workdir: args.value('workdir')! }),
    ...(args.value('user') === undefined ? {} : { user: args.value('user')! }),
  };
  let notes = '';
  let reply = attempt(io, 'ContainerRun', input);
  if (!reply.ok && reply.error.message.startsWith('No such image: ')) {
    notes = `Unable to find image '${reply.error.message.slice(15)}' locally\n`;
    const platform = args.value('platform');
    const fetched = attempt(io, 'ImagePull', {
      reference: image,
      ...(platform === undefined ? {} : { platform }),
    });
    if (!fetched.ok) throw refusal(notes, daemonError(fetched.error), 125);
    notes += pulled(fetched.output as PullOutput, image, io).replace(/[^\n]*\n$/, '');
    reply = attempt(io, 'ContainerRun', input);
  }
  if (!reply.ok) throw refusal(notes, daemonError(reply.error), 125);
  const container = reply.output as ContainerView;
  const { behaviour, id } = container;
  if (container.platform !== undefined && args.value('platform') === undefined)
    notes += `WARNING: The requested image's platform (${container.platform}) does not match the detected host platform (linux/amd64) and no specific platform was requested\n`;
  if (behaviour.cannotStart !== undefined) {
    if (input.remove) attempt(io, 'ContainerDelete', { container: id, force: true });
    const reason = `Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${behaviour.cannotStart}`;
    throw refusal(args.has('detach') ? `${notes}${id}\n` : notes, reason, 127);
  }
  io.wind(300);
  if (args.has('detach')) return printed(`${id}\n`, notes);
  const output = behaviour.logs.map((line) => `${line}\n`).join('');
  if (behaviour.runsFor !== undefined) {
    io.wind(behaviour.runsFor);
    if (input.remove) attempt(io, 'ContainerDelete', { container: id, force: true });
    return printed(output, notes, behaviour.exitCode ?? 0);
  }
  io.wind(followed);
  const { took } = engine<{ took: number }>(io, 'ContainerStop', { container: id });
  io.wind(took);
  const ended = engine<ContainerView>(io, 'ContainerInspect', { container: id });
  if (input.remove) attempt(io, 'ContainerDelete', { container: id, force: true });
  const note = `drydock: this container runs until it is stopped, so the terminal stopped it after ${followed / 1000} seconds. Use docker run -d to leave it running.\n`;
  return printed(output, notes + note, ended.exitCode ?? 0);
}

function refusal(before: string, message: string, exitCode: number): DockerCliError {
  return new DockerCliError(
    `${before}docker: ${message}\n\nRun 'docker run --help' for more information`,
    exitCode,
  );
}

const containerColumns: readonly Column[] = [
  ['CONTAINER ID', 'ID'],
  ['IMAGE', 'Image'],
  ['COMMAND', 'Command'],
  ['CREATED', 'RunningFor'],
  ['STATUS', 'Status'],
  ['PORTS', 'Ports'],
  ['NAMES', 'Names'],
];
const containerHeadings = Object.fromEntries(containerColumns.map(([heading, field]) => [field, heading]));

/** `docker ps`. */
export function ps(args: Arguments, io: DockerIo): Printed {
  const list = engine<ContainerView[]>(io, 'ContainerList', { all: args.has('all') });
  const full = args.has('no-trunc');
  if (args.has('quiet')) return printed(list.map(({ id }) => `${full ? id : id.slice(0, 12)}\n`).join(''));
  const rows = list.map((container) => ({
    ID: full ? container.id : container.id.slice(0, 12),
    Image: container.image,
    Command: `"${full ? container.command.join(' ') : ellipsis(container.command.join(' '), 20)}"`,
    RunningFor: ago(container.createdAt, io.date()),
    Status: statusText(container, io.date()),
    Ports: portsText(container),
    Names: container.name,
    State: container.status,
  }));
  return printed(listing(rows, containerColumns, containerHeadings, args.value('format')));
}

function statusText({ status, createdAt, finishedAt, exitCode }: ContainerView, now: number): string {
  if (status === 'running') return `Up ${humanDuration(Math.max(0, now - createdAt))}`;
  return status === 'created' ? 'Created' : `Exited (${exitCode}) ${ago(finishedAt ?? now, now)}`;
}

function portsText({ ports, behaviour, status }: ContainerView): string {
  if (status !== 'running') return '';
  if (ports.length === 0) return (behaviour.ports ?? []).map((port) => `${port}/tcp`).join(', ');
  return ports
    .map(
      ({ container, host, protocol }) =>
        `0.0.0.0:${host}->${container}/${protocol}, [::]:${host}->${container}/${protocol}`,
    )
    .join(', ');
}

/** `docker logs`. */
export function logs(args: Arguments, io: DockerIo): Printed {
  const { lines } = engine<{ lines: string[] }>(io, 'ContainerLogs', { container: args.positional[0] });
  const tail = args.value('tail');
  const shown =
    tail === undefined || tail === 'all' ? lines : lines.slice(Math.max(0, lines.length - Number(tail)));
  return printed(shown.map((line) => `${line}\n`).join(''));
}

/** Does the same to each container that is named; prints the names that it worked for. */
function each(args: Arguments, act: (container: string) => void): Printed {
  const lines: string[] = [];
  const errors: string[] = [];
  for (const container of args.positional) {
    try {
      act(container);
      lines.push(`${container}\n`);
    } catch (error) {
      if (!(error instanceof DockerCliError)) throw error;
      errors.push(`${error.message}\n`);
    }
  }
  return printed(lines.join(''), errors.join(''), errors.length > 0 ? 1 : 0);
}

/** `docker stop`. */
export function stop(args: Arguments, io: DockerIo): Printed {
  const timeout = args.value('time') ?? args.value('timeout');
  return each(args, (container) =>
    io.wind(
      engine<{ took: number }>(io, 'ContainerStop', {
        container,
        ...(timeout === undefined ? {} : { timeout: Number(timeout) }),
      }).took,
    ),
  );
}

/** `docker start`. */
export function start(args: Arguments, io: DockerIo): Printed {
  return each(args, (container) => {
    engine(io, 'ContainerStart', { container });
    io.wind(300);
  });
}

/** `docker restart`. */
export function restart(args: Arguments, io: DockerIo): Printed {
  const timeout = args.value('time') ?? args.value('timeout');
  return each(args, (container) => {
    io.wind(
      engine<{ took: number }>(io, 'ContainerStop', {
        container,
        ...(timeout === undefined ? {} : { timeout: Number(timeout) }),
      }).took,
    );
    engine(io, 'ContainerStart', { container });
    io.wind(300);
  });
}

/** `docker exec`. */
export function exec(args: Arguments, io: DockerIo): Printed {
  const [container, ...command] = args.positional;
  const behaviour = engine<ContainerView['behaviour']>(io, 'ContainerExec', {
    container,
    command,
    env: args.list('env'),
    ...(args.value('workdir') === undefined ? {} : { workdir: args.value('workdir')! }),
    ...(args.value('user') === undefined ? {} : { user: args.value('user')! }),
  });
  if (behaviour.cannotStart !== undefined) {
    throw new DockerCliError(
      `OCI runtime exec failed: exec failed: unable to start container process: ${behaviour.cannotStart}`,
      127,
    );
  }
  io.wind(behaviour.runsFor ?? 300);
  if (args.has('detach')) return printed('');
  return printed(behaviour.logs.map((line) => `${line}\n`).join(''), '', behaviour.exitCode ?? 0);
}

/** `docker kill`. */
export function kill(args: Arguments, io: DockerIo): Printed {
  return each(args, (container) =>
    io.wind(engine<{ took: number }>(io, 'ContainerKill', { container }).took),
  );
}

/** `docker rm`. */
export function remove(args: Arguments, io: DockerIo): Printed {
  return each(
    args,
    (container) => void engine(io, 'ContainerDelete', { container, force: args.has('force') }),
  );
}
