import type { Task } from '../../ecs/state.ts';
import { answerOf } from '../../ecs/tasks/answers.ts';
import { serviceOfTask, groupOf } from '../../ecs/services/service.ts';
import type { RegionScope } from '../../region.ts';
import type { HttpAnswer } from '../load-balancing/answer.ts';
import { discovery, servicesIn } from './scope.ts';
import type { DiscoveryService, Instance } from './state.ts';

/**
 * What a name answers to a task of the VPC: a service in a private DNS namespace (`service.namespace`), or an alias of
 * Service Connect. Undefined when the name is none of these.
 * @param client the task that asks; Service Connect's names are there only for tasks of services that use it
 */
export function answerByName(
  host: string,
  { port, path }: { port: number; path: string },
  client: Task,
  scope: RegionScope,
): HttpAnswer | undefined {
  const connected = aliasOf(host, port, client, scope);
  const service = connected?.service ?? dnsService(host, scope);
  if (!service) return undefined;
  const healthy = [...service.instances.values()].filter(({ health }) => health === 'HEALTHY');
  const chosen = healthy[healthy.length > 1 ? scope.context.random.integer(0, healthy.length - 1) : 0];
  if (!chosen) return connected ? { status: 503, body: 'no healthy upstream' } : { failure: 'unknown host' };
  return answer(chosen, connected ? Number(chosen.attributes['AWS_INSTANCE_PORT']) : port, path, scope);
}

function answer({ task }: Instance, port: number, path: string, scope: RegionScope): HttpAnswer {
  const behind = scope.ecs.tasks.get(task ?? '');
  if (!behind) return { failure: 'timeout' };
  const given = answerOf(behind, { port, path }, scope);
  return given.failure ? { failure: given.failure } : { status: given.status, body: given.body };
}

/** The service whose records a name is. */
function dnsService(host: string, scope: RegionScope): DiscoveryService | undefined {
  for (const { id, name, type, pending } of discovery(scope).namespaces.values()) {
    if (type !== 'DNS_PRIVATE' || pending || !host.endsWith(`.${name}`)) continue;
    const found = servicesIn(id, scope).find((each) => `${each.name}.${name}` === host && each.dnsConfig);
    if (found) return found;
  }
  return undefined;
}

/** The Service Connect endpoint that a client knows by this name and port: its proxy learnt of those that were there when it started. */
function aliasOf(
  host: string,
  port: number,
  client: Task,
  scope: RegionScope,
): { service: DiscoveryService } | undefined {
  const own = serviceOfTask(client, scope);
  const { serviceConnectConfiguration: connect } = (own && groupOf(client, own)) ?? {};
  if (connect?.enabled !== true) return undefined;
  for (const other of scope.ecs.services.values()) {
    if (other.status !== 'ACTIVE') continue;
    for (const { serviceConnectConfiguration: offered } of other.deployments) {
      if (offered?.enabled !== true || offered.namespace !== connect.namespace) continue;
      for (const { portName, discoveryName = portName, clientAliases = [] } of offered.services ?? []) {
        const service = servicesIn(offered.namespace ?? '', scope).find(({ name }) => name === discoveryName);
        const zone = discovery(scope).namespaces.get(offered.namespace ?? '')?.name;
        const known = clientAliases.some(
          (alias) => alias.port === port && (alias.dnsName ?? `${discoveryName}.${zone}`) === host,
        );
        if (known && service && service.createdAt <= client.createdAt) return { service };
      }
    }
  }
  return undefined;
}
