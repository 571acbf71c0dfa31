import type { AwsIo } from '../aws/io.ts';
import { CmdletError, loginObjects, runCmdlet } from './aws.ts';
import { cmdlets, loginCommand, type Cmdlet } from './cmdlets.ts';
import { show } from './format.ts';
import { compare, objectCmdlets } from './objects.ts';
import {
  parse,
  PsSyntaxError,
  type Argument,
  type Element,
  type Expression,
  type Statement,
} from './parse.ts';
import { decodeVariables, encodeVariables } from './saved.ts';
import { collapse, hashtable, itemsOf, memberOf, PsObject, same, textOf, type PsValue } from './value.ts';

/** What PowerShell needs of the shell that it was started in. */
export interface PowerShellHost {
  io(): AwsIo;
  /** Runs a native command line in the shell underneath, with a text on its standard input. */
  native(line: string): Promise<{ stdout: string; stderr: string; exitCode: number }>;
  /** The shell's variables. */
  env(): Readonly<Record<string, string>>;
}

/** What a line printed. */
interface Printed {
  stdout: string;
  stderr: string;
  exitCode: number;
}

/** Words that run in the shell underneath under their bash names. */
const natives: Readonly<Record<string, string>> = {
  'get-childitem': 'ls',
  dir: 'ls',
  gci: 'ls',
  'get-location': 'pwd',
  'set-location': 'cd',
  'remove-item': 'rm',
  'clear-host': 'clear',
  cls: 'clear',
  'get-history': 'history',
  'new-item': 'touch',
  'get-date': 'date',
};

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * A session of PowerShell with AWS Tools over the simulator: pipelines of objects, variables, member access, and the
 * cmdlets in `cmdlets.ts`; other commands run in bash, which lies underneath.
 */
export class PowerShell {
  readonly #host: PowerShellHost;
  readonly #variables: Map<string, PsValue>;
  #region: string | undefined;
  #profile: string | undefined;
  #stderr = '';
  #failed = false;

  constructor(host: PowerShellHost, saved?: string) {
    this.#host = host;
    const { variables, region, profile } = decodeVariables(saved);
    this.#variables = variables;
    this.#region = region;
    this.#profile = profile;
  }

