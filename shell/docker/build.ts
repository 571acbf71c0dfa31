import type { Builder, BuildOutput, Vertex } from '../../simulator/docker/index.ts';
import { readFolder } from '../files.ts';
import { DockerCliError } from './errors.ts';
import type { Arguments } from './flags.ts';
import { attempt, printed, type DockerIo, type Printed } from './io.ts';

interface BuildFailure {
  vertices?: Vertex[];
  took?: number;
  line?: number;
  endLine?: number;
  dockerfile?: string;
  dockerfileName?: string;
  /** Name of the step that went wrong. */
  failed?: string;
}

/** `docker build`: BuildKit's plain progress on standard error (`--progress plain`). */
export async function build(args: Arguments, io: DockerIo): Promise<Printed> {
  const where = args.positional[0]!;
  if (where === '-')
    throw new DockerCliError(
      'ERROR: failed to build: Drydock reads no build context from standard input: give a folder.',
    );
  if (/^(https?|git|ssh):\/\/|^git@/.test(where))
    throw new DockerCliError(
      'ERROR: failed to build: Drydock builds from a folder only, not from an address.',
    );
  const folder = io.fs.resolvePath(io.cwd, where);
  if (!(await isFolder(io, folder)))
    throw new DockerCliError(`ERROR: failed to build: unable to prepare context: path "${where}" not found`);
  const file = args.value('file');
  const path =
    file === undefined ? `${folder === '/' ? '' : folder}/Dockerfile` : io.fs.resolvePath(io.cwd, file);
  const dockerfileName = path.slice(path.lastIndexOf('/') + 1);
  const dockerfile = file === '-' ? io.stdin : await io.readFile(path);
  if (dockerfile === undefined) {
    throw new DockerCliError(
      `${progress([{ name: `[internal] load build definition from ${dockerfileName}`, took: 0, logs: ['transferring dockerfile: 2B done'] }])}ERROR: failed to build: failed to solve: failed to read dockerfile: open ${dockerfileName}: no such file or directory`,
    );
  }
  const platforms = (args.value('platform') ?? '').split(',').filter(Boolean);
  const pushes = args.has('push');
  const inContainer = attemptBuilders(io).some(({ current, driver }) => current && driver !== 'docker');
  if (platforms.length > 1 && !inContainer) {
    throw new DockerCliError(
      'ERROR: failed to build: Multi-platform build is not supported for the docker driver.\nSwitch to a different driver, or turn on the containerd image store, and try again.\nLearn more at https://docs.docker.com/go/build-multi-platform/',
    );
  }
  if (platforms.length > 1 && args.has('load'))
    throw new DockerCliError(
      'ERROR: failed to build: docker exporter does not currently support exporting manifest lists',
    );
  const kept = !inContainer || args.has('load');
  const reply = attempt(io, pushes || platforms.length > 1 ? 'ImageBuildPush' : 'ImageBuild', {
    dockerfile,
    dockerfileName,
    files: await readFolder(io.fs, folder),
    tags: kept || pushes ? args.list('tag') : [],
    buildArgs: Object.fromEntries(args.list('build-arg').flatMap((text) => buildArg(text, io))),
    noCache: args.has('no-cache'),
    ...(args.value('target') === undefined ? {} : { target: args.value('target') }),
    ...(pushes || platforms.length > 1
      ? { platforms: platforms.length ? platforms : ['linux/amd64'] }
      : platforms[0] === undefined
        ? {}
        : { platform: platforms[0] }),
  });
  if (!reply.ok) {
    const failure = (reply.error.details ?? {}) as BuildFailure;
    io.wind(failure.took ?? 0);
    throw new DockerCliError(
      `${progress(failure.vertices ?? [])}${blame(failure)}ERROR: failed to build: ${reply.error.message}`,
    );
  }
  const { id, vertices, took } = reply.output as BuildOutput;
  io.wind(took);
  // A builder in a container keeps what it built in its cache.
  if (!kept) attempt(io, 'ImageRemove', { reference: id, force: true });
  const warning =
    kept || pushes
      ? ''
      : 'WARNING: No output specified with docker-container driver. Build result will only remain in the build cache. To push result image into registry use --push or to load image into docker use --load\n';
  return args.has('quiet') ? printed(`${id}\n`) : printed('', warning + progress(vertices));
}

function attemptBuilders(io: DockerIo): Builder[] {
  const reply = attempt(io, 'BuilderList', {});
  return reply.ok ? (reply.output as Builder[]) : [];
}

async function isFolder(io: DockerIo, path: string): Promise<boolean> {
  try {
    return (await io.fs.stat(path)).isDirectory;
  } catch {
    return false;
  }
}

/** `NAME=value`, or `NAME` alone for the value of the environment. */
function buildArg(text: string, { env }: DockerIo): [string, string][] {
  const at = text.indexOf('=');
  if (at !== -1) return [[text.slice(0, at), text.slice(at + 1)]];
  return env[text] === undefined ? [] : [[text, env[text]]];
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)}s`;
}

/** The steps as BuildKit's plain progress prints them. */
function progress(vertices: readonly Vertex[]): string {
  const blocks = vertices.map(({ name, cached, took, logs, error }, index) => {
    const number = `#${index + 1}`;
    const isRun = /\] RUN /.test(name);
    const lines = [
      `${number} ${name}`,
      ...logs.map((line, at) =>
        isRun
          ? `${number} ${(((at + 1) * took) / (logs.length + 1) / 1000).toFixed(3)} ${line}`
          : `${number} ${line}`,
      ),
      error === undefined
        ? cached
          ? `${number} CACHED`
          : `${number} DONE ${seconds(took)}`
        : `${number} ERROR: ${error}`,
    ];
    return `${lines.join('\n')}\n`;
  });
  return `#0 building with "default" instance using docker driver\n\n${blocks.join('\n')}`;
}

/** The failed step with its output, and its place in the Dockerfile. */
function blame({ vertices = [], failed, line, endLine, dockerfile, dockerfileName }: BuildFailure): string {
  const vertex = vertices.find(({ name }) => name === failed);
  const output = vertex
    ? ['------', ` > ${vertex.name}:`, ...vertex.logs.map((text) => `0.100 ${text}`), '------']
    : [];
  if (line === undefined || dockerfile === undefined) return output.map((text) => `${text}\n`).join('');
  const last = endLine ?? line;
  const source = dockerfile.split(/\r?\n/);
  const shown = source
    .map((text, index) => ({ text, number: index + 1 }))
    .filter(({ number }) => number >= line - 2 && number <= last + 2)
    .map(
      ({ text, number }) =>
        `${String(number).padStart(4)} | ${number >= line && number <= last ? '>>>' : '   '} ${text}`,
    );
  const ruler = '--------------------';
  return [...output, `${dockerfileName}:${line}`, ruler, ...shown, ruler, ''].join('\n');
}
