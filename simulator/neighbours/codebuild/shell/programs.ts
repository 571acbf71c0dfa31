import { pathOf, type Program, type Programs } from './run.ts';

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\', '"': '"' };
const unescape = (text: string) => text.replace(/\\([nt\\"])/g, (_, letter: string) => escapes[letter]!);

/** `printf FORMAT ARGUMENTS`: `%s`, `%d` and `%%`; the format is used again while arguments are left. */
const printf: Program = ([format = '', ...args]) => {
  const slots = format.match(/%[sd]/g)?.length ?? 0;
  const rounds = slots === 0 ? 1 : Math.max(1, Math.ceil(args.length / slots));
  let at = 0;
  const round = () =>
    unescape(format).replace(/%([sd%])/g, (_, kind: string) => (kind === '%' ? '%' : (args[at++] ?? '')));
  return { output: Array.from({ length: rounds }, round).join('') };
};

const cat: Program = (paths, { host, stdin }) => {
  if (paths.length === 0) return { output: stdin };
  let output = '';
  let status = 0;
  for (const path of paths) {
    const text = host.files[pathOf(path, host)];
    if (text === undefined) status = 1;
    output += text ?? `cat: ${path}: No such file or directory\n`;
  }
  return { output, status };
};

const test: Program = (args, { host }) => {
  const [one = '', two, three] = args.filter((arg) => arg !== ']');
  if (one === '-f') return { status: host.files[pathOf(two ?? '', host)] === undefined ? 1 : 0 };
  if (one === '-n') return { status: two ? 0 : 1 };
  if (one === '-z') return { status: two ? 1 : 0 };
  if (two === '=' || two === '==') return { status: one === three ? 0 : 1 };
  if (two === '!=') return { status: one === three ? 1 : 0 };
  return { status: one === '' ? 1 : 0 };
};

/** Programs of the build machine that have to do with neither Docker nor AWS. */
export const plainPrograms: Programs = {
  ':': () => ({}),
  '[': test,
  cat,
  cd([folder = '/root'], { host }) {
    host.folder = pathOf(folder, host);
    return {};
  },
  cut(args, { stdin }) {
    const valueOf = (flag: string) => {
      const at = args.findIndex((arg) => arg.startsWith(flag));
      return at < 0 ? undefined : args[at] === flag ? args[at + 1] : args[at]!.slice(flag.length);
    };
    const [from, to] = valueOf('-c')?.split('-') ?? [];
    const pick = (line: string) =>
      from === undefined
        ? line.split(valueOf('-d') ?? '\t')[Number(valueOf('-f') ?? 1) - 1]
        : line.slice(Number(from || 1) - 1, to ? Number(to) : undefined);
    return {
      output: stdin
        .split('\n')
        .map((line) => pick(line) ?? '')
        .join('\n'),
    };
  },
  echo: (args) => ({
    output: `${(args[0] === '-n' || args[0] === '-e' ? args.slice(1) : args).join(' ')}${args[0] === '-n' ? '' : '\n'}`,
  }),
  exit: ([code = '0']) => ({ status: Number(code) & 255 }),
  export(args, { host }) {
    for (const arg of args) {
      const at = arg.indexOf('=');
      if (at > 0) host.env[arg.slice(0, at)] = arg.slice(at + 1);
    }
    return {};
  },
  false: () => ({ status: 1 }),
  ls: (_, { host }) => ({
    output: Object.keys(host.files)
      .filter((path) => path.startsWith(`${host.folder}/`))
      .map((path) => path.slice(host.folder.length + 1).split('/')[0]!)
      .filter((name, index, all) => all.indexOf(name) === index)
      .sort()
      .map((name) => `${name}\n`)
      .join(''),
  }),
  printf,
  pwd: (_, { host }) => ({ output: `${host.folder}\n` }),
  set: () => ({}),
  sleep: ([seconds = '0']) => ({ took: Number(seconds) * 1000 || 0 }),
  test,
  true: () => ({}),
};
