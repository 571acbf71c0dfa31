import type { IFileSystem } from 'just-bash/browser';
import { learner } from '../simulator/cloud.ts';
import type { ImageSummary } from '../simulator/docker/index.ts';
import type { Call, Reply } from '../simulator/kernel/journal.ts';
import { optionsOf } from './aws/arguments.ts';
import { customCommands } from './aws/custom.ts';
import { globalOptions } from './aws/globals.ts';
import { operationsOf, services, shapeOf } from './aws/operation.ts';
import { waiters } from './aws/wait.ts';
import { commands as dockerCommands, groups } from './docker/index.ts';

export interface CompletionScope {
  fs: IFileSystem;
  cwd: string;
  /** In PowerShell: cmdlets and their parameters. */
  pwsh: boolean;
  /** Asks the engine for its images: a question that changes nothing and is not written down. */
  look?(call: Call): Reply;
}

export interface Completion {
  /** Where the word begins that the options replace. */
  from: number;
  options: string[];
}

/**
 * What the word before the cursor could become: a command, a service, an operation, an option, a value of an
 * enumeration, an image, a file. An option that is complete ends with a blank, a folder with a slash.
 */
export async function complete(line: string, cursor: number, scope: CompletionScope): Promise<Completion> {
  const before = line.slice(0, cursor);
  const command = before.slice(lastSeparator(before));
  const words = command.trimStart().split(/\s+/);
  const word = words.at(-1) ?? '';
  const from = cursor - word.length;
  const earlier = words.slice(0, -1);
  const fixed = await (scope.pwsh ? pwshCandidates(earlier, word, scope) : candidates(earlier, word, scope));
  // PowerShell completes whatever the case.
  const begins = scope.pwsh ? word.toLowerCase() : word;
  const matching = [...new Set(fixed ?? [])]
    .filter((option) => (scope.pwsh ? option.toLowerCase() : option).startsWith(begins))
    .sort();
  if (matching.length > 0) return { from, options: matching.map((option) => `${option} `) };
  if (fixed !== undefined && word.startsWith('-')) return { from, options: [] };
  return files(word, from, scope, earlier.length === 0);
}

/** Where the current simple command begins: after a pipe, `;`, `&&`, `$(`. */
function lastSeparator(text: string): number {
  let index = 0;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (quote) quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if ('|;&('.includes(character)) index = at + 1;
  }
  return index;
}

const shellCommands = [
  'aws', 'base64', 'cat', 'cd', 'clear', 'cp', 'curl', 'cut', 'date', 'diff', 'docker', 'echo', 'env', 'export', 'find', 'grep', 'head', 'help',
  'history', 'jq', 'ls', 'mkdir', 'mv', 'printf', 'pwd', 'pwsh', 'rm', 'sed', 'sleep', 'sort', 'tail', 'tee', 'touch', 'tr', 'tree', 'uniq', 'wc', 'which',
  'yq',
]; // prettier-ignore

function candidates(earlier: readonly string[], word: string, scope: CompletionScope): string[] | undefined {
  const [program, ...rest] = earlier;
  if (program === undefined) return word.includes('/') ? undefined : shellCommands;
  if (program === 'aws') return awsCandidates(rest, word);
  if (program === 'docker') return dockerCandidates(rest, word, scope);
  return undefined;
}

/** Cmdlets, and the parameters of those of AWS; what runs in bash completes as there. */
async function pwshCandidates(
  earlier: readonly string[],
  word: string,
  scope: CompletionScope,
): Promise<string[] | undefined> {
  const { cmdletNames, parameterNames } = await import('./powershell/complete.ts');
  const [program] = earlier;
  if (program === undefined)
    return word.includes('/') ? undefined : [...cmdletNames(), 'docker', 'aws', 'exit', 'history', 'clear'];
  return (word.startsWith('-') ? parameterNames(program) : undefined) ?? candidates(earlier, word, scope);
}

