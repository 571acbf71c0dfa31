import type { CustomCommand } from './custom-command.ts';
import { AwsCliError, usageError } from './errors.ts';
import { readOptions } from './flags.ts';
import { operationsOf } from './operation.ts';

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
/** How long `--follow` waits for new lines, in s of virtual time: nobody can press Ctrl+C in the middle of a command. */
const follows = 60;

interface Event {
  logStreamName: string;
  timestamp: number;
  message: string;
}

/** ms since 1970 of `5m`, `2h` ago, or of a date. */
function since(text: string, now: number): number {
  const relative = /^(\d+)\s*([smhdw])$/.exec(text);
  if (relative) return now - Number(relative[1]) * units[relative[2]!]! * 1000;
  const date = Date.parse(text);
  if (Number.isNaN(date)) throw new AwsCliError(`Unable to parse timestamp: ${text}`, 255);
  return date;
}

/** A line as `--format` wants it (awscli, customizations/logs/tail.py). */
function line({ timestamp, logStreamName, message }: Event, format: string): string {
  const at = new Date(timestamp).toISOString();
  if (format === 'short') return `${at.slice(0, 19)} ${message}`;
  return `${at.slice(0, -1)}000+00:00 ${logStreamName} ${message}`;
}

/** `logs tail GROUP`: the lines of a group's streams since ten minutes ago; `--follow` goes on for a while. */
export const logsTail: CustomCommand = (args, client, io) => {
  const { options, rest } = readOptions(args, {
    values: ['--since', '--filter-pattern', '--format', '--log-stream-names', '--log-stream-name-prefix'],
    flags: ['--follow'],
  });
  const [group] = rest;
  if (group === undefined) throw usageError('the following arguments are required: group_name');
  const format = options.get('--format') ?? 'detailed';
  let from = since(options.get('--since') ?? '10m', io.date());
  const shown: string[] = [];
  const read = () => {
    const { events } = client.call(operationsOf('logs').get('filter-log-events')!, {
      logGroupName: group,
      startTime: from,
      ...(options.has('--filter-pattern') ? { filterPattern: options.get('--filter-pattern') } : {}),
      ...(options.has('--log-stream-names') ? { logStreamNames: [options.get('--log-stream-names')] } : {}),
      ...(options.has('--log-stream-name-prefix')
        ? { logStreamNamePrefix: options.get('--log-stream-name-prefix') }
        : {}),
    }) as { events: Event[] };
    for (const event of events) {
      shown.push(`${line(event, format)}\n`);
      from = Math.max(from, event.timestamp + 1);
    }
  };
  read();
  if (options.has('--follow')) {
    for (let second = 0; second < follows; second += 5) {
      io.wind(5_000);
      read();
    }
  }
  return shown.join('');
};
