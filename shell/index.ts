import { runAws, type AwsIo } from './aws/index.ts';
import { initialFiles } from './aws/config.ts';
import { webCommands } from './web.ts';
import { benchCommands } from './commands.ts';
import { complete } from './complete.ts';
import { runDocker } from './docker/index.ts';
import { compare, home, readHome } from './files.ts';
import type { ShellHost } from './host.ts';
import { Continuity } from './session.ts';
import { splitting } from './splitting.ts';
import type { PowerShell } from './powershell/index.ts';
import { pwshVariable } from './prompt.ts';

export type { ShellHost } from './host.ts';

export interface ShellOptions {
  host: ShellHost;
  /** Files to begin with, by path, absolute or relative to the home folder. */
  files?: Record<string, string>;
  cwd?: string;
  env?: Record<string, string>;
}

export interface Output {
  stdout: string;
  stderr: string;
  exitCode: number;
}

/** The learner's command line: bash with `aws` and `docker` over the simulated cloud. */
export interface Shell {
  /** Runs a line, or a script, to its end. Lines wait for each other. */
  run(line: string, options?: { signal?: AbortSignal }): Promise<Output>;
  /** The working folder; `/home/learner` at first. */
  readonly cwd: string;
  /** The shell's variables; in PowerShell its session too, under `pwshVariable`. */
  readonly env: Readonly<Record<string, string>>;
  /** Text of a file, undefined when there is none; paths are absolute or relative to the working folder. */
  readFile(path: string): Promise<string | undefined>;
  writeFile(path: string, content: string): Promise<void>;
  removeFile(path: string): Promise<void>;
  /** Absolute paths of the files below the home folder, dot files left out. */
  listFiles(): Promise<string[]>;
  /** What the word at the cursor could become: `options` replace the line from `from` to the cursor. */
  complete(line: string, cursor: number): Promise<{ from: number; options: string[] }>;
}