function awsCandidates(rest: readonly string[], word: string): string[] | undefined {
  const [service, operation] = rest.filter((each) => !each.startsWith('-'));
  if (service === undefined)
    return word.startsWith('-') ? [...globalOptions, '--version'] : [...services, 'configure', 'help'];
  if (service === 'configure')
    return operation === undefined ? ['get', 'list', 'list-profiles', 'set'] : undefined;
  const custom = Object.keys(customCommands[service] ?? {});
  if (operation === undefined)
    return [...operationsOf(service).keys(), ...custom, ...(waiters[service] ? ['wait'] : []), 'help'];
  const waiter = operation === 'wait' ? rest[rest.indexOf('wait') + 1] : undefined;
  if (operation === 'wait' && waiter === undefined) return Object.keys(waiters[service] ?? {});
  const described = operationsOf(service).get(
    waiter === undefined ? operation : (waiters[service]?.[waiter]?.operation ?? ''),
  );
  if (!described) return word.startsWith('-') ? [...globalOptions] : undefined;
  const options = optionsOf(described);
  if (word.startsWith('-')) {
    const given = new Set(rest);
    return [...options.filter(({ hidden }) => !hidden).map(({ flag }) => flag), ...globalOptions].filter(
      (flag) => !given.has(flag),
    );
  }
  const last = options.find(({ flag }) => flag === rest.at(-1));
  if (!last) return undefined;
  const shape = shapeOf(described.model, last.shape);
  const values = shape.enum ?? shapeOf(described.model, shape.member ?? '').enum;
  return values ? [...values] : undefined;
}

function dockerCandidates(
  rest: readonly string[],
  word: string,
  scope: CompletionScope,
): string[] | undefined {
  const [first, second] = rest;
  if (first === undefined)
    return [...Object.keys(dockerCommands).filter((name) => !name.includes(' ')), ...groups, 'help'];
  if (groups.includes(first) && second === undefined) {
    return Object.keys(dockerCommands).flatMap((name) =>
      name.startsWith(`${first} `) ? [name.slice(first.length + 1)] : [],
    );
  }
  const name = groups.includes(first) ? `${first} ${second}` : first;
  const command = dockerCommands[name];
  if (!command) return undefined;
  if (word.startsWith('-')) return command.flags.map((flag) => `--${flag.name}`);
  return /^(image )?(tag|push|rmi|rm|inspect|history|run|images)$/.test(name) ? imageNames(scope) : undefined;
}

function imageNames({ look }: CompletionScope): string[] | undefined {
  const reply = look?.({
    service: 'docker',
    operation: 'ImageList',
    input: {},
    region: 'us-east-1',
    principal: learner,
  });
  return reply?.ok ? (reply.output as ImageSummary[]).flatMap(({ RepoTags }) => RepoTags) : undefined;
}

/** Files below the folder that the word names so far; after `file://` too. */
async function files(
  word: string,
  from: number,
  { fs, cwd }: CompletionScope,
  wantsPath: boolean,
): Promise<Completion> {
  const scheme = /^(?:--[\w-]+=)?(?:fileb?:\/\/)?/.exec(word)![0];
  const path = word.slice(scheme.length);
  if (wantsPath && !path.includes('/')) return { from, options: [] };
  const slash = path.lastIndexOf('/') + 1;
  const typed = path.slice(0, slash);
  const folder = fs.resolvePath(
    cwd,
    typed.startsWith('~/') ? `/home/learner${typed.slice(1)}` : typed || '.',
  );
  const start = path.slice(slash);
  try {
    const names = (await fs.readdir(folder)).filter(
      (name) => name.startsWith(start) && (start.startsWith('.') || !name.startsWith('.')),
    );
    const options: string[] = [];
    for (const name of names.sort()) {
      const isFolder = (await fs.stat(fs.resolvePath(folder, name))).isDirectory;
      options.push(
        `${scheme}${typed}${name.replaceAll(/([ '"\\$&();|<>])/g, '\\$1')}${isFolder ? '/' : ' '}`,
      );
    }
    return { from, options };
  } catch {
    return { from, options: [] };
  }
}
