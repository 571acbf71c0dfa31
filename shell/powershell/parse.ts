/** A line of PowerShell as far as Drydock reads it: commands, pipelines, variables, members, literals, redirection. */
export type Expression =
  | { kind: 'literal'; value: string | number }
  /** Text in double quotes: parts that are text, and parts that are worked out. */
  | { kind: 'text'; parts: (string | Expression)[] }
  | { kind: 'variable'; name: string }
  | { kind: 'member'; of: Expression; name: string }
  | { kind: 'index'; of: Expression; at: Expression }
  | { kind: 'list'; items: Expression[] }
  | { kind: 'table'; entries: [string, Expression][] }
  | { kind: 'block'; body: Statement[] }
  | { kind: 'group'; body: Statement[] }
  | { kind: 'compare'; operator: string; left: Expression; right: Expression };

export type Argument = { parameter: string; value?: Expression } | { value: Expression };

export type Element =
  { kind: 'command'; name: string; arguments: Argument[] } | { kind: 'expression'; expression: Expression };

export interface Statement {
  /** The variable that takes the result. */
  assign?: string;
  pipeline: Element[];
  redirect?: { to: Expression; append: boolean };
}

/** A line that cannot be read; the message is PowerShell's where there is one. */
export class PsSyntaxError extends Error {
  override readonly name = 'PsSyntaxError';
}

/** @throws PsSyntaxError */
export function parse(text: string): Statement[] {
  const reader = new Reader(text);
  const statements = reader.statements('');
  return statements;
}

