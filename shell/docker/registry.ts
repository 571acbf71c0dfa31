import type { PullOutput, PushOutput } from '../../simulator/docker/index.ts';
import { daemonError, engine } from './engine.ts';
import { DockerCliError } from './errors.ts';
import type { Arguments } from './flags.ts';
import { attempt, printed, type DockerIo, type Printed } from './io.ts';

/** `docker login`. */
export function login(args: Arguments, io: DockerIo): Printed {
  const serveraddress = args.positional[0] ?? '';
  const username = args.value('username');
  const typed = args.value('password');
  const fromStdin = args.has('password-stdin');
  const warning =
    typed === undefined ? '' : 'WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n';
  if (fromStdin && typed !== undefined)
    throw new DockerCliError('--password and --password-stdin are mutually exclusive');
  if (fromStdin && !username) throw new DockerCliError('Must provide --username with --password-stdin');
  const password = fromStdin ? io.stdin.replace(/\r?\n$/, '') : typed;
  if (fromStdin && password === '') throw new DockerCliError('password is empty');
  if (!username || !password)
    throw new DockerCliError(`${warning}Error: Cannot perform an interactive login from a non TTY device`);
  io.wind(400);
  const reply = attempt(io, 'SystemAuth', { username, password, serveraddress });
  if (!reply.ok) throw new DockerCliError(warning + daemonError(reply.error));
  return printed(`${(reply.output as { Status: string }).Status}\n`, warning);
}

/** `docker logout`. */
export function logout(args: Arguments, io: DockerIo): Printed {
  const { serveraddress, removed } = engine<{ serveraddress: string; removed: boolean }>(io, 'Logout', {
    serveraddress: args.positional[0] ?? '',
  });
  const shown = serveraddress === 'docker.io' ? 'https://index.docker.io/v1/' : serveraddress;
  return printed(removed ? `Removing login credentials for ${shown}\n` : `Not logged in to ${shown}\n`);
}

/** Whether a reference names neither tag nor digest, so that Docker says which tag it takes. */
function lacksTag(reference: string): boolean {
  return !reference.includes('@') && !reference.slice(reference.lastIndexOf('/') + 1).includes(':');
}

/** `docker push`. */
export function push(args: Arguments, io: DockerIo): Printed {
  const reference = args.positional[0]!;
  const before = lacksTag(reference) ? 'Using default tag: latest\n' : '';
  const reply = attempt(io, 'ImagePush', { reference });
  if (!reply.ok) {
    const { repository, layers } = (reply.error.details ?? {}) as {
      repository?: string;
      layers?: PushOutput['layers'];
    };
    if (repository === undefined) throw new DockerCliError(daemonError(reply.error));
    io.wind(500);
    throw new DockerCliError(
      reply.error.message,
      1,
      `${before}The push refers to repository [${repository}]\n${layerLines(layers ?? [])}`,
    );
  }
  const { repository, layers, tag, digest, size, took } = reply.output as PushOutput;
  io.wind(took);
  if (args.has('quiet')) return printed(`${repository}:${tag}\n`);
  return printed(
    `${before}The push refers to repository [${repository}]\n${layerLines(layers)}${tag}: digest: ${digest} size: ${size}\n`,
  );
}

/** The uppermost layer first, as the client lists them. */
function layerLines(layers: PushOutput['layers']): string {
  return layers
    .toReversed()
    .map(({ id, status }) => `${id}: ${status}\n`)
    .join('');
}

/** `docker pull`. */
export function pull(args: Arguments, io: DockerIo): Printed {
  const reference = args.positional[0]!;
  const platform = args.value('platform');
  const before = lacksTag(reference) ? 'Using default tag: latest\n' : '';
  const reply = attempt(io, 'ImagePull', { reference, ...(platform === undefined ? {} : { platform }) });
  if (!reply.ok) {
    io.wind(500);
    throw new DockerCliError(daemonError(reply.error), 1, before);
  }
  const output = reply.output as PullOutput;
  const lines = pulled(output, reference, io);
  return printed(args.has('quiet') ? `${output.reference}\n` : before + lines);
}

/** What a pull prints; lets its time pass. */
export function pulled(
  { tag, repository, layers, digest, newer, reference, took }: PullOutput,
  asked: string,
  io: DockerIo,
): string {
  io.wind(took);
  const name = lacksTag(asked) ? `${asked}:latest` : asked;
  return [
    `${tag}: Pulling from ${repository}`,
    ...layers.map(({ id, status }) => `${id}: ${status}`),
    `Digest: ${digest}`,
    newer ? `Status: Downloaded newer image for ${name}` : `Status: Image is up to date for ${name}`,
    reference,
    '',
  ].join('\n');
}
