/** A word as it stands in a script, or an operator. */
export type Token = { word: string } | { operator: string };

/**
 * Splits a script into words and operators, quotes and substitutions left as they stand. A here-document becomes the
 * word behind `<<`: its text, not to be read again.
 */
export function tokensOf(script: string): Token[] {
  const tokens: Token[] = [];
  let word = '';
  const end = () => {
    if (word !== '') tokens.push({ word });
    word = '';
  };
  for (let at = 0; at < script.length; at++) {
    const character = script[at]!;
    if (character === "'" || character === '"' || script.startsWith('$(', at)) {
      const close = closeOf(script, at);
      word += script.slice(at, close + 1);
      at = close;
    } else if (character === '\\') {
      if (script[at + 1] !== '\n') word += script.slice(at, at + 2);
      at++;
    } else if (character === '#' && word === '') {
      while (at + 1 < script.length && script[at + 1] !== '\n') at++;
    } else if (script.startsWith('<<', at)) {
      end();
      const [whole, quote, name] = /^<<-?\s*(['"]?)(\w+)\1/.exec(script.slice(at)) ?? ['<<', '', ''];
      const line = script.indexOf('\n', at);
      const body = line < 0 ? '' : script.slice(line + 1);
      const stop = new RegExp(`^\\t*${name}$`, 'm').exec(body);
      const text = body.slice(0, stop?.index ?? body.length);
      tokens.push({ operator: '<<' }, { word: quote ? singly(text) : doubly(text) });
      const rest = line < 0 ? '' : script.slice(at + whole.length, line);
      script = script.slice(0, at) + rest + body.slice((stop?.index ?? body.length) + name!.length);
      at--;
    } else if (/[;&|<>\n]/.test(character)) {
      const descriptor = /^[12]$/.test(word) && character === '>' ? word : undefined;
      if (descriptor === undefined) end();
      else word = '';
      if (script.startsWith('>&', at)) {
        at += 2; // `2>&1`: both streams are one log.
        continue;
      }
      const doubled = ['&&', '||', '>>'].includes(script.slice(at, at + 2));
      tokens.push({
        operator: `${descriptor === '2' ? '2' : ''}${script.slice(at, at + (doubled ? 2 : 1))}`,
      });
      if (doubled) at++;
    } else if (/\s/.test(character)) end();
    else word += character;
  }
  end();
  return tokens;
}

function singly(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}

function doubly(text: string): string {
  return `"${text.replaceAll('"', '\\"')}"`;
}

/** Where a quote or a substitution that begins at `at` ends. */
function closeOf(script: string, at: number): number {
  if (script[at] === "'") {
    const close = script.indexOf("'", at + 1);
    return close < 0 ? script.length - 1 : close;
  }
  const quote = script[at] === '"';
  for (let index = at + (quote ? 1 : 2); index < script.length; index++) {
    const character = script[index]!;
    if (character === '\\') index++;
    else if (character === (quote ? '"' : ')')) return index;
    else if (script.startsWith('$(', index) || (!quote && (character === '"' || character === "'")))
      index = closeOf(script, index);
  }
  return script.length - 1;
}

/** What a word may ask for. */
interface Surroundings {
  variable(name: string): string | undefined;
  /** What a script prints, for `$(…)`. */
  output(script: string): string;
}

/** The fields that a word becomes: what stands outside of quotes is cut at blanks. */
export function expand(word: string, around: Surroundings): string[] {
  const fields: string[] = [];
  let field: string | undefined;
  const add = (text: string) => void (field = (field ?? '') + text);
  const cut = (text: string) => {
    const parts = text.split(/\s+/);
    parts.forEach((part, index) => {
      if (index > 0 && field !== undefined) {
        fields.push(field);
        field = undefined;
      }
      if (part !== '') add(part);
    });
  };
  for (let at = 0; at < word.length; at++) {
    const character = word[at]!;
    if (character === "'") {
      const close = closeOf(word, at);
      add(word.slice(at + 1, close));
      at = close;
    } else if (character === '"') {
      const close = closeOf(word, at);
      add(inQuotes(word.slice(at + 1, close), around));
      at = close;
    } else if (character === '\\') add(word[++at] ?? '');
    else if (character === '$') {
      const { value, length } = dollar(word, at, around);
      cut(value);
      at += length - 1;
    } else add(character);
  }
  if (field !== undefined) fields.push(field);
  return fields;
}

function inQuotes(text: string, around: Surroundings): string {
  let result = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\' && /[\\"$`\n]/.test(text[at + 1] ?? '')) {
      if (text[++at] !== '\n') result += text[at];
    } else if (text[at] === '$') {
      const { value, length } = dollar(text, at, around);
      result += value;
      at += length - 1;
    } else result += text[at];
  }
  return result;
}

/** `$NAME`, `${NAME}`, `${NAME:-otherwise}`, `${NAME:0:7}`, `$?`, `$(script)`. */
function dollar(text: string, at: number, around: Surroundings): { value: string; length: number } {
  if (text[at + 1] === '(') {
    const close = closeOf(text, at);
    const value = around.output(text.slice(at + 2, close)).replace(/\n+$/, '');
    return { value, length: close - at + 1 };
  }
  const braces = /^\$\{(\w+)(?::-([^}]*)|:(\d+):(\d+))?\}/.exec(text.slice(at));
  if (braces) {
    const [whole, name = '', otherwise = '', from, count] = braces;
    const value = around.variable(name) || otherwise;
    const start = Number(from ?? 0);
    return {
      value: from === undefined ? value : value.slice(start, start + Number(count)),
      length: whole.length,
    };
  }
  const plain = /^\$(\w+|\?)/.exec(text.slice(at));
  if (plain) return { value: around.variable(plain[1]!) ?? '', length: plain[0].length };
  return { value: '$', length: 1 };
}
