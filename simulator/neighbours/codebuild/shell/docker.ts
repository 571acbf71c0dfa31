import type { BuildOutput, PullOutput, PushOutput, Vertex } from '../../../docker/index.ts';
import type { Reply } from '../../../kernel/journal.ts';
import { pathOf, type Outcome, type Program, type ProgramScope } from './run.ts';

/** A call of the build machine's own Docker engine. */
export type Engine = (operation: string, input: object) => Reply;

/** Options with a value, and those that may come several times. */
const valued = [
  '-t',
  '--tag',
  '-f',
  '--file',
  '--build-arg',
  '--platform',
  '--target',
  '-u',
  '--username',
  '-p',
  '--password',
];

interface Read {
  values: Map<string, string[]>;
  rest: string[];
}

function read(args: readonly string[]): Read {
  const values = new Map<string, string[]>();
  const rest: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const [name = '', joined] = args[at]!.startsWith('-') ? args[at]!.split(/=(.*)/s) : [''];
    if (valued.includes(name)) {
      const value = joined ?? args[++at] ?? '';
      values.set(name, [...(values.get(name) ?? []), value]);
    } else if (name === '') rest.push(args[at]!);
    else values.set(name, []);
  }
  return { values, rest };
}

/** `docker` on the build machine, as far as builds need it: build, tag, push, pull, login, images. */
export const dockerProgram =
  (engine: Engine, privileged: boolean): Program =>
  ([verb = '', ...args], scope) => {
    // CodeBuild's own documents name this fault: the project does not run in privileged mode.
    if (!privileged && verb !== '--version')
      return {
        output:
          'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n',
        status: 1,
      };
    const act = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
    return act
      ? act(read(args), engine, scope)
      : { output: `docker: Drydock's build machine has no docker ${verb}.\n`, status: 1 };
  };

type Verb = (args: Read, engine: Engine, scope: ProgramScope) => Partial<Outcome>;

function refused({ error }: Extract<Reply, { ok: false }>): Partial<Outcome> {
  return { output: `${error.message}\n`, status: 1, took: 500 };
}

const verbs: Readonly<Record<string, Verb>> = {
  build({ values, rest: [folder = '.'] }, engine, { host }) {
    const root = pathOf(folder, host);
    const prefix = root === '/' ? '/' : `${root}/`;
    const name = (values.get('-f') ?? values.get('--file'))?.at(-1) ?? `${folder}/Dockerfile`;
    const dockerfile = host.files[pathOf(name, host)];
    if (dockerfile === undefined)
      return {
        output: `ERROR: failed to build: failed to solve: failed to read dockerfile: open ${name.split('/').at(-1)}: no such file or directory\n`,
        status: 1,
      };
    const files = Object.fromEntries(
      Object.entries(host.files)
        .filter(([path]) => path.startsWith(prefix))
        .map(([path, text]) => [path.slice(prefix.length), text]),
    );
    const only = (...names: string[]) => names.flatMap((each) => values.get(each) ?? []);
    const platform = only('--platform').at(-1);
    const target = only('--target').at(-1);
    const reply = engine('ImageBuild', {
      dockerfile,
      files,
      tags: only('-t', '--tag'),
      buildArgs: Object.fromEntries(only('--build-arg').map((pair) => pair.split(/=(.*)/s).slice(0, 2))),
      ...(platform === undefined ? {} : { platform }),
      ...(target === undefined ? {} : { target }),
    });
    if (reply.ok) {
      const { vertices, took } = reply.output as BuildOutput;
      return { output: progress(vertices), took };
    }
    const { vertices = [], took = 500 } = (reply.error.details ?? {}) as Partial<BuildOutput>;
    return {
      output: `${progress(vertices)}ERROR: failed to build: ${reply.error.message}\n`,
      status: 1,
      took,
    };
  },
  tag({ rest: [source = '', target = ''] }, engine) {
    const reply = engine('ImageTag', { source, target });
    return reply.ok ? {} : refused(reply);
  },
  push({ rest: [reference = ''] }, engine) {
    const reply = engine('ImagePush', { reference });
    if (!reply.ok) return refused(reply);
    const { repository, layers, tag, digest, size, took } = reply.output as PushOutput;
    const lines = layers.map((layer) => `${layer.id}: ${layer.status}`);
    return {
      output: `The push refers to repository [${repository}]\n${lines.map((line) => `${line}\n`).join('')}${tag}: digest: ${digest} size: ${size}\n`,
      took,
    };
  },
  pull({ rest: [reference = ''] }, engine) {
    const reply = engine('ImagePull', { reference });
    if (!reply.ok) return refused(reply);
    const { took } = reply.output as PullOutput;
    return { output: `Pulled ${reference}\n`, took };
  },
  login({ values, rest: [serveraddress = ''] }, engine, { stdin }) {
    const one = (...names: string[]) => names.flatMap((each) => values.get(each) ?? []).at(-1);
    const password = values.has('--password-stdin') ? stdin.trim() : (one('-p', '--password') ?? '');
    const reply = engine('SystemAuth', { username: one('-u', '--username') ?? '', password, serveraddress });
    return reply.ok
      ? { output: 'Login Succeeded\n', took: 800 }
      : { output: `Error response from daemon: ${reply.error.message}\n`, status: 1, took: 800 };
  },
  '--version': () => ({ output: 'Docker version 28.5.2, build ecc6942\n' }),
};

function progress(vertices: readonly Vertex[]): string {
  return vertices
    .map(({ name, cached, logs, error, took }, index) => {
      const number = `#${index + 1}`;
      const end =
        error === undefined ? (cached ? 'CACHED' : `DONE ${(took / 1000).toFixed(1)}s`) : `ERROR: ${error}`;
      return [`${number} ${name}`, ...logs.map((line) => `${number} ${line}`), `${number} ${end}`, ''].join(
        '\n',
      );
    })
    .join('');
}
