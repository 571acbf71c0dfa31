/** The server's HTTP side: joining, making rooms, links, reports. */
import { base } from './addresses.ts';

/** What the server answered in place of a result; the message is a sentence for the one who asked. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

interface Asked {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly token?: string;
  readonly body?: object;
}

export const apiAddress = (path: string): string => `${base}workshop/api/${path}`;

/** @throws ApiError `offline` without an answer, `no-server` where only the course is served, or the server's own. */
async function ask(path: string, { method = 'GET', token, body }: Asked): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(apiAddress(path), {
      method,
      headers: {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  } catch {
    throw new ApiError('offline', 'The server cannot be reached. Check the network, then try again.');
  }
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  if (response.ok) return response;
  if (!isJson)
    throw new ApiError(
      'no-server',
      'This site serves the course without workshops. Open the address that the instructor gave you.',
    );
  const { error } = (await response.json()) as { error?: { code: string; message: string } };
  throw new ApiError(error?.code ?? 'unavailable', error?.message ?? 'The server could not do this.');
}

async function json<T>(path: string, asked: Asked = {}): Promise<T> {
  return (await (await ask(path, asked)).json()) as T;
}

export interface PlanInShort {
  readonly workshop: string;
  readonly title: string;
  readonly about: string;
  readonly minutes: number;
}

/** What remains of a workshop, as the server works it out. Shares are 0 to 1. */
export interface Report {
  readonly title: string;
  readonly people: readonly {
    readonly id: string;
    readonly name: string;
    readonly group: string;
    readonly progress: number;
    readonly stepsDone: number;
    readonly steps: number;
    readonly score: number;
    readonly hands: number;
    readonly votes: number;
  }[];
  readonly questions: readonly {
    readonly kind: 'poll' | 'check';
    readonly id: string;
    readonly stem: string;
    readonly first?: number;
    readonly second?: number;
    /** Of a check: people who missed it. */
    readonly missed?: number;
    readonly wrong: readonly { readonly option: string; readonly text: string; readonly people: number }[];
  }[];
  /** Share of the plan from which on somebody has earned a certificate. */
  readonly certificateFrom: number;
}

/** What questions say, by their ids. */
export type Wordings = Readonly<
  Record<string, { readonly stem: string; readonly options: Readonly<Record<string, string>> }>
>;

interface Entry {
  readonly token: string;
  readonly title: string;
}

export const api = {
  /** The room with a code. */
  room: (code: string) => json<{ title: string; ended: boolean }>(`room?code=${encodeURIComponent(code)}`),
  /** @param client random; a repeated request with the same is answered once */
  join: (code: string, name: string, client: string) =>
    json<Entry>('join', { method: 'POST', body: { code, name, client } }),
  plans: (token: string) => json<PlanInShort[]>('plans', { token }),
  makeRoom: (token: string, plan: string, name: string) =>
    json<Entry & { code: string }>('rooms', { method: 'POST', token, body: { plan, name } }),
  invite: (token: string, role: 'helper' | 'instructor', name: string) =>
    json<Entry>('invite', { method: 'POST', token, body: { role, name } }),
  report: (token: string) => json<Report>('report', { token }),
  /** For the staff: the words of the checks' questions. */
  wording: (token: string) => json<Wordings>('wording', { token }),
  /** The text of a file that the server makes: `report.csv`, `journals.json`… */
  file: async (token: string, name: string) => (await ask(name, { token })).text(),
  deleteRoom: (token: string) => json<object>('room', { method: 'DELETE', token }),
};
