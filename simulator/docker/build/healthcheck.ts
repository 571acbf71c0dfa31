import type { Healthcheck } from '../../images/index.ts';
import { DockerfileError, type Instruction } from '../dockerfile/parse.ts';

const units: Readonly<Record<string, number>> = { ns: 1, us: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 };
const flagNames = { interval: 'Interval', timeout: 'Timeout', 'start-period': 'StartPeriod' } as const;

/** HEALTHCHECK as the configuration keeps it, durations in ns. @throws DockerfileError */
export function healthcheck({ flags, rest, line, endLine }: Instruction): Healthcheck {
  const refuse = (message: string) =>
    new DockerfileError(`dockerfile parse error on line ${line}: ${message}`, line, endLine);
  const [, kind = '', command = ''] = /^(\S+)\s*(.*)$/s.exec(rest) ?? [];
  if (kind.toUpperCase() === 'NONE') return { Test: ['NONE'] };
  if (kind.toUpperCase() !== 'CMD')
    throw refuse(`Unknown type ${JSON.stringify(kind.toUpperCase())} in HEALTHCHECK (try CMD)`);
  if (command === '') throw refuse('Missing command after HEALTHCHECK CMD');
  const check: Healthcheck = { Test: listOf(command) };
  for (const { name, value } of flags) {
    if (name === 'retries') check.Retries = Number(value);
    else if (name in flagNames)
      check[flagNames[name as keyof typeof flagNames]] = nanoseconds(value) ?? fail(value);
    else throw refuse(`unknown flag: ${name}`);
  }
  return check;

  function fail(value: string): never {
    throw refuse(`time: invalid duration ${JSON.stringify(value)}`);
  }
}

function listOf(command: string): string[] {
  try {
    const list: unknown = JSON.parse(command);
    if (Array.isArray(list)) return ['CMD', ...list.map(String)];
  } catch {
    // The shell form.
  }
  return ['CMD-SHELL', command];
}

function nanoseconds(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ns|us|ms|s|m|h))+$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|ms|s|m|h)/g)].reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * units[unit!]!,
    0,
  );
}

/** Seconds, as the history writes them. */
export function duration(value: number | undefined): string {
  return value === undefined ? '0s' : `${value / 1e9}s`;
}
