import type { RedirectActionConfig, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { answerOf } from '../../ecs/tasks/answers.ts';
import { balancerReaches } from '../network/reach.ts';
import { forwards, loadBalancing, rulesOf, type LoadBalancingScope } from './scope.ts';
import type { LoadBalancer, Rule, TargetGroup } from './state.ts';

export interface HttpRequest {
  port: number;
  /** With the query, if there is one. */
  path: string;
  method?: string;
  /** By lower-case name. */
  headers?: Readonly<Record<string, string>>;
}

export type HttpAnswer =
  | { status: number; body: string; location?: string; failure?: undefined }
  | { failure: 'timeout' | 'refused' | 'unknown host' };

/**
 * What a load balancer answers at one of its names; undefined when the host is none of this Region's load balancers.
 * The target is chosen by chance among the healthy ones, the target group by its weight.
 */
export function answerAt(
  host: string,
  request: HttpRequest,
  scope: LoadBalancingScope,
): HttpAnswer | undefined {
  const loadBalancer = balancerAt(host, scope);
  if (!loadBalancer) return undefined;
  // The name is there before the load balancer takes connections.
  if (loadBalancer.status !== 'active') return { failure: 'timeout' };
  const listener = [...loadBalancing(scope).listeners.values()].find(
    ({ loadBalancer: arn, port }) => arn === loadBalancer.arn && port === request.port,
  );
  // Nothing listens there, and the security group of a real one would not even say so.
  if (!listener) return { failure: 'timeout' };
  const rule = rulesOf(listener.arn, scope).find(({ conditions }) =>
    conditions.every((condition) => holds(condition, host, request)),
  )!;
  return act(rule, request, loadBalancer, scope);
}

/** The load balancer with a name. */
export function balancerAt(host: string, scope: LoadBalancingScope): LoadBalancer | undefined {
  const name = host.toLowerCase();
  return [...loadBalancing(scope).loadBalancers.values()].find(
    ({ dnsName }) => dnsName.toLowerCase() === name,
  );
}

/** `*` stands for any characters, `?` for one (Application Load Balancer guide, listener rule conditions). */
function fits(pattern: string, text: string, flags = ''): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, flags).test(text);
}

function holds(
  condition: RuleCondition,
  host: string,
  { path, method = 'GET', headers = {} }: HttpRequest,
): boolean {
  const [bare = '/', query = ''] = path.split('?');
  switch (condition.Field) {
    case 'path-pattern':
      return (condition.PathPatternConfig?.Values ?? []).some((value) => fits(value, bare));
    case 'host-header':
      return (condition.HostHeaderConfig?.Values ?? []).some((value) =>
        fits(value, headers['host'] ?? host, 'i'),
      );
    case 'http-request-method':
      return (condition.HttpRequestMethodConfig?.Values ?? []).includes(method);
    case 'http-header': {
      const { HttpHeaderName = '', Values = [] } = condition.HttpHeaderConfig ?? {};
      const given = headers[HttpHeaderName.toLowerCase()];
      return given !== undefined && Values.some((value) => fits(value, given, 'i'));
    }
    case 'query-string': {
      const given = new Map(query.split('&').map((pair) => pair.split('=') as [string, string]));
      return (condition.QueryStringConfig?.Values ?? []).some(({ Key, Value = '' }) =>
        Key === undefined
          ? [...given.values()].some((value) => fits(Value, value ?? '', 'i'))
          : fits(Value, given.get(Key) ?? '', 'i'),
      );
    }
    // Where the caller is, nobody says here.
    default:
      return true;
  }
}

function act(
  rule: Rule,
  request: HttpRequest,
  loadBalancer: LoadBalancer,
  scope: LoadBalancingScope,
): HttpAnswer {
  const action = rule.actions.at(-1)!;
  if (action.Type === 'fixed-response') {
    const { StatusCode, MessageBody } = action.FixedResponseConfig ?? {};
    return { status: Number(StatusCode), body: MessageBody ?? '' };
  }
  if (action.Type === 'redirect') return redirect(rule, request, loadBalancer);
  const groups = forwards(rule).filter(({ weight }) => weight > 0);
  const total = groups.reduce((all, { weight }) => all + weight, 0);
  if (total === 0) return { status: 503, body: errorPage('503 Service Temporarily Unavailable') };
  let at = groups.length === 1 ? 0 : scope.context.random.integer(0, total - 1);
  const chosen = groups.find(({ weight }) => (at -= weight) < 0)!;
  return serve(loadBalancing(scope).targetGroups.get(chosen.arn), request, loadBalancer, scope);
}

function serve(
  group: TargetGroup | undefined,
  { path }: HttpRequest,
  loadBalancer: LoadBalancer,
  scope: LoadBalancingScope,
): HttpAnswer {
  const targets = [...(group?.targets.values() ?? [])];
  const healthy = targets.filter(({ status }) => status === 'healthy');
  // When every target is unhealthy, requests go to all of them (fail open).
  const usable = healthy.length ? healthy : targets.filter(({ status }) => status === 'unhealthy');
  const target = usable[usable.length > 1 ? scope.context.random.integer(0, usable.length - 1) : 0];
  const task = scope.ecs.tasks.get(target?.task ?? '');
  const web = loadBalancer.type === 'application';
  if (!target || !task)
    return web
      ? { status: 503, body: errorPage('503 Service Temporarily Unavailable') }
      : { failure: 'timeout' };
  const answer = balancerReaches(scope.vpc, loadBalancer, task.networkInterface, target.port)
    ? answerOf(task, { port: target.port, path }, scope)
    : ({ failure: 'timeout' } as const);
  if (!answer.failure) return { status: answer.status, body: answer.body };
  if (!web) return { failure: answer.failure };
  return answer.failure === 'timeout'
    ? { status: 504, body: errorPage('504 Gateway Time-out') }
    : { status: 502, body: errorPage('502 Bad Gateway') };
}

function redirect({ actions }: Rule, { path, port }: HttpRequest, { dnsName }: LoadBalancer): HttpAnswer {
  const to: Partial<RedirectActionConfig> = actions.at(-1)!.RedirectConfig ?? {};
  const [bare = '/', query = ''] = path.split('?');
  const parts: Record<string, string> = {
    protocol: 'http',
    host: dnsName,
    port: String(port),
    path: bare.slice(1),
    query,
  };
  const fill = (text: string) => text.replace(/#\{(\w+)\}/g, (_, name: string) => parts[name] ?? '');
  const protocol = fill(to.Protocol ?? '#{protocol}').toLowerCase();
  const search = fill(to.Query ?? '#{query}');
  const status = Number(String(to.StatusCode).replace('HTTP_', ''));
  return {
    status,
    body: errorPage(status === 301 ? '301 Moved Permanently' : '302 Found'),
    location: `${protocol}://${fill(to.Host ?? '#{host}')}:${fill(to.Port ?? '#{port}')}${fill(to.Path ?? '/#{path}')}${search ? `?${search}` : ''}`,
  };
}

/** The page that an Application Load Balancer makes itself (observed). */
function errorPage(title: string): string {
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
}
