/**
 * The AWS CLI's shorthand syntax, `name=a,ports=[1,2],nested={b=c}`, read without a model
 * (awscli, shorthand.py; https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html).
 */
export type Shorthand = string | Shorthand[] | { [key: string]: Shorthand };

/** Text that is not shorthand; the message is the AWS CLI's, with a mark under the place. */
export class ShorthandError extends Error {
  override readonly name = 'ShorthandError';
  readonly isSyntax: boolean;

  constructor(message: string, isSyntax: boolean) {
    super(message);
    this.isSyntax = isSyntax;
  }
}

// Characters that a bare value may begin and go on with. A value before the first comma may hold `=`, one after it not:
// there `=` begins the next key.
const start = String.raw`\\,|[!#-&(-+\x2d-<>-Z\x5c-z\x7c-\uffff]`;
const firstPattern = new RegExp(String.raw`(?:${start})(?:\\,|[\s!#-&(-+\x2d-\x5c\x5e-\x7c~-\uffff])*`, 'y');
const secondPattern = new RegExp(String.raw`(?:${start})(?:\\,|[\s!#-&(-+\x2d-<>-\uffff])*`, 'y');
const singleQuoted = /'(?:\\\\|\\'|[^'])*'/y;
const doubleQuoted = /"(?:\\\\|\\"|[^"])*"/y;

interface Reader {
  text: string;
  index: number;
}

/** @throws ShorthandError */
export function readShorthand(text: string): { [key: string]: Shorthand } {
  const reader: Reader = { text, index: 0 };
  const entries = new Map<string, Shorthand>([keyValue(reader)]);
  let last = reader.index;
  while (reader.index < text.length) {
    expect(reader, ',', true);
    const [key, value] = keyValue(reader);
    if (entries.has(key)) {
      throw new ShorthandError(
        `Second instance of key "${key}" encountered for input:\n${location(text, last + 1)}\nThis is often because there is a preceding "," instead of a space.`,
        false,
      );
    }
    entries.set(key, value);
    last = reader.index;
  }
  return Object.fromEntries(entries);
}

function keyValue(reader: Reader): [string, Shorthand] {
  const key = readKey(reader);
  expect(reader, '=', true);
  return [key, values(reader)];
}

function readKey(reader: Reader): string {
  const found = /^[\w\-.#/:]*/.exec(reader.text.slice(reader.index))![0];
  reader.index += found.length;
  return found;
}

function values(reader: Reader): Shorthand {
  if (reader.index >= reader.text.length) return '';
  const character = reader.text[reader.index];
  if (character === '[') return explicitList(reader);
  if (character === '{') return hashLiteral(reader);
  return commaSeparated(reader);
}

function commaSeparated(reader: Reader): Shorthand {
  const first = firstValue(reader);
  blanks(reader);
  if (reader.text[reader.index] !== ',') return first;
  expect(reader, ',', true);
  const list = [first];
  for (;;) {
    try {
      const current = secondValue(reader);
      blanks(reader);
      if (reader.index >= reader.text.length) {
        list.push(current);
        break;
      }
      expect(reader, ',', true);
      list.push(current);
    } catch (error) {
      if (!(error instanceof ShorthandError) || !error.isSyntax || reader.index >= reader.text.length)
        throw error;
      // What follows the comma is the next key.
      while (reader.index >= 0 && reader.text[reader.index] !== ',') reader.index--;
      break;
    }
  }
  return list.length === 1 ? first : list;
}

function explicitList(reader: Reader): Shorthand[] {
  expect(reader, '[', true);
  const list: Shorthand[] = [];
  while (reader.text[reader.index] !== ']') {
    list.push(explicitValue(reader));
    blanks(reader);
    if (reader.text[reader.index] !== ']') {
      expect(reader, ',');
      blanks(reader);
    }
  }
  expect(reader, ']');
  return list;
}

function hashLiteral(reader: Reader): Shorthand {
  expect(reader, '{', true);
  const entries: [string, Shorthand][] = [];
  while (reader.text[reader.index] !== '}') {
    const key = readKey(reader);
    expect(reader, '=', true);
    const value = explicitValue(reader);
    blanks(reader);
    if (reader.text[reader.index] !== '}') {
      expect(reader, ',');
      blanks(reader);
    }
    entries.push([key, value]);
  }
  expect(reader, '}');
  return Object.fromEntries(entries);
}

function explicitValue(reader: Reader): Shorthand {
  const character = reader.text[reader.index];
  if (character === '[') return explicitList(reader);
  if (character === '{') return hashLiteral(reader);
  return firstValue(reader);
}

function firstValue(reader: Reader): string {
  const quotedValue = quoted(reader);
  if (quotedValue !== undefined) return quotedValue;
  return bare(match(reader, firstPattern) ?? '');
}

function secondValue(reader: Reader): string {
  return quoted(reader) ?? bare(must(reader, secondPattern, 'second'));
}

function quoted(reader: Reader): string | undefined {
  const character = reader.text[reader.index];
  if (character !== "'" && character !== '"') return undefined;
  const found = must(
    reader,
    character === "'" ? singleQuoted : doubleQuoted,
    character === "'" ? 'singled quoted' : 'double quoted',
  );
  return found.slice(1, -1).replaceAll(`\\${character}`, character).replaceAll('\\\\', '\\');
}

function bare(text: string): string {
  return text.replaceAll('\\,', ',').trimEnd();
}

function match(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.index;
  const found = pattern.exec(reader.text)?.[0];
  if (found !== undefined) reader.index += found.length;
  return found;
}

function must(reader: Reader, pattern: RegExp, name: string): string {
  return match(reader, pattern) ?? refuse(reader, `<${name}>`, '<none>');
}

function expect(reader: Reader, character: string, withBlanks = false): void {
  if (withBlanks) blanks(reader);
  if (reader.index >= reader.text.length) refuse(reader, character, 'EOF');
  if (reader.text[reader.index] !== character) refuse(reader, character, reader.text[reader.index]!);
  reader.index++;
  if (withBlanks) blanks(reader);
}

function blanks(reader: Reader): void {
  while (/[ \t\n\r\v\f]/.test(reader.text[reader.index] ?? '')) reader.index++;
}

function refuse(reader: Reader, expected: string, received: string): never {
  throw new ShorthandError(
    `Expected: '${expected}', received: '${received}' for input:\n${location(reader.text, reader.index)}`,
    true,
  );
}

/** The text with a mark under the place. */
function location(text: string, index: number): string {
  const lineStart = text.lastIndexOf('\n', index - 1) + 1;
  const newline = text.indexOf('\n', index);
  const lineEnd = newline === -1 ? text.length : newline;
  return `${text.slice(0, lineEnd)}\n${' '.repeat(index - (index > 0 ? lineStart : 0))}^${text.slice(lineEnd)}`;
}
