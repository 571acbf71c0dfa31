import type { Outcome, Surroundings } from './program.ts';
import { resolvePath } from './path.ts';
import { readScript, type Pipeline } from './script-grammar.ts';

/**
 * Runs the script of `sh -c`: lists of simple commands with `;`, `&&`, `||`, `|`, redirections, endless loops, `exec`,
 * `trap` and `exit`. The shell is the container's first process: it has no handler for SIGTERM unless the script sets
 * a trap, and does not pass the signal on unless the last program was started with `exec`.
 */
export function runScript(script: string, surroundings: Surroundings): Outcome {
  const logs: string[] = [];
  let elapsed = 20;
  let status = 0;
  let onSigterm: Outcome['onSigterm'];
  const inner: Surroundings = { ...surroundings, wrapped: true };
  const withTrap = (outcome: Outcome): Outcome => (onSigterm ? { ...outcome, onSigterm } : outcome);

  for (const pipeline of readScript(script)) {
    if ((pipeline.when === 'success' && status !== 0) || (pipeline.when === 'failure' && status === 0))
      continue;
    // `NAME=value command` sets the variable for the command, `NAME=value` alone for the rest of the script.
    const assigned = pipeline.words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
    const words = assigned === -1 ? [] : pipeline.words.slice(assigned);
    const set = pipeline.words.slice(0, pipeline.words.length - words.length);
    const around = set.length > 0 ? withEnv(inner, set) : inner;
    if (words.length === 0) inner.config = around.config;
    const [name, ...args] = words;
    if (pipeline.endless) {
      const body = runScript(pipeline.endless, inner);
      return withTrap({ logs: [...logs, ...body.logs], startsAfter: elapsed });
    }
    if (name === undefined) {
      if (pipeline.writes) surroundings.files.set(absolute(pipeline.writes.path, inner), '');
      continue;
    }
    if (name === 'exit') {
      return withTrap({
        logs,
        ends: { after: elapsed, exitCode: Number.parseInt(args[0] ?? String(status), 10) & 255 },
      });
    }
    if (name === 'cd') {
      inner.config = { ...inner.config, WorkingDir: absolute(args[0] ?? '/root', inner) };
      status = 0;
      continue;
    }
    if (name === 'trap') {
      if (args.slice(1).some((signal) => /^(SIG)?TERM$|^15$/.test(signal))) {
        onSigterm = {
          exitCode: Number.parseInt(/exit\s+(\d+)/.exec(args[0] ?? '')?.[1] ?? '0', 10),
          after: 50,
        };
      }
      continue;
    }
    const replaced = name === 'exec';
    const outcome = surroundings.run(
      replaced ? args : words,
      replaced ? { ...surroundings, wrapped: surroundings.wrapped ?? false } : around,
    );
    if (outcome.cannotStart !== undefined) {
      logs.push(`sh: ${name}: not found`);
      status = 127;
      continue;
    }
    take(pipeline, outcome, inner, logs);
    if (!outcome.ends) {
      if (pipeline.background) continue;
      return withTrap({ ...outcome, logs, startsAfter: elapsed + (outcome.startsAfter ?? 0) });
    }
    if (!pipeline.background) elapsed += outcome.ends.after;
    status = outcome.ends.exitCode;
    if (replaced) break;
  }
  return withTrap({ logs, ends: { after: elapsed, exitCode: status } });
}

function withEnv(surroundings: Surroundings, set: readonly string[]): Surroundings {
  const { config } = surroundings;
  return { ...surroundings, config: { ...config, Env: [...(config.Env ?? []), ...set] } };
}

/** Sends a command's output where its redirection says. */
function take({ writes }: Pipeline, outcome: Outcome, surroundings: Surroundings, logs: string[]): void {
  if (!writes) logs.push(...outcome.logs);
  else if (writes.path !== '/dev/null') {
    const path = absolute(writes.path, surroundings);
    const before = writes.append ? (surroundings.files.get(path) ?? '') : '';
    surroundings.files.set(path, `${before}${outcome.logs.map((line) => `${line}\n`).join('')}`);
  }
}

function absolute(path: string, { config }: Surroundings): string {
  return resolvePath(config.WorkingDir || '/', path);
}
