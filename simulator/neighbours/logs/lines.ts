import type { LogLine, LogRun, LogStream } from './state.ts';

/** More lines than these of one container's repetitions are not made: CloudWatch Logs gives 10,000 at most in a page. */
const most = 10_000;

/**
 * The lines of a stream up to `date` (ms since 1970), oldest first. Nothing is stored of what containers write: their
 * behaviour says what they have written by now.
 */
export function linesOf({ written, runs }: LogStream, date: number): LogLine[] {
  const lines = [
    ...written.filter(({ timestamp }) => timestamp <= date),
    ...runs.flatMap((run) => linesOfRun(run, date)),
  ];
  return lines.sort((one, two) => one.timestamp - two.timestamp);
}

function linesOfRun({ startedAt, endedAt, within, lines, says }: LogRun, date: number): LogLine[] {
  const end = Math.min(endedAt ?? date, date);
  const first = lines.map((message, index) => ({
    timestamp: startedAt + Math.round((within * (index + 1)) / lines.length),
    message,
  }));
  const again = says.flatMap(({ every, line }) => {
    const count = Math.floor((end - startedAt) / every);
    const from = Math.max(1, count - most + 1);
    return Array.from({ length: Math.max(0, count - from + 1) }, (_, index) => ({
      timestamp: startedAt + (from + index) * every,
      message: line,
    }));
  });
  return [...first, ...again].filter(({ timestamp }) => timestamp <= end);
}

/**
 * Whether a line matches a filter pattern of unstructured text: terms that must all be there, `"a phrase"`, `-term` for what
 * must not be there, `?term` for those of which one must be there
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html).
 */
export function matchesPattern(message: string, pattern: string): boolean {
  const terms = [...pattern.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(
    ([, sign, phrase, word]) => ({
      sign,
      text: phrase ?? word ?? '',
    }),
  );
  const has = (text: string) => message.includes(text);
  const options = terms.filter(({ sign }) => sign === '?');
  return (
    terms.every(({ sign, text }) => (sign === '-' ? !has(text) : sign === '?' || has(text))) &&
    (options.length === 0 || options.some(({ text }) => has(text)))
  );
}
