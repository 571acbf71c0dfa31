/** CloudWatch Logs in one Region of an account. */
export interface Logs {
  groups: Map<string, LogGroup>;
}

export interface LogGroup {
  name: string;
  arn: string;
  /** ms since 1970. */
  createdAt: number;
  retentionInDays?: number;
  streams: Map<string, LogStream>;
}

export interface LogStream {
  name: string;
  createdAt: number;
  /** What PutLogEvents brought. */
  written: LogLine[];
  /** What containers write: their lines are made when somebody reads them. */
  runs: LogRun[];
}

export interface LogLine {
  /** ms since 1970. */
  timestamp: number;
  message: string;
}

/** One run of a container's process, as far as its lines go. Times are ms. */
export interface LogRun {
  /** Since 1970. */
  startedAt: number;
  endedAt?: number;
  /** It writes its first lines within this time of its start. */
  within: number;
  lines: readonly string[];
  says: readonly { every: number; line: string }[];
}

export function createLogs(): Logs {
  return { groups: new Map() };
}
