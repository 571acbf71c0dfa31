import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/**
 * One command line of the corpus. Where the AWS CLI and our shell are known to print different things, `differs` says
 * why: that is the list of differences (`grep -rn differs: tests/clients/parity`).
 */
export interface Line {
  line: string;
  /** Seconds of virtual time that pass before it. */
  wind?: number;
  differs?: string;
}

/** Lines that run one after the other in a world of their own. */
export interface Group {
  name: string;
  files: Record<string, string>;
  lines: Line[];
}

/** The corpus: a file a group, in YAML, a plain text for a line of which there is nothing to say. */
export const groups: readonly Group[] = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.yaml'))
  .sort()
  .map((file) => {
    const { files = {}, lines } = parse(readFileSync(join(import.meta.dirname, file), 'utf8')) as {
      files?: Record<string, string>;
      lines: (string | Line)[];
    };
    return {
      name: file.replace('.yaml', ''),
      files,
      lines: lines.map((line) => (typeof line === 'string' ? { line } : line)),
    };
  });
