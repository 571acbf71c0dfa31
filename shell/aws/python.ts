/** Texts that the AWS CLI takes from Python: values in messages, and what `json` says of text that is not JSON. */

/** `str(value)`. */
export function pythonStr(value: unknown): string {
  return typeof value === 'string' ? value : pythonRepr(value);
}

/** `repr(value)`. */
export function pythonRepr(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') {
    const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
    const body = value
      .replaceAll('\\', '\\\\')
      .replaceAll('\n', '\\n')
      .replaceAll('\t', '\\t')
      .replaceAll('\r', '\\r');
    return `${quote}${quote === "'" ? body.replaceAll("'", "\\'") : body}${quote}`;
  }
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  if (typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, each]) => `${pythonRepr(key)}: ${pythonRepr(each)}`)
      .join(', ')}}`;
  }
  return String(value);
}

/** `type(value)`, as Python prints it. */
export function pythonType(value: unknown): string {
  if (value === null || value === undefined) return "<class 'NoneType'>";
  if (typeof value === 'string') return "<class 'str'>";
  if (typeof value === 'boolean') return "<class 'bool'>";
  if (typeof value === 'number') return Number.isInteger(value) ? "<class 'int'>" : "<class 'float'>";
  return Array.isArray(value) ? "<class 'list'>" : "<class 'dict'>";
}

/** JSON text that cannot be read; the message is that of Python's `json` module. */
export class PythonJsonError extends Error {
  override readonly name = 'PythonJsonError';
}

/** Reads JSON as Python's `json.loads` does, with its messages. @throws PythonJsonError */
export function readJson(text: string): unknown {
  const state = { text, index: 0 };
  blanks(state);
  const value = readValue(state);
  blanks(state);
  if (state.index < text.length) fail(state, 'Extra data', state.index);
  return value;
}

interface Reader {
  text: string;
  index: number;
}

function fail({ text }: Reader, message: string, at: number): never {
  const line = text.slice(0, at).split('\n').length;
  const column = at - text.lastIndexOf('\n', at - 1);
  throw new PythonJsonError(`${message}: line ${line} column ${column} (char ${at})`);
}

function blanks(state: Reader): void {
  while (/[ \t\n\r]/.test(state.text[state.index] ?? '')) state.index++;
}

function readValue(state: Reader): unknown {
  const { text, index } = state;
  const character = text[index];
  if (character === '{') return readObject(state);
  if (character === '[') return readArray(state);
  if (character === '"') return readString(state);
  const token = /^(?:null|true|false|NaN|-?Infinity|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)/.exec(
    text.slice(index),
  );
  if (!token) fail(state, 'Expecting value', index);
  state.index += token[0].length;
  if (token[0] === 'null') return null;
  return token[0] === 'true' ? true : token[0] === 'false' ? false : Number(token[0]);
}

function readObject(state: Reader): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  state.index++;
  blanks(state);
  if (state.text[state.index] === '}') {
    state.index++;
    return {};
  }
  for (;;) {
    if (state.text[state.index] !== '"')
      fail(state, 'Expecting property name enclosed in double quotes', state.index);
    const key = readString(state);
    blanks(state);
    if (state.text[state.index] !== ':') fail(state, "Expecting ':' delimiter", state.index);
    state.index++;
    blanks(state);
    entries.push([key, readValue(state)]);
    blanks(state);
    if (state.text[state.index] === '}') break;
    if (state.text[state.index] !== ',') fail(state, "Expecting ',' delimiter", state.index);
    state.index++;
    blanks(state);
  }
  state.index++;
  return Object.fromEntries(entries);
}

function readArray(state: Reader): unknown[] {
  const items: unknown[] = [];
  state.index++;
  blanks(state);
  if (state.text[state.index] === ']') {
    state.index++;
    return items;
  }
  for (;;) {
    items.push(readValue(state));
    blanks(state);
    if (state.text[state.index] === ']') break;
    if (state.text[state.index] !== ',') fail(state, "Expecting ',' delimiter", state.index);
    state.index++;
    blanks(state);
  }
  state.index++;
  return items;
}

function readString(state: Reader): string {
  const start = state.index;
  for (let index = start + 1; index < state.text.length; index++) {
    const character = state.text[index]!;
    if (character === '\\') {
      const escape = state.text[index + 1];
      if (
        escape === 'u'
          ? !/^[0-9a-fA-F]{4}/.test(state.text.slice(index + 2))
          : !'"\\/bfnrt'.includes(escape ?? ' ')
      ) {
        fail(
          state,
          escape === 'u' ? 'Invalid \\uXXXX escape' : 'Invalid \\escape',
          escape === 'u' ? index + 1 : index,
        );
      }
      index++;
    } else if (character === '"') {
      state.index = index + 1;
      return JSON.parse(state.text.slice(start, index + 1)) as string;
    } else if (character < ' ') fail(state, 'Invalid control character at', index);
  }
  return fail(state, 'Unterminated string starting at', start);
}
