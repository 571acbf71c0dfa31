import type { Output, Shell } from '../../shell/index.ts';
import { identifyKey, learner, restoreCloud, type Call, type Reply } from '../../simulator/index.ts';
import { environmentOf } from './environment.ts';
import { cutOutput, type BenchEvent } from './events.ts';
import { home, type Standing } from './standing.ts';

/** The bench as its command line sees it. */
export interface Seat {
  readonly standing: Standing;
  /** ms of virtual time since the world began. */
  readonly now: number;
  /** An act is going on: what happens now belongs into the journal. */
  readonly acting: boolean;
  take(event: BenchEvent): Reply | undefined;
}

/** A shell over a bench: what is done in it becomes events. It starts from the bench as it stands at its first use. */
export class CommandLine {
  readonly #seat: Seat;
  #shell: Promise<Shell> | undefined;
  /** The bench itself writes into the shell's files: no event comes of it. */
  #copying = false;

  constructor(seat: Seat) {
    this.#seat = seat;
  }

  /** Loads and starts the shell. */
  open(): Promise<Shell> {
    return (this.#shell ??= this.#start());
  }

  /** Runs a line, and takes all that comes of it. Never rejects. */
  async run(line: string, act: 'command' | 'begin', options: { signal?: AbortSignal } = {}): Promise<Output> {
    let output: Output;
    let cwd = this.#seat.standing.cwd;
    let env: { env?: Record<string, string> } = {};
    try {
      const shell = await this.open();
      const before = shell.env;
      output = await shell.run(line, options);
      cwd = shell.cwd;
      if (!sameTexts(before, shell.env)) env = { env: { ...shell.env } };
    } catch (error) {
      // Loading is tried again with the next line.
      this.#shell = undefined;
      output = { stdout: '', stderr: `The command could not be run: ${sentence(error)}\n`, exitCode: 1 };
    }
    const { stdout, stderr, exitCode } = output;
    const cut = { stdout: cutOutput(stdout), stderr: cutOutput(stderr) };
    this.#seat.take({ type: 'command', at: this.#seat.now, line, ...cut, exitCode, cwd, ...env, act });
    return output;
  }

  /** Writes a file of the bench into the shell, when there is one yet, or removes it. @param path relative to the home folder */
  async copy(path: string, content: string | undefined): Promise<void> {
    if (!this.#shell) return;
    const shell = await this.#shell;
    this.#copying = true;
    try {
      if (content === undefined) await shell.removeFile(`${home}/${path}`);
      else await shell.writeFile(`${home}/${path}`, content);
    } finally {
      this.#copying = false;
    }
  }

  async #start(): Promise<Shell> {
    const { createShell } = await import('../../shell/index.ts');
    const seat = this.#seat;
    const { files, cwd, env, world } = seat.standing;
    return createShell({
      files: Object.fromEntries(files),
      cwd,
      env: env ?? environmentOf(seat.standing),
      host: {
        send: (call) => this.#send(call),
        look: (call) => this.#look(call),
        identify: (key) => identifyKey(seat.standing.world.state, key, world.startsAt + seat.now),
        date: () => world.startsAt + seat.now,
        wind: (ms) => {
          if (seat.acting && ms > 0) seat.take({ type: 'clock', at: seat.now + Math.round(ms) });
        },
        onFile: (path, content) => this.#written(path, content),
      },
    });
  }

  #send(call: Call): Reply {
    const { acting, now } = this.#seat;
    if (!acting) return this.#look(call);
    const whole = { ...call, principal: call.principal || learner };
    return this.#seat.take({ type: 'call', at: now, call: whole })!;
  }

  /** What the world would answer; it changes nothing. */
  #look(call: Call): Reply {
    const copy = restoreCloud(this.#seat.standing.world.snapshot());
    return copy.apply({ type: 'call', at: copy.now, call });
  }

  #written(path: string, content: string | undefined): void {
    const { acting, now, standing } = this.#seat;
    if (!acting || this.#copying) return;
    const relative = path.startsWith(`${home}/`) ? path.slice(home.length + 1) : path;
    if (standing.files.get(relative) === content) return;
    this.#seat.take({ type: 'file', at: now, path: relative, ...(content === undefined ? {} : { content }) });
  }
}

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error));

function sameTexts(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