  /** The session as text, from which another goes on. */
  get saved(): string {
    return encodeVariables({
      variables: this.#variables,
      ...(this.#region === undefined ? {} : { region: this.#region }),
      ...(this.#profile === undefined ? {} : { profile: this.#profile }),
    });
  }

  /** Runs a line, or several. Never throws for what a learner can type. */
  async run(text: string): Promise<Printed> {
    this.#stderr = '';
    this.#failed = false;
    let stdout = '';
    try {
      for (const statement of parse(text)) stdout += show(await this.#statement(statement));
    } catch (error) {
      if (error instanceof PsSyntaxError) this.#fail(`ParserError: ${error.message}`);
      else if (error instanceof Stop) this.#fail(error.message);
      else throw error;
    }
    return { stdout, stderr: this.#stderr, exitCode: this.#failed ? 1 : 0 };
  }

  #fail(message: string): void {
    this.#stderr += `${message}\n`;
    this.#failed = true;
  }

  async #statement({ assign, pipeline, redirect }: Statement, item?: PsValue): Promise<PsValue[]> {
    let items: PsValue[] = [];
    for (const [index, element] of pipeline.entries())
      items = await this.#element(element, items, index === 0, index === pipeline.length - 1, item);
    if (redirect) {
      const path = textOf(await this.#value(redirect.to, item));
      const text = show(items);
      const before = redirect.append ? ((await this.#host.io().readFile(path)) ?? '') : '';
      await this.#host.io().writeFile(path, before + text);
      return [];
    }
    if (assign === undefined) return items;
    const value = collapse(items);
    const [, name] = /^env:(\w+)$/i.exec(assign) ?? [];
    if (name) await this.#host.native(`export ${name}=${quote(textOf(value))}`);
    else this.#variables.set(assign.toLowerCase(), value);
    return [];
  }

  async #element(
    element: Element,
    items: readonly PsValue[],
    isFirst: boolean,
    isLast: boolean,
    item?: PsValue,
  ): Promise<PsValue[]> {
    if (element.kind === 'expression') {
      if (!isFirst)
        throw new Stop('ParserError: Expressions are only allowed as the first element of a pipeline.');
      return itemsOf(await this.#value(element.expression, item));
    }
    return this.#command(element, items, isLast, item);
  }

  async #command(
    { name, arguments: list }: Extract<Element, { kind: 'command' }>,
    items: readonly PsValue[],
    isLast: boolean,
    item?: PsValue,
  ): Promise<PsValue[]> {
    const key = name.toLowerCase();
    const aws = cmdlets.find((each) => same(each.name, name));
    const login = same(name, loginCommand);
    if (aws || login) return this.#aws(aws ?? tokens, login, list, items, item);
    const { named, positional, block } = await this.#bind(list, item);
    const parameter = (wanted: string) => {
      const found = named.find(([given]) => wanted.toLowerCase().startsWith(given.toLowerCase()));
      return found && (found[1] ?? true);
    };
    const own = objectCmdlets[key];
    if (own) return own({ items, parameter, positional, ...(block ? { block } : {}) });
    switch (key) {
      case 'get-content':
      case 'gc':
      case 'cat':
      case 'type': {
        const path = textOf(parameter('Path') ?? positional[0] ?? '');
        const text = await this.#host.io().readFile(path);
        if (text === undefined)
          throw new Stop(`Get-Content: Cannot find path '${path}' because it does not exist.`);
        return parameter('Raw') === true ? [text] : text.replace(/\n$/, '').split('\n');
      }
      case 'set-content':
      case 'out-file':
      case 'add-content': {
        const path = textOf(parameter('Path') ?? parameter('FilePath') ?? positional[0] ?? '');
        const value = parameter('Value') ?? positional[1];
        const text = value === undefined ? show(items) : `${textOf(value)}\n`;
        const before = key === 'add-content' ? ((await this.#host.io().readFile(path)) ?? '') : '';
        await this.#host.io().writeFile(path, before + text);
        return [];
      }
      case 'start-sleep':
      case 'sleep': {
        const seconds = Number(textOf(parameter('Seconds') ?? positional[0] ?? 0));
        const ms = Number(textOf(parameter('Milliseconds') ?? 0));
        this.#host.io().wind(seconds * 1000 + ms);
        return [];
      }
      case 'invoke-expression':
      case 'iex': {
        const line = textOf(parameter('Command') ?? positional[0] ?? collapse(items));
        return this.#statements(parse(line), item);
      }
      case 'get-command': {
        const wanted = textOf(parameter('Name') ?? positional[0] ?? '*');
        return [...cmdlets.map((each) => each.name), loginCommand]
          .filter((each) => compare('like', each, wanted))
          .sort();
      }
      case 'set-defaultawsregion':
        this.#region = textOf(parameter('Region') ?? positional[0] ?? '');
        return [];
      case 'clear-defaultawsregion':
        this.#region = undefined;
        return [];
      case 'set-awscredential':
        this.#profile = textOf(parameter('ProfileName') ?? positional[0] ?? '');
        return [];
      case 'import-module':
      case 'install-module':
      case 'install-awstoolsmodule':
        return [];
      default:
        return this.#native(key, name, list, items, isLast, item);
    }
  }

  async #aws(
    cmdlet: Cmdlet,
    login: boolean,
    list: readonly Argument[],
    items: readonly PsValue[],
    item?: PsValue,
  ): Promise<PsValue[]> {
    const name = login ? loginCommand : cmdlet.name;
    const { named, positional } = await this.#bind(list, item);
    try {
      const found = await runCmdlet(
        cmdlet,
        { named, positional, piped: items },
        { ...this.#host.io() },
        { region: this.#region, profile: this.#profile },
        (text) => (this.#stderr += `WARNING: ${text}\n`),
      );
      return login ? await loginObjects(found) : found;
    } catch (error) {
      if (error instanceof CmdletError) throw new Stop(`${name}: ${error.message}`);
      throw error;
    }
  }

  /** A program of the shell underneath: `docker`, `aws`, `git`. Its lines are texts in the pipeline. */
  async #native(
    key: string,
    name: string,
    list: readonly Argument[],
    items: readonly PsValue[],
    isLast: boolean,
    item?: PsValue,
  ): Promise<PsValue[]> {
    if (/^[a-z]+-[a-z]\w*$/i.test(name) && !natives[key]) throw new Stop(unknown(name));
    const words: string[] = [];
    for (const each of list) {
      if ('parameter' in each) words.push(`-${each.parameter}`);
      if (each.value) words.push(...itemsOf(await this.#value(each.value, item)).map(textOf));
    }
    const line = [natives[key] ?? name, ...words.map(quote)].join(' ');
    const input =
      items.length === 0 ? '' : `printf '%s\\n' ${items.map((each) => quote(textOf(each))).join(' ')} | `;
    const { stdout, stderr, exitCode } = await this.#host.native(input + line);
    if (exitCode === 127 && /command not found/.test(stderr)) throw new Stop(unknown(name));
    this.#stderr += stderr;
    if (exitCode !== 0) this.#failed = true;
    if (stdout === '') return [];
    return isLast ? [stdout.replace(/\n$/, '')] : stdout.replace(/\n$/, '').split('\n');
  }

  async #bind(
    list: readonly Argument[],
    item?: PsValue,
  ): Promise<{
    named: [string, PsValue | undefined][];
    positional: PsValue[];
    block?: (item: PsValue) => Promise<PsValue>;
  }> {
    const named: [string, PsValue | undefined][] = [];
    const positional: PsValue[] = [];
    let block: ((item: PsValue) => Promise<PsValue>) | undefined;
    for (const each of list) {
      const { value } = each;
      if (value?.kind === 'block') {
        block = async (of) => collapse(await this.#statements(value.body, of));
        continue;
      }
      const last = named.at(-1);
      if ('parameter' in each) named.push([each.parameter, value && (await this.#value(value, item))]);
      else if (last && last[1] === undefined && !switches.test(last[0]))
        last[1] = await this.#value(each.value, item);
      else positional.push(await this.#value(each.value, item));
    }
    return { named, positional, ...(block ? { block } : {}) };
  }

  async #statements(body: readonly Statement[], item?: PsValue): Promise<PsValue[]> {
    const items: PsValue[] = [];
    for (const statement of body) items.push(...(await this.#statement(statement, item)));
    return items;
  }

  async #value(expression: Expression, item?: PsValue): Promise<PsValue> {
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'text': {
        const parts: string[] = [];
        for (const part of expression.parts)
          parts.push(typeof part === 'string' ? part : textOf(await this.#value(part, item)));
        return parts.join('');
      }
      case 'variable':
        return this.#variable(expression.name, item);
      case 'member':
        return memberOf(await this.#value(expression.of, item), expression.name);
      case 'index': {
        const of = await this.#value(expression.of, item);
        const at = await this.#value(expression.at, item);
        if (of instanceof PsObject) return of.get(textOf(at)) ?? null;
        return itemsOf(of).at(Number(textOf(at))) ?? null;
      }
      case 'list': {
        const values: PsValue[] = [];
        for (const each of expression.items) values.push(await this.#value(each, item));
        return expression.items.length === 1 ? itemsOf(values[0]!) : values;
      }
      case 'table': {
        const entries: [string, PsValue][] = [];
        for (const [key, each] of expression.entries) entries.push([key, await this.#value(each, item)]);
        return new PsObject(hashtable, entries);
      }
      case 'group':
        return collapse(await this.#statements(expression.body, item));
      case 'block':
        return null;
      case 'compare':
        return compare(
          expression.operator,
          await this.#value(expression.left, item),
          await this.#value(expression.right, item),
        );
    }
  }

  #variable(name: string, item?: PsValue): PsValue {
    const key = name.toLowerCase();
    if (key === '_' || key === 'psitem') return item ?? null;
    if (key === 'true' || key === 'false') return key === 'true';
    if (key === 'null') return null;
    if (key === 'home') return this.#host.env()['HOME'] ?? null;
    if (key === 'pwd') return this.#host.env()['PWD'] ?? null;
    if (key.startsWith('env:')) return this.#host.env()[name.slice(4)] ?? null;
    return this.#variables.get(key) ?? null;
  }
}

/** Ends a line; the message is what PowerShell shows. */
class Stop extends Error {
  override readonly name = 'Stop';
}

/** Parameters of PowerShell's own cmdlets that take no value. */
const switches = /^(force|raw|descending|passthru|autosize|wrap|confirm|noautoiteration|recurse)$/i;

/** What `Get-ECRLoginCommand` asks first. */
const tokens = cmdlets.find(({ name }) => name === 'Get-ECRAuthorizationToken')!;

function unknown(name: string): string {
  return `${name}: The term '${name}' is not recognized as a name of a cmdlet, function, script file, or executable program.\nCheck the spelling of the name, or if a path was included, verify that the path is correct and try again.`;
}
