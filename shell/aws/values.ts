import type { Model } from '../../simulator/api/model.ts';
import { takesShorthand } from './arguments.ts';
import { AwsCliError, parameterError } from './errors.ts';
import type { AwsIo } from './io.ts';
import { shapeOf } from './operation.ts';
import type { Given } from './option.ts';
import { PythonJsonError, pythonRepr, readJson } from './python.ts';
import { readShorthand, ShorthandError, type Shorthand } from './shorthand.ts';

/**
 * Turns what stands behind an option into the member's value: `file://`, JSON, shorthand, plain text
 * (awscli, argprocess.py and paramfile.py). @throws AwsCliError
 */
export async function readValue(model: Model, { option, value }: Given, io: AwsIo): Promise<unknown> {
  if (typeof value === 'boolean') return value;
  const shape = shapeOf(model, option.shape);
  const single = typeof value === 'string' ? value : value.length === 1 ? value[0]! : undefined;
  const loaded =
    single === undefined ? undefined : await loadFile(single, option.flag, shape.type === 'blob', io);
  if (shape.type === 'blob') return loaded ?? blobOf(single ?? '');
  const text = loaded ?? value;
  if (takesShorthand(model, shape) && !looksLikeJson(text))
    return fromShorthand(model, option.shape, text, option.flag);
  return unpack(model, option.shape, text, option.flag);
}

/** The content of `file://…` and `fileb://…`, undefined for anything else. */
export async function loadFile(
  text: string,
  flag: string,
  base64: boolean,
  io: AwsIo,
): Promise<string | undefined> {
  const found = /^(fileb?):\/\/(.*)$/s.exec(text);
  if (!found) return undefined;
  const path = expandHome(found[2]!, io);
  const content = found[1] === 'fileb' || base64 ? await io.readBase64(path) : await io.readFile(path);
  if (content === undefined) {
    throw parameterError(
      flag,
      `Unable to load paramfile ${text}: [Errno 2] No such file or directory: '${path}'`,
    );
  }
  return content;
}

function expandHome(path: string, { env }: AwsIo): string {
  return path.startsWith('~/') ? `${env['HOME'] ?? ''}${path.slice(1)}` : path;
}

/** A blob on the command line is base64 text (`cli_binary_format` is `base64` in AWS CLI v2). */
function blobOf(text: string): string {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) {
    throw new AwsCliError(`Invalid base64: "${text}"`, 255);
  }
  return text;
}

function looksLikeJson(value: string | string[]): boolean {
  const text = typeof value === 'string' ? value : (value[0] ?? '');
  return /^\s*[[{]/.test(text);
}

function fromShorthand(model: Model, shapeName: string, value: string | string[], flag: string): unknown {
  try {
    // A value that came from a file is one text; a list's values came one a word.
    const parsed =
      typeof value === 'string' ? readShorthand(value) : value.map((each) => readShorthand(each));
    return adapt(model, shapeName, parsed);
  } catch (error) {
    if (error instanceof ShorthandError) throw parameterError(flag, error.message);
    throw error;
  }
}

/** Gives shorthand's texts the types of the model (awscli, shorthand.py, `BackCompatVisitor`). */
function adapt(model: Model, shapeName: string, value: Shorthand | undefined): unknown {
  const shape = shapeOf(model, shapeName);
  if (value === undefined) return undefined;
  switch (shape.type) {
    case 'structure':
    case 'union':
      if (typeof value !== 'object' || Array.isArray(value)) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, each]) => [
          key,
          shape.members?.[key] ? adapt(model, shape.members[key], each) : each,
        ]),
      );
    case 'map':
      if (typeof value !== 'object' || Array.isArray(value)) return value;
      return Object.fromEntries(
        Object.entries(value).map(([key, each]) => [key, adapt(model, shape.member!, each)]),
      );
    case 'list':
      // `foo=bar` where a list is meant stands for one item.
      return Array.isArray(value) ? value.map((each) => adapt(model, shape.member!, each)) : [value];
    case 'integer':
      return integer(value);
    case 'double':
      return double(value);
    case 'boolean':
      if (typeof value !== 'string') return value;
      return value.toLowerCase() === 'true' ? true : value.toLowerCase() === 'false' ? false : value;
    default:
      return value;
  }
}

function unpack(model: Model, shapeName: string, value: string | string[], flag: string): unknown {
  const shape = shapeOf(model, shapeName);
  if (shape.type === 'structure' || shape.type === 'union' || shape.type === 'map') {
    const text = typeof value === 'string' ? value : value.join(' ');
    if (/^\s*\{/.test(text)) return json(text, flag);
    throw parameterError(flag, `Invalid JSON:\n${text}`);
  }
  if (shape.type === 'list') {
    if (typeof value === 'string') {
      if (/^\s*\[/.test(value)) return json(value, flag);
      return [...value].map((character) => unpack(model, shape.member!, character, flag));
    }
    if (value.length === 1 && /^\s*\[/.test(value[0]!)) return json(value[0]!, flag);
    return value.map((each) => unpack(model, shape.member!, each, flag));
  }
  const text = typeof value === 'string' ? value : value.join(' ');
  if (shape.type === 'integer') return integer(text);
  if (shape.type === 'double') return double(text);
  if (shape.type === 'boolean') return text.toLowerCase() !== 'false';
  if (shape.type === 'timestamp') return timestamp(text);
  return text;
}

function json(text: string, flag: string): unknown {
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof PythonJsonError)
      throw parameterError(flag, `Invalid JSON: ${error.message}\nJSON received: ${text}`);
    throw error;
  }
}

/** Python's `int(text)`. */
export function integer(value: Shorthand): number {
  if (typeof value !== 'string')
    throw new AwsCliError(
      `int() argument must be a string, a bytes-like object or a real number, not '${Array.isArray(value) ? 'list' : 'dict'}'`,
      255,
    );
  if (!/^\s*[-+]?\d+(_\d+)*\s*$/.test(value))
    throw new AwsCliError(`invalid literal for int() with base 10: ${pythonRepr(value)}`, 255);
  return Number(value.replaceAll('_', ''));
}

function double(value: Shorthand): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  if (Number.isNaN(number))
    throw new AwsCliError(`could not convert string to float: ${pythonRepr(value)}`, 255);
  return number;
}

/** Epoch seconds out of a number or ISO 8601 text; other text stays for validation to refuse. */
function timestamp(text: string): number | string {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  const date = Date.parse(/([zZ]|[-+]\d\d:?\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`);
  return Number.isNaN(date) ? text : date / 1000;
}
