/**
 * The greyed rest of a line: the lab's first command at an empty prompt before anything was run, and then the newest
 * line of the history that starts with what is typed.
 */
export function suggestion(typed: string, history: readonly string[], first: string): string {
  const isFirst = history.length === 0 && first.startsWith(typed);
  const whole = isFirst
    ? first
    : typed.trim() === ''
      ? undefined
      : history.findLast((line) => line.startsWith(typed) && line !== typed && !line.includes('\n'));
  return whole?.slice(typed.length) ?? '';
}

/** What all of the options have in common at their start. */
export function commonStart(options: readonly string[]): string {
  let start = options[0] ?? '';
  for (const option of options) while (!option.startsWith(start)) start = start.slice(0, -1);
  return start;
}

/** Whether a shell would wait for another line: a backslash, pipe or && at the end, an open quote or here-document. */
export function isUnfinished(line: string): boolean {
  let quote: string | undefined;
  for (let index = 0; index < line.length; index++) {
    const sign = line[index]!;
    if (quote) {
      if (sign === '\\' && quote === '"') index++;
      else if (sign === quote) quote = undefined;
    } else if (sign === '\\') {
      if (index === line.length - 1) return true;
      index++;
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '#' && (index === 0 || /\s/.test(line[index - 1]!))) {
      const end = line.indexOf('\n', index);
      if (end < 0) return false;
      index = end;
    }
  }
  if (quote !== undefined || /(\||&&)\s*$/.test(line)) return true;
  const [, tabs, end] = /(?<!<)<<(-?)(?!<)\s*['"]?(\w+)/.exec(line) ?? [];
  if (end === undefined) return false;
  return !line.split('\n').some((one) => (tabs === '-' ? one.replace(/^\t+/, '') : one) === end);
}
