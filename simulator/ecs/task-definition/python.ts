/** How Python prints a JSON value: the AWS CLI puts wrong values and their classes into its messages that way. */
import type { JsonNode } from './json.ts';

/** Python's class of the value, e.g. `<class 'int'>`. */
export function pythonClass(node: JsonNode): string {
  const name = {
    object: 'dict',
    array: 'list',
    string: 'str',
    number: node.kind === 'number' && node.float ? 'float' : 'int',
    boolean: 'bool',
    null: 'NoneType',
  }[node.kind];
  return `<class '${name}'>`;
}

/** `str(value)`: a string as it is, everything else as its `repr`. `text` is the document that `node` comes from. */
export function pythonStr(node: JsonNode, text: string): string {
  return node.kind === 'string' ? node.value : pythonRepr(node, text);
}

/** `repr(value)`. */
export function pythonRepr(node: JsonNode, text: string): string {
  switch (node.kind) {
    case 'null':
      return 'None';
    case 'boolean':
      return node.value ? 'True' : 'False';
    case 'string':
      return quoted(node.value);
    case 'number':
      return node.float ? float(node.value) : text.slice(node.start, node.end).replace(/^-0$/, '0');
    case 'array':
      return `[${node.items.map((item) => pythonRepr(item, text)).join(', ')}]`;
    case 'object': {
      const last = new Map(node.members.map((member) => [member.key, member.node]));
      return `{${[...last].map(([key, value]) => `${quoted(key)}: ${pythonRepr(value, text)}`).join(', ')}}`;
    }
  }
}

function float(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const [digits, power] = value.toExponential().split('e') as [string, string];
  const exponent = Number(power);
  if (value !== 0 && (exponent < -4 || exponent >= 16)) {
    return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent < 0) return value.toFixed(Math.max(0, digits.replace(/[-.]/g, '').length - 1 - exponent));
  return Number.isInteger(value) ? `${BigInt(value)}.0` : String(value);
}

const hidden = /[\p{C}\p{Zl}\p{Zp}\p{Zs}]/u;

function quoted(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  let result = quote;
  for (const character of value) {
    if (character === quote || character === '\\') result += `\\${character}`;
    else if (character === '\n') result += '\\n';
    else if (character === '\r') result += '\\r';
    else if (character === '\t') result += '\\t';
    else if (character !== ' ' && hidden.test(character)) result += escaped(character.codePointAt(0)!);
    else result += character;
  }
  return result + quote;
}

function escaped(code: number): string {
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}
