import { AwsError } from '../../api/errors.ts';
import type { RegionScope } from '../../region.ts';
import type { DiscoveryService, Namespace, ServiceDiscovery } from './state.ts';

export function discovery({ neighbours }: Pick<RegionScope, 'neighbours'>): ServiceDiscovery {
  return neighbours.serviceDiscovery;
}

/** `arn:aws:servicediscovery:REGION:ACCOUNT:` and `rest`. */
export function discoveryArn(
  rest: string,
  { region, accountId }: Pick<RegionScope, 'region' | 'accountId'>,
): string {
  return `arn:aws:servicediscovery:${region}:${accountId}:${rest}`;
}

const letters = 'abcdefghijklmnopqrstuvwxyz234567';

/** `ns-` or `srv-` and 16 letters and digits. */
export function newId(prefix: string, { context }: RegionScope): string {
  return `${prefix}-${Array.from({ length: 16 }, () => letters[context.random.integer(0, 31)]).join('')}`;
}

/** By id or ARN. @throws AwsError NamespaceNotFound */
export function namespaceOf(idOrArn: string | undefined, scope: RegionScope): Namespace {
  const id = (idOrArn ?? '').split('/').at(-1)!;
  const found = discovery(scope).namespaces.get(id);
  if (found && !found.pending) return found;
  throw new AwsError('NamespaceNotFound', `Namespace not found. NamespaceId: ${id}`);
}

/** A namespace by its name; undefined when there is none. */
export function namespaceNamed(name: string, scope: RegionScope): Namespace | undefined {
  return [...discovery(scope).namespaces.values()].find((each) => each.name === name && !each.pending);
}

/** By id or ARN. @throws AwsError ServiceNotFound */
export function discoveryServiceOf(idOrArn: string | undefined, scope: RegionScope): DiscoveryService {
  const id = (idOrArn ?? '').split('/').at(-1)!;
  const found = discovery(scope).services.get(id);
  if (found) return found;
  throw new AwsError('ServiceNotFound', `Service not found. ServiceId: ${id}`);
}

/** The services of a namespace. */
export function servicesIn(namespace: string, scope: RegionScope): DiscoveryService[] {
  return [...discovery(scope).services.values()].filter((each) => each.namespace === namespace);
}
