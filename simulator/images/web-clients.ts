import type { Answer } from './answer.ts';
import type { Outcome, Program } from './program.ts';

/** curl's own time-out for a connection that never answers, unless `--max-time` says otherwise: five minutes. */
const patience = 300_000;

/** How long Linux tries to open a connection: seven SYN packets. */
const connectPatience = 134_000;

interface Request {
  url: string | undefined;
  fail: boolean;
  silent: boolean;
  showErrors: boolean;
  discards: boolean;
  heads: boolean;
  format?: string;
  maxTime: number;
}

function readCurl(args: readonly string[]): Request {
  const request: Request = {
    url: undefined,
    fail: false,
    silent: false,
    showErrors: false,
    discards: false,
    heads: false,
    maxTime: patience,
  };
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!;
    const value = () => args[++index] ?? '';
    if (arg === '--fail') request.fail = true;
    else if (arg === '--silent') request.silent = true;
    else if (arg === '--show-error') request.showErrors = true;
    else if (arg === '--head') request.heads = true;
    else if (arg === '-o' || arg === '--output') request.discards = value() !== '-';
    else if (arg === '-w' || arg === '--write-out') request.format = value();
    else if (arg === '-m' || arg === '--max-time' || arg === '--connect-timeout')
      request.maxTime = Number(value()) * 1000;
    else if (/^(-H|--header|-X|--request|-A|--user-agent|-d|--data|--retry)$/.test(arg)) value();
    else if (/^-[a-zA-Z]+$/.test(arg)) {
      request.fail ||= arg.includes('f');
      request.silent ||= arg.includes('s');
      request.showErrors ||= arg.includes('S');
      request.heads ||= arg.includes('I');
    } else if (!arg.startsWith('-')) request.url = arg;
  }
  return request;
}

/** `http://host:port/path` in its parts; undefined for what is not HTTP. */
export function readUrl(url: string): { host: string; port: number; path: string; text: string } | undefined {
  const match = /^(?:(https?):\/\/)?(\[[^\]]+\]|[^/:?#]+)(?::(\d+))?([/?#].*)?$/.exec(url);
  if (!match) return undefined;
  const port = match[3] ? Number(match[3]) : match[1] === 'https' ? 443 : 80;
  return { host: match[2]!, port, path: match[4] ?? '/', text: url };
}

const outcome = (exitCode: number, logs: string[], after: number): Outcome => ({
  logs,
  ends: { after, exitCode },
});

/** Lines of a body without the last line's end. */
function lines(body: string): string[] {
  return body === '' ? [] : body.replace(/\n$/, '').split('\n');
}

/** `%{http_code}` and the line's end, as far as `--write-out` is used here. */
function written(format: string | undefined, status: number): string[] {
  if (format === undefined) return [];
  return lines(
    format
      .replaceAll(/%\{(http_code|response_code)\}/g, String(status).padStart(3, '0'))
      .replaceAll('\\n', '\n'),
  );
}

/**
 * curl, as far as it is used on servers: one GET, `-f`, `-s`, `-S`, `-I`, `-o`, `-w`, `-m`. Exit codes and texts are curl's
 * (https://curl.se/libcurl/c/libcurl-errors.html, `curl: (7) Failed to connect to …`).
 */
export const curl: Program = (args, { fetch }) => {
  const request = readCurl(args);
  const says = (line: string) => (request.silent && !request.showErrors ? [] : [line]);
  const url = request.url === undefined ? undefined : readUrl(request.url);
  if (!url) return outcome(2, ['curl: (2) no URL specified'], 5);
  if (!fetch) return outcome(0, [], 300);
  const answer: Answer = fetch(url);
  const { host, port } = url;
  if (answer.kind === 'unknown host')
    return outcome(
      6,
      [...says(`curl: (6) Could not resolve host: ${host}`), ...written(request.format, 0)],
      20,
    );
  if (answer.kind === 'unreachable') {
    const waits = Math.min(request.maxTime, connectPatience);
    return outcome(
      28,
      [
        ...says(
          `curl: (28) Failed to connect to ${host} port ${port} after ${waits} ms: Couldn't connect to server`,
        ),
        ...written(request.format, 0),
      ],
      waits,
    );
  }
  if (answer.kind === 'refused') {
    return outcome(
      7,
      [
        ...says(`curl: (7) Failed to connect to ${host} port ${port} after 0 ms: Couldn't connect to server`),
        ...written(request.format, 0),
      ],
      5,
    );
  }
  if (answer.kind === 'silent' || answer.took > request.maxTime) {
    const line = `curl: (28) Operation timed out after ${request.maxTime} milliseconds with 0 bytes received`;
    return outcome(28, [...says(line), ...written(request.format, 0)], request.maxTime);
  }
  const { status, body, took } = answer;
  if (request.fail && status >= 400) {
    return outcome(
      22,
      [...says(`curl: (22) The requested URL returned error: ${status}`), ...written(request.format, status)],
      took,
    );
  }
  const shown = request.heads ? `HTTP/1.1 ${status} ${status < 400 ? 'OK' : body}` : body;
  return outcome(0, [...(request.discards ? [] : lines(shown)), ...written(request.format, status)], took);
};

/** wget: `-q`, `-O`, `--spider`, `-T`; exit codes are wget's: 4 network failure, 8 the server's error. */
export const wget: Program = (args, { fetch }) => {
  const quiet = args.some((arg) => /^-[a-zA-Z]*q|^--quiet$/.test(arg));
  const shows = args.some(
    (arg, index) => /^-[a-zA-Z]*O-$/.test(arg) || (/^-[a-zA-Z]*O$/.test(arg) && args[index + 1] === '-'),
  );
  const at = args.findIndex((arg) => arg === '-T' || arg === '--timeout');
  const maxTime = at === -1 ? 900_000 : Number(args[at + 1]) * 1000;
  const named = args.findLast((arg) => !arg.startsWith('-') && arg.length > 1);
  const url = named === undefined ? undefined : readUrl(named);
  if (!url) return outcome(1, ['wget: missing URL'], 5);
  const says = (line: string) => (quiet ? [] : [line]);
  if (!fetch) return outcome(0, [], 300);
  const answer: Answer = fetch(url);
  if (answer.kind === 'unknown host')
    return outcome(4, says(`wget: unable to resolve host address '${url.host}'`), 20);
  if (answer.kind === 'unreachable')
    return outcome(
      4,
      says(`wget: can't connect to remote host (${url.host}): Connection timed out`),
      Math.min(maxTime, connectPatience),
    );
  if (answer.kind === 'refused')
    return outcome(4, says(`wget: can't connect to remote host (${url.host}): Connection refused`), 5);
  if (answer.kind === 'silent' || answer.took > maxTime)
    return outcome(4, says('wget: download timed out'), maxTime);
  if (answer.status >= 400)
    return outcome(8, says(`wget: server returned error: HTTP/1.1 ${answer.status}`), answer.took);
  return outcome(0, shows ? lines(answer.body) : [], answer.took);
};