/** Makes a shell. The interpreter is loaded at the first call (about 1 MB of JavaScript). */
export async function createShell({ host, files = {}, cwd = home, env = {} }: ShellOptions): Promise<Shell> {
  const { Bash, InMemoryFs, defineCommand } = await import('just-bash/browser');
  const fs = new InMemoryFs({
    ...initialFiles,
    ...Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path.startsWith('/') ? path : `${home}/${path}`,
        content,
      ]),
    ),
  });
  fs.mkdirSync(home, { recursive: true });
  fs.mkdirSync('/tmp', { recursive: true });
  const history: string[] = [];
  let signal: AbortSignal | undefined;
  /** PowerShell, while the learner is in it. */
  let pwsh: PowerShell | undefined;

  const io = (folder: string, exported: Readonly<Record<string, string>>): AwsIo => ({
    send: (call) => host.send(call),
    identify: (key) => host.identify(key),
    date: () => host.date(),
    wind: (ms) => host.wind(ms),
    env: exported,
    readFile: async (path) => readText(fs.resolvePath(folder, path)),
    readBase64: async (path) => {
      try {
        const bytes = await fs.readFileBuffer(fs.resolvePath(folder, path));
        return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      } catch {
        return undefined;
      }
    },
    writeFile: async (path, content) => fs.writeFile(fs.resolvePath(folder, path), content),
    signal,
  });

  const bash = new Bash({
    fs,
    cwd,
    env: {
      HOME: home,
      USER: 'learner',
      LOGNAME: 'learner',
      SHELL: '/bin/bash',
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      ...Object.fromEntries(Object.entries(env).filter(([name]) => name !== pwshVariable)),
    },
    defenseInDepth: false,
    customCommands: [
      ...benchCommands(host, () => history),
      ...webCommands(host),
      defineCommand('aws', async (args, context) => {
        const { stdout, stderr, exitCode } = await runAws(args, io(context.cwd, context.exportedEnv ?? {}));
        return { stdout, stderr, exitCode, stdoutKind: 'text' };
      }),
      defineCommand('pwsh', async (args, context) => {
        const flag = args.findIndex((word) => /^-(c|command)$/i.test(word));
        if (flag !== -1) {
          const { cwd: folder, exportedEnv = {} } = context;
          const native = (line: string) => bash.exec(line, { cwd: folder, env: exportedEnv });
          const session = await openPowerShell({ native, env: () => exportedEnv, folder: () => folder });
          return session.run(args.slice(flag + 1).join(' '));
        }
        pwsh = await openPowerShell(atPrompt);
        return { stdout: 'PowerShell 7.5.4\n', stderr: '', exitCode: 0 };
      }),
      defineCommand('docker', async (args, context) => {
        const stdin = decode(context.stdin as unknown as string);
        const { stdoutKind = 'text', ...printed } = await runDocker(args, {
          ...io(context.cwd, context.exportedEnv ?? {}),
          fs,
          cwd: context.cwd,
          stdin,
          stdinBytes: () => Uint8Array.from(context.stdin as unknown as string, (byte) => byte.charCodeAt(0)),
        });
        return { ...printed, stdoutKind };
      }),
    ],
  });
  bash.registerTransformPlugin(splitting);
  const continuity = new Continuity(bash);
  const atPrompt: Underneath = {
    native: (line) => continuity.run(line, signal),
    env: () => continuity.env,
    folder: () => continuity.cwd,
  };
  if (env[pwshVariable] !== undefined) pwsh = await openPowerShell(atPrompt, env[pwshVariable]);
  let known = await readHome(fs);
  let last: Promise<unknown> = Promise.resolve();

  /** What lies under a session of PowerShell: bash, which runs what is no cmdlet. */
  interface Underneath {
    native(line: string): Promise<Output>;
    env(): Readonly<Record<string, string>>;
    folder(): string;
  }

  async function openPowerShell(
    { native, env: variables, folder }: Underneath,
    session?: string,
  ): Promise<PowerShell> {
    const { PowerShell } = await import('./powershell/index.ts');
    return new PowerShell({ io: () => io(folder(), variables()), native, env: variables }, session);
  }

  async function runIn(line: string): Promise<Output> {
    if (!pwsh) return continuity.run(line, signal);
    if (/^\s*exit\b/i.test(line)) {
      pwsh = undefined;
      return { stdout: '', stderr: '', exitCode: 0 };
    }
    return pwsh.run(line);
  }

  async function readText(path: string): Promise<string | undefined> {
    try {
      return await fs.readFile(path);
    } catch {
      return undefined;
    }
  }

  async function tellFiles(): Promise<void> {
    const now = await readHome(fs);
    if (host.onFile) compare(known, now, (path, content) => host.onFile!(path, content));
    known = now;
  }

  /** One thing after the other: two lines at once would see each other's half-done work. */
  function next<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work, work);
    last = result.catch(() => undefined);
    return result;
  }

  return {
    run: (line, options) =>
      next(async () => {
        if (line.trim() !== '') history.push(line.trimEnd());
        signal = options?.signal;
        const { stdout, stderr, exitCode } = await runIn(line);
        await tellFiles();
        return { stdout, stderr, exitCode };
      }),
    get cwd() {
      return continuity.cwd;
    },
    get env() {
      return pwsh ? { ...continuity.env, [pwshVariable]: pwsh.saved } : continuity.env;
    },
    readFile: (path) => readText(fs.resolvePath(continuity.cwd, path)),
    writeFile: (path, content) =>
      next(async () => {
        await fs.writeFile(fs.resolvePath(continuity.cwd, path), content);
        await tellFiles();
      }),
    removeFile: (path) =>
      next(async () => {
        await fs.rm(fs.resolvePath(continuity.cwd, path), { force: true });
        await tellFiles();
      }),
    listFiles: async () =>
      [...(await readHome(fs)).keys()].filter((path) => !path.slice(home.length).includes('/.')),
    complete: (line, cursor) =>
      complete(line, cursor, {
        fs,
        cwd: continuity.cwd,
        pwsh: pwsh !== undefined,
        ...(host.look ? { look: (call) => host.look!(call) } : {}),
      }),
  };
}

/** Bytes in a string, one a character, as the text that they spell in UTF-8. */
function decode(bytes: string): string {
  return new TextDecoder().decode(Uint8Array.from(bytes, (character) => character.charCodeAt(0)));
}
