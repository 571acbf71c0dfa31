import { resolvePath } from '../../images/path.ts';
import { digestOf } from '../../ecr/digest.ts';
import { environmentValue } from '../../images/config.ts';
import type { Outcome, Program, Surroundings } from '../../images/program.ts';

/** What a RUN step did beside writing files. */
export interface Effects {
  /** Bytes that it put on disk, about. */
  unpacked: number;
  /** It did what cannot be known from outside. */
  opaque: boolean;
}

const mebibyte = 1024 * 1024;

/** What a compiler makes of the sources below a folder: equal sources, equal programs. */
function made({ files }: Surroundings, folder: string, leftOut: RegExp): string {
  const sources = [...files]
    .filter(([path]) => path.startsWith(folder === '/' ? '/' : `${folder}/`) && !leftOut.test(path))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return digestOf(JSON.stringify(sources)).slice('sha256:'.length);
}

/**
 * The tools that builds call, as far as their outcome can be told: how long they take, how much they write, and the
 * mistakes that learners meet (no project file, no package.json, apt-get without -y).
 */
export function buildTools(effects: Effects): Record<string, Program> {
  const simple =
    (took: number, mebibytes: number, logs: string[] = []): Program =>
    () => {
      effects.unpacked += mebibytes * mebibyte;
      effects.opaque = true;
      return { logs, ends: { after: took, exitCode: 0 } };
    };
  const fails = (exitCode: number, logs: string[]): Outcome => ({ logs, ends: { after: 300, exitCode } });
  const at = ({ config }: Surroundings, path: string) => resolvePath(config.WorkingDir || '/', path);
  const option = (args: readonly string[], ...names: string[]) => {
    const index = args.findIndex((arg) => names.includes(arg));
    if (index !== -1) return args[index + 1];
    const joined = args.find((arg) => names.some((name) => arg.startsWith(`${name}=`)));
    return joined?.slice(joined.indexOf('=') + 1);
  };

  const dotnet: Program = (args, surroundings) => {
    const [verb, ...rest] = args;
    if (!['restore', 'build', 'publish', 'test'].includes(verb ?? ''))
      return { logs: [], ends: { after: 400, exitCode: 0 } };
    const output = option(rest, '-o', '--output');
    const given = rest.find(
      (arg, index) =>
        !arg.startsWith('-') &&
        !/^-(o|c|r|f|v)$|^--(output|configuration|runtime|framework|verbosity)$/.test(rest[index - 1] ?? ''),
    );
    const folder = surroundings.config.WorkingDir || '/';
    const isProject = (path: string) => /\.(cs|fs|vb)proj$|\.slnx?$/.test(path);
    const inFolder = [...surroundings.files.keys()].find(
      (path) =>
        isProject(path) &&
        path.slice(0, path.lastIndexOf('/')) ===
          (given && !isProject(given) ? at(surroundings, given) : folder === '/' ? '' : folder),
    );
    const project = given && isProject(given) ? at(surroundings, given) : inFolder;
    if (given && isProject(given) && !surroundings.files.has(at(surroundings, given))) {
      return fails(1, ['MSBUILD : error MSB1009: Project file does not exist.', `Switch: ${given}`]);
    }
    if (!project) {
      return fails(1, [
        'MSBUILD : error MSB1003: Specify a project or solution file. The current working directory does not contain a project or solution file.',
      ]);
    }
    const name = project.slice(project.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
    const parent = project.slice(0, project.lastIndexOf('/')) || '/';
    if (verb === 'restore') {
      effects.unpacked += 12 * mebibyte;
      return {
        logs: ['  Determining projects to restore...', `  Restored ${project} (in 2.1 sec).`],
        ends: { after: 4000, exitCode: 0 },
      };
    }
    const into = output
      ? at(surroundings, output)
      : resolvePath(parent, verb === 'publish' ? 'bin/Release/publish' : 'bin/Release');
    const assembly = `assembly ${name} ${made(surroundings, parent, /\/(?:bin|obj)\/|\.md$/)}\n`;
    for (const file of [`${name}.dll`, `${name}.runtimeconfig.json`, `${name}.deps.json`]) {
      surroundings.files.set(resolvePath(into, file), file.endsWith('.dll') ? assembly : '{}\n');
    }
    effects.unpacked += 3 * mebibyte;
    return {
      logs: [
        '  Determining projects to restore...',
        '  All projects are up-to-date for restore.',
        `  ${name} -> ${resolvePath(into, verb === 'publish' ? '' : `${name}.dll`)}${verb === 'publish' ? '/' : ''}`,
      ],
      ends: { after: 6000, exitCode: 0 },
    };
  };

  const npm: Program = (args, surroundings) => {
    const manifest = at(surroundings, 'package.json');
    if (!surroundings.files.has(manifest) && !args.includes('-g')) {
      return fails(254, [
        'npm error code ENOENT',
        'npm error syscall open',
        `npm error path ${manifest}`,
        'npm error errno -2',
        `npm error enoent Could not read package.json: Error: ENOENT: no such file or directory, open '${manifest}'`,
      ]);
    }
    if (args[0] === 'ci' && !surroundings.files.has(at(surroundings, 'package-lock.json'))) {
      return fails(1, [
        'npm error code EUSAGE',
        'npm error',
        'npm error The `npm ci` command can only install with an existing package-lock.json or',
        'npm error npm-shrinkwrap.json with lockfileVersion >= 1. Run an install with npm@5 or',
        'npm error later to generate a package-lock.json file, then try again.',
      ]);
    }
    surroundings.files.set(at(surroundings, 'node_modules/.package-lock.json'), '{}\n');
    return simple(7000, 40, ['', 'added 64 packages, and audited 65 packages in 6s'])(args, surroundings);
  };

  const pip: Program = (args, surroundings) => {
    const requirements = option(args, '-r', '--requirement');
    if (requirements !== undefined && !surroundings.files.has(at(surroundings, requirements))) {
      return fails(1, [
        `ERROR: Could not open requirements file: [Errno 2] No such file or directory: '${requirements}'`,
      ]);
    }
    return simple(6000, 30)(args, surroundings);
  };

  const apt: Program = (args, surroundings) => {
    if (args.includes('install') && !args.some((arg) => /^-[a-z]*y|^--yes$|^--assume-yes$/.test(arg))) {
      return fails(1, [
        'Reading package lists...',
        'Building dependency tree...',
        'Reading state information...',
        'Do you want to continue? [Y/n] Abort.',
      ]);
    }
    if (args.includes('install'))
      return simple(9000, 45, [
        'Reading package lists...',
        'Building dependency tree...',
        'Reading state information...',
      ])(args, surroundings);
    return simple(3000, 0)(args, surroundings);
  };

  const go: Program = (args, surroundings) => {
    const output = option(args, '-o');
    if (args[0] === 'build' && output)
      surroundings.files.set(
        at(surroundings, output),
        `program for ${environmentValue(surroundings.config, 'GOARCH') ?? 'amd64'} ${made(surroundings, surroundings.config.WorkingDir || '/', /\.md$/)}\n`,
      );
    return simple(12_000, 8)(args, surroundings);
  };

  const touch: Program = (args, surroundings) => {
    for (const path of args.filter((arg) => !arg.startsWith('-'))) {
      if (!surroundings.files.has(at(surroundings, path))) surroundings.files.set(at(surroundings, path), '');
    }
    return { logs: [], ends: { after: 20, exitCode: 0 } };
  };

  return {
    dotnet,
    npm,
    pip,
    pip3: pip,
    'apt-get': apt,
    apt,
    apk: simple(2500, 8),
    yum: simple(8000, 40),
    dnf: simple(8000, 40),
    microdnf: simple(7000, 30),
    go,
    touch,
    yarn: simple(8000, 40),
    pnpm: simple(7000, 40),
    npx: simple(3000, 2),
    ...Object.fromEntries(
      [
        'mvn',
        'gradle',
        './mvnw',
        './gradlew',
        'mvnw',
        'gradlew',
        'make',
        'gcc',
        'g++',
        'cargo',
        'composer',
        'bundle',
        'gem',
        'python',
        'python3',
        'node',
        'php',
        'ruby',
        'java',
        'javac',
      ].map((name): [string, Program] => [name, simple(5000, 5)]),
    ),
    ...Object.fromEntries(
      [
        'useradd',
        'adduser',
        'groupadd',
        'addgroup',
        'usermod',
        'tar',
        'unzip',
        'gunzip',
        'git',
        'update-ca-certificates',
        'install',
        'find',
        'xargs',
        'awk',
        'tee',
        'which',
        'command',
        'type',
        'stat',
        'head',
        'sort',
        'ldconfig',
        'a2enmod',
        'setcap',
        'openssl',
        'gpg',
        'su',
        'cmd',
        'powershell',
        'if',
        'then',
        'fi',
        'else',
        'for',
        'do',
        'done',
        '{',
        '}',
        '(',
        ')',
        'rpm',
        'dpkg',
        'locale-gen',
        'ldd',
        'strip',
        'basename',
        'dirname',
        'id',
        'nproc',
        'arch',
      ].map((name): [string, Program] => [name, simple(200, 0.01)]),
    ),
  };
}
