import type { ContainerView } from '../../simulator/docker/index.ts';
import type { Arguments } from './flags.ts';
import { template } from './format.ts';
import { attempt, printed, type DockerIo, type Printed } from './io.ts';

/** `docker inspect` and `docker image inspect`. */
export function inspect(args: Arguments, io: DockerIo, only: 'image' | 'any'): Printed {
  const found: Record<string, unknown>[] = [];
  const errors: string[] = [];
  for (const name of args.positional) {
    const container = only === 'any' ? attempt(io, 'ContainerInspect', { container: name }) : undefined;
    const image = container?.ok ? undefined : attempt(io, 'ImageInspect', { reference: name });
    if (container?.ok) found.push(containerDocument(container.output as ContainerView));
    else if (image?.ok) found.push(image.output as Record<string, unknown>);
    else if (only === 'any') errors.push(`error: no such object: ${name}\n`);
    else
      errors.push(
        `Error response from daemon: ${image?.ok === false ? image.error.message.replace(/^No such image/, 'No such image') : ''}\n`,
      );
  }
  const format = args.value('format');
  const stdout =
    format === undefined
      ? `${JSON.stringify(found, undefined, 4)}\n`
      : found
          .map((document) => `${format === 'json' ? JSON.stringify(document) : template(format, document)}\n`)
          .join('');
  return printed(stdout, errors.join(''), errors.length > 0 ? 1 : 0);
}

function containerDocument({
  id,
  name,
  image,
  imageId,
  command,
  createdAt,
  status,
  finishedAt,
  exitCode,
  ports,
}: ContainerView): Record<string, unknown> {
  const [Path, ...Args] = command;
  return {
    Id: id,
    Created: new Date(createdAt).toISOString(),
    Path,
    Args,
    State: {
      Status: status,
      Running: status === 'running',
      ExitCode: exitCode ?? 0,
      StartedAt: new Date(createdAt).toISOString(),
      FinishedAt: finishedAt === undefined ? '0001-01-01T00:00:00Z' : new Date(finishedAt).toISOString(),
    },
    Image: imageId,
    Name: `/${name}`,
    Config: { Image: image, Cmd: command },
    NetworkSettings: {
      Ports: Object.fromEntries(
        ports.map(({ container, host, protocol }) => [
          `${container}/${protocol}`,
          [{ HostIp: '0.0.0.0', HostPort: String(host) }],
        ]),
      ),
    },
  };
}
