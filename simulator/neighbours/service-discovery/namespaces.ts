import type {
  CreateHttpNamespaceRequest,
  CreateHttpNamespaceResponse,
  CreatePrivateDnsNamespaceRequest,
  DeleteNamespaceRequest,
  GetNamespaceRequest,
  GetNamespaceResponse,
  ListNamespacesRequest,
  ListNamespacesResponse,
  NamespaceSummary,
} from '@aws-sdk/client-servicediscovery';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import { submit } from './operations.ts';
import { paged } from './pages.ts';
import { discovery, discoveryArn, namespaceOf, newId, servicesIn } from './scope.ts';
import type { Namespace } from './state.ts';

export function createHttpNamespace(
  input: Wire<CreateHttpNamespaceRequest>,
  scope: RegionScope,
): Wire<CreateHttpNamespaceResponse> {
  return { OperationId: create(input.Name ?? '', 'HTTP', input.Description, scope) };
}

/** CreatePrivateDnsNamespace: with a hosted zone that the VPC's tasks resolve names in. */
export function createPrivateDnsNamespace(
  input: Wire<CreatePrivateDnsNamespaceRequest>,
  scope: RegionScope,
): Wire<CreateHttpNamespaceResponse> {
  if (input.Vpc !== scope.vpc.vpcId)
    throw new AwsError('InvalidInput', `The VPC ${input.Vpc} does not exist in ${scope.region}.`);
  return { OperationId: create(input.Name ?? '', 'DNS_PRIVATE', input.Description, scope) };
}

function create(
  name: string,
  type: Namespace['type'],
  description: string | undefined,
  scope: RegionScope,
): string {
  if (!/^[!-~]{1,1024}$/.test(name))
    throw new AwsError('InvalidInput', `The namespace name ${name} is invalid.`);
  const existing = [...discovery(scope).namespaces.values()].find((each) => each.name === name);
  if (existing)
    throw new AwsError('NamespaceAlreadyExists', `Namespace with name: ${name} already exists.`, {
      NamespaceId: existing.id,
    });
  const id = newId('ns', scope);
  discovery(scope).namespaces.set(id, {
    id,
    arn: discoveryArn(`namespace/${id}`, scope),
    name,
    type,
    ...(description === undefined ? {} : { description }),
    ...(type === 'HTTP' ? {} : { hostedZoneId: `Z${scope.context.random.hex(20).toUpperCase()}` }),
    createdAt: scope.context.date,
    pending: true,
  });
  return submit('CREATE_NAMESPACE', { NAMESPACE: id }, scope);
}

export function getNamespace(
  input: Wire<GetNamespaceRequest>,
  scope: RegionScope,
): Wire<GetNamespaceResponse> {
  return { Namespace: describe(namespaceOf(input.Id, scope), scope) };
}

export function listNamespaces(
  input: Wire<ListNamespacesRequest>,
  scope: RegionScope,
): Wire<ListNamespacesResponse> {
  const values = (name: string) => input.Filters?.find((filter) => filter.Name === name)?.Values;
  const found = [...discovery(scope).namespaces.values()]
    .filter(({ pending }) => !pending)
    .filter(({ type }) => values('TYPE')?.includes(type) ?? true)
    .filter(({ name }) => values('NAME')?.includes(name) ?? true);
  const { items, next } = paged(found, input);
  return { Namespaces: items.map((each) => describe(each, scope)), ...next };
}

export function deleteNamespace(
  input: Wire<DeleteNamespaceRequest>,
  scope: RegionScope,
): Wire<CreateHttpNamespaceResponse> {
  const { id } = namespaceOf(input.Id, scope);
  if (servicesIn(id, scope).length > 0)
    throw new AwsError('ResourceInUse', 'Namespace has associated services and cannot be deleted.');
  return { OperationId: submit('DELETE_NAMESPACE', { NAMESPACE: id }, scope) };
}

function describe(each: Namespace, scope: RegionScope): Wire<NamespaceSummary> {
  return {
    Id: each.id,
    Arn: each.arn,
    Name: each.name,
    Type: each.type,
    ...(each.description === undefined ? {} : { Description: each.description }),
    ServiceCount: servicesIn(each.id, scope).length,
    Properties: {
      ...(each.hostedZoneId === undefined
        ? {}
        : { DnsProperties: { HostedZoneId: each.hostedZoneId, SOA: { TTL: 15 } } }),
      HttpProperties: { HttpName: each.name },
    },
    CreateDate: epochSeconds(each.createdAt),
  };
}
