import { optionsOf, takesShorthand } from '../aws/arguments.ts';
import type { Option } from '../aws/option.ts';
import { kebab } from '../aws/names.ts';
import { operationsOf, shapeOf, type Operation } from '../aws/operation.ts';
import type { Call } from '../../simulator/kernel/journal.ts';

/** The Region that the command line has unless it is told another. */
const usualRegion = 'us-east-1';

/** A call, as far as its equivalents say it. */
export type Said = Pick<Call, 'service' | 'operation' | 'input'> & Partial<Pick<Call, 'region'>>;

/** The command line's operation behind a call; undefined for what AWS has no command for (Docker, the OCI API). */
export function operationOf({
  service,
  operation,
}: Pick<Said, 'service' | 'operation'>): Operation | undefined {
  return operationsOf(service).get(kebab(operation));
}

/**
 * The AWS CLI command line that makes a call, a word a list item, quoted for bash. What no option can say as it is
 * (text that begins like `file://`) goes through `--cli-input-json`. Undefined when AWS has no command for it.
 */
export function cliWords({ service, operation, input, region }: Said): string[] | undefined {
  const found = operationOf({ service, operation });
  if (!found) return undefined;
  const words = ['aws', service, kebab(operation)];
  const given = (input ?? {}) as Record<string, unknown>;
  const options = optionsOf(found);
  const said = Object.entries(given).flatMap(([member, value]) => {
    const option = options.find((one) => one.member === member && (one.value ?? true) === (value !== false));
    return option ? [optionWords(found, option, value)] : [undefined];
  });
  if (said.includes(undefined)) words.push('--cli-input-json', quote(JSON.stringify(given)));
  else words.push(...(said as string[]));
  if (region !== undefined && region !== usualRegion) words.push(`--region ${region}`);
  return words;
}

/** The same as one line, or broken into lines of a shell script when it is long. */
export function cliOf(call: Said): string | undefined {
  const words = cliWords(call);
  if (!words) return undefined;
  const line = words.join(' ');
  if (line.length <= 100) return line;
  return [words.slice(0, 3).join(' '), ...words.slice(3)].join(' \\\n  ');
}

/** One option with its value; undefined when the value cannot be said on the command line. */
function optionWords(
  { model }: Operation,
  { flag, shape: name, takes }: Option,
  value: unknown,
): string | undefined {
  const shape = shapeOf(model, name);
  if (takes === 'none') return typeof value === 'boolean' ? flag : undefined;
  const composed = takesShorthand(model, shape) || (shape.type === 'list' && !isPlainList(value));
  const texts = composed
    ? [JSON.stringify(value)]
    : Array.isArray(value)
      ? value.map(String)
      : [typeof value === 'object' ? JSON.stringify(value) : String(value)];
  // A path to a file is read instead of said; what begins with a dash would be an option.
  if (texts.some((text) => /^(?:fileb?|https?):\/\//.test(text)) || value === null) return undefined;
  const [first = '', ...rest] = texts;
  if (first.startsWith('-')) return rest.length === 0 ? `${flag}=${quote(first)}` : undefined;
  return [flag, ...texts.map(quote)].join(' ');
}

/** A list of simple texts that can stand one after the other. */
function isPlainList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => typeof one !== 'object' && !/^[-[{\s]|^$/.test(String(one)))
  );
}

/** A word as bash takes it. */
function quote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
