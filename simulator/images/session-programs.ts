import { resolvePath } from './path.ts';
import type { Outcome, Program, Surroundings } from './program.ts';

const done = (logs: string[] = []): Outcome => ({ logs, ends: { after: 20, exitCode: 0 } });
const fails = (exitCode: number, logs: string[]): Outcome => ({ logs, ends: { after: 20, exitCode } });
const at = ({ config }: Surroundings, path: string) => resolvePath(config.WorkingDir || '/', path);
const operands = (args: readonly string[]) => args.filter((arg) => !arg.startsWith('-'));

const ls: Program = (args, surroundings) => {
  const folder = at(surroundings, operands(args)[0] ?? '.');
  if (surroundings.files.has(folder)) return done([folder]);
  const prefix = folder === '/' ? '/' : `${folder}/`;
  const names = new Set(
    [...surroundings.files.keys()]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length).split('/')[0]!),
  );
  const there = names.delete('') || names.size > 0;
  if (there || folder === '/') return done([...names].sort());
  return fails(2, [`ls: cannot access '${operands(args)[0] ?? folder}': No such file or directory`]);
};

const touch: Program = (args, surroundings) => {
  for (const path of operands(args)) {
    const file = at(surroundings, path);
    surroundings.files.set(file, surroundings.files.get(file) ?? '');
  }
  return done();
};

/** Folders are there with their files; one that is made by hand is kept as a path that ends in `/`. */
const mkdir: Program = (args, surroundings) => {
  const withParents = args.some((arg) => /^-\w*p/.test(arg));
  for (const path of operands(args)) {
    const folder = at(surroundings, path);
    const there = [...surroundings.files.keys()].some(
      (each) => each === folder || each.startsWith(`${folder}/`),
    );
    if (there && !withParents) return fails(1, [`mkdir: cannot create directory '${path}': File exists`]);
    if (!there) surroundings.files.set(`${folder}/`, '');
  }
  return done();
};

const rm: Program = (args, surroundings) => {
  for (const path of operands(args)) {
    const file = at(surroundings, path);
    const inside = [...surroundings.files.keys()].filter(
      (each) => each === file || each.startsWith(`${file}/`),
    );
    if (inside.length === 0 && !args.some((arg) => /^-\w*f/.test(arg)))
      return fails(1, [`rm: cannot remove '${path}': No such file or directory`]);
    for (const each of inside) surroundings.files.delete(each);
  }
  return done();
};

const cp: Program = (args, surroundings) => {
  const [from = '', to = ''] = operands(args);
  const content = surroundings.files.get(at(surroundings, from));
  if (content === undefined) return fails(1, [`cp: cannot stat '${from}': No such file or directory`]);
  surroundings.files.set(at(surroundings, to), content);
  return done();
};

/** What one runs by hand in a container: the files are those of the container as they are now. */
export function sessionPrograms(command: readonly string[], hostname: string): Record<string, Program> {
  return {
    ls,
    mkdir,
    touch,
    rm,
    cp,
    hostname: () => done([hostname]),
    ps: () => done(['PID   USER     COMMAND', `    1 root     ${command.join(' ')}`]),
  };
}

/** The script with its variables put in: `$NAME`, `${NAME}`; nothing for a variable that is not there. Single quotes keep theirs. */
export function expand(script: string, environment: readonly string[]): string {
  const values = new Map(
    environment.map((entry) => [entry.split('=', 1)[0]!, entry.slice(entry.indexOf('=') + 1)]),
  );
  return script.replaceAll(/'[^']*'|\$\{(\w+)\}|\$(\w+)/g, (all, braced?: string, plain?: string) => {
    const name = braced ?? plain;
    return name === undefined ? all : (values.get(name) ?? '');
  });
}