const comparison = /^-(eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|contains|in)(?![\w-])/i;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    // A backtick at the end of a line goes on in the next.
    this.#text = text.replace(/`\r?\n/g, ' ');
  }

  statements(end: string): Statement[] {
    const list: Statement[] = [];
    for (;;) {
      this.#skip(/[\s;]/);
      if (this.#text[this.#at] === '#') this.#match(/#[^\n]*/y);
      else if (this.#at >= this.#text.length || this.#text[this.#at] === end) break;
      else list.push(this.#statement());
    }
    if (end !== '') this.#expect(end);
    return list;
  }

  #statement(): Statement {
    const assign = this.#match(/\$((?:env:)?\w+)[ \t]*=(?!=)[ \t]*/y)?.[1];
    const pipeline = [this.#element()];
    let redirect: Statement['redirect'];
    for (;;) {
      this.#blanks();
      if (this.#match(/\|\s*/y)) pipeline.push(this.#element());
      else {
        const arrow = this.#match(/>>?[ \t]*/y)?.[0].trim();
        if (!arrow) break;
        redirect = { to: this.#argumentValue(), append: arrow === '>>' };
      }
    }
    const after = this.#text[this.#at];
    if (after !== undefined && !';\n\r)}#'.includes(after))
      throw new PsSyntaxError(
        `Unexpected token '${/^\S+/.exec(this.#text.slice(this.#at))![0]}' in expression or statement.`,
      );
    return { ...(assign === undefined ? {} : { assign }), pipeline, ...(redirect ? { redirect } : {}) };
  }

  #element(): Element {
    this.#blanks();
    if (this.#match(/&[ \t]+/y)) return this.#command(this.#argumentValue());
    const next = this.#text[this.#at];
    if (next === undefined) throw new PsSyntaxError('An empty pipe element is not allowed.');
    if (/[$("'@[\d]/.test(next)) return { kind: 'expression', expression: this.#comparison() };
    const name = this.#match(/[^\s|;()<>{}]+/y)?.[0];
    if (name === undefined) throw new PsSyntaxError(`Unexpected token '${next}' in expression or statement.`);
    return this.#command({ kind: 'literal', value: name });
  }

  #command(name: Expression): Element {
    const list: Argument[] = [];
    for (;;) {
      this.#blanks();
      const next = this.#text[this.#at];
      if (next === undefined || '|;)}\n\r#'.includes(next) || next === '>') break;
      const parameter = this.#match(/-([A-Za-z_]\w*)(:?)(?=[\s;|)]|:|$)/y);
      if (parameter) {
        const colon = parameter[2] === ':';
        list.push({ parameter: parameter[1]!, ...(colon ? { value: this.#argumentValue() } : {}) });
      } else list.push({ value: this.#arguments() });
    }
    return { kind: 'command', name: name.kind === 'literal' ? String(name.value) : '', arguments: list };
  }

  /** One argument, or several with commas between them, which are a list. */
  #arguments(): Expression {
    const items = [this.#argumentValue()];
    while (this.#match(/[ \t]*,\s*/y)) items.push(this.#argumentValue());
    return items.length === 1 ? items[0]! : { kind: 'list', items };
  }

  #argumentValue(): Expression {
    const next = this.#text[this.#at] ?? '';
    if (/[$("'{]/.test(next) || /^@[({]/.test(this.#text.slice(this.#at))) return this.#postfix();
    const word = this.#match(/(?:`.|[^\s|;,(){}'"])+/y)?.[0];
    if (word === undefined) throw new PsSyntaxError('Missing argument in parameter list.');
    if (/^-?\d+(\.\d+)?$/.test(word)) return { kind: 'literal', value: Number(word) };
    return /\$\w/.test(word) ? this.#inside(word) : { kind: 'literal', value: word.replace(/`(.)/g, '$1') };
  }

  #comparison(): Expression {
    const left = this.#listed();
    this.#blanks();
    const found = comparison.exec(this.#text.slice(this.#at));
    if (!found) return left;
    this.#at += found[0].length;
    this.#blanks();
    return { kind: 'compare', operator: found[1]!.toLowerCase(), left, right: this.#listed() };
  }

  #listed(): Expression {
    const items = [this.#postfix()];
    while (this.#match(/[ \t]*,\s*/y)) items.push(this.#postfix());
    return items.length === 1 ? items[0]! : { kind: 'list', items };
  }

  #postfix(): Expression {
    let value = this.#primary();
    for (;;) {
      const member = this.#match(/\.(\w+)/y);
      if (member) value = { kind: 'member', of: value, name: member[1]! };
      else if (this.#text[this.#at] === '[') {
        this.#at++;
        const at = this.#comparison();
        this.#expect(']');
        value = { kind: 'index', of: value, at };
      } else return value;
    }
  }

  #primary(): Expression {
    const variable = this.#match(/\$(?:\{([\w:]+)\}|((?:env:)?\w+))/iy);
    if (variable) return { kind: 'variable', name: variable[1] ?? variable[2]! };
    const start = this.#text.slice(this.#at, this.#at + 2);
    if (start === '@{') return this.#table();
    if (start === '@(' || start === '$(') {
      this.#at += 2;
      const group: Expression = { kind: 'group', body: this.statements(')') };
      return start === '@(' ? { kind: 'list', items: [group] } : group;
    }
    if (start[0] === '(') {
      this.#at++;
      return { kind: 'group', body: this.statements(')') };
    }
    if (start[0] === '{') {
      this.#at++;
      return { kind: 'block', body: this.statements('}') };
    }
    const single = this.#match(/'((?:[^']|'')*)'/y);
    if (single) return { kind: 'literal', value: single[1]!.replaceAll("''", "'") };
    const double = this.#match(/"((?:[^"`]|`.|"")*)"/sy);
    if (double) return this.#inside(double[1]!.replaceAll('""', '`"'));
    // A name of a type before a value, such as [string]: what it converts to is left to who takes it.
    if (this.#match(/\[[\w.[\]]+\][ \t]*(?=[$("'@\d])/y)) return this.#postfix();
    const number = this.#match(/-?\d+(?:\.\d+)?/y);
    if (number) return { kind: 'literal', value: Number(number[0]) };
    throw new PsSyntaxError(
      start[0] === '"' || start[0] === "'"
        ? `The string is missing the terminator: ${start[0]}.`
        : `Unexpected token '${/^\S*/.exec(this.#text.slice(this.#at))![0]}' in expression or statement.`,
    );
  }

  #table(): Expression {
    this.#at += 2;
    const entries: [string, Expression][] = [];
    for (;;) {
      this.#skip(/[\s;]/);
      if (this.#text[this.#at] === '}') break;
      const key = this.#match(/(?:'([^']*)'|"([^"]*)"|([\w.-]+))\s*=\s*/y);
      if (!key) throw new PsSyntaxError('The hash literal was incomplete.');
      entries.push([key[1] ?? key[2] ?? key[3]!, this.#comparison()]);
    }
    this.#expect('}');
    return { kind: 'table', entries };
  }

  /** Text in double quotes: `$name`, `$($x.y)` and backticks mean something. */
  #inside(text: string): Expression {
    const parts: (string | Expression)[] = [];
    const pattern = /`(.)|\$\(|\$(?:\{([\w:]+)\}|((?:env:)?\w+))|([^`$]+|\$)/gisy;
    while (pattern.lastIndex < text.length) {
      const at = pattern.lastIndex;
      const found = pattern.exec(text);
      if (!found) throw new PsSyntaxError('The string is missing the terminator: ".');
      if (found[0] === '$(') {
        const inner = new Reader(text.slice(at + 2));
        const body = inner.statements(')');
        pattern.lastIndex = at + 2 + inner.#at;
        parts.push({ kind: 'group', body });
      } else if (found[1] !== undefined)
        parts.push(({ n: '\n', t: '\t', r: '\r' } as Record<string, string>)[found[1]] ?? found[1]);
      else if (found[4] !== undefined) parts.push(found[4]);
      else parts.push({ kind: 'variable', name: found[2] ?? found[3]! });
    }
    return { kind: 'text', parts };
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at += found[0].length;
    return found ?? undefined;
  }

  #skip(pattern: RegExp): void {
    while (this.#at < this.#text.length && pattern.test(this.#text[this.#at]!)) this.#at++;
  }

  #blanks(): void {
    this.#skip(/[ \t]/);
  }

  #expect(character: string): void {
    this.#skip(/\s/);
    if (this.#text[this.#at] !== character)
      throw new PsSyntaxError(`Missing closing '${character}' in expression.`);
    this.#at++;
  }
}
