import type { Answer } from './answer.ts';
import type { Behaviour } from './behaviour.ts';

/**
 * What a container answers to GET `path` on a port.
 * @param elapsed ms since its process began
 */
export function answerOf(behaviour: Behaviour, port: number, path: string, elapsed: number): Answer {
  const { ports, startsAfter, hangsAfter, latency = 5 } = behaviour;
  if (!ports?.includes(port) || elapsed < startsAfter) return { kind: 'refused' };
  if (hangsAfter !== undefined && elapsed >= hangsAfter) return { kind: 'silent' };
  const status = behaviour.answers?.findLast(({ from }) => elapsed >= from)?.status;
  if (status !== undefined && status !== 200)
    return { kind: 'answers', status, body: `${reasons[status] ?? 'Error'}\n`, took: latency };
  const body = pageOf(behaviour, path.split(/[?#]/)[0]!);
  if (body === undefined) return { kind: 'answers', status: 404, body: `${reasons[404]}\n`, took: latency };
  return { kind: 'answers', status: 200, body, took: latency };
}

/** A web server of files knows only its files; an application is taken to know every path. */
function pageOf({ page, pages }: Behaviour, path: string): string | undefined {
  if (path === '' || path === '/' || path === '/index.html') return page ?? 'OK\n';
  return pages ? pages[path] : (page ?? 'OK\n');
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The moments, in ms since the start, at which the answers of a container may change. */
export function changesOf({ startsAfter, hangsAfter, answers = [] }: Behaviour): number[] {
  return [startsAfter, ...(hangsAfter === undefined ? [] : [hangsAfter]), ...answers.map(({ from }) => from)];
}
