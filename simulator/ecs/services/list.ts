import type {
  DescribeServicesRequest,
  DescribeServicesResponse,
  ListServicesByNamespaceRequest,
  ListServicesByNamespaceResponse,
  ListServicesRequest,
  ListServicesResponse,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import { pageToken, positionOf } from '../../api/pagination.ts';
import type { Wire } from '../../api/wire.ts';
import { discovery, namespaceNamed } from '../../neighbours/service-discovery/scope.ts';
import { clusterOf, shortName, type EcsScope } from '../scope.ts';
import { describeService, mainOf } from './describe.ts';
import { findService, serviceArn } from './service.ts';

export function describeServices(
  input: Wire<DescribeServicesRequest>,
  scope: EcsScope,
): Wire<DescribeServicesResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const names = input.services ?? [];
  if (names.length === 0) throw new AwsError('InvalidParameterException', 'Services cannot be empty.');
  if (names.length > 10)
    throw new AwsError('InvalidParameterException', 'Services can have at most 10 items.');
  const services: Wire<DescribeServicesResponse>['services'] = [];
  const failures: Wire<DescribeServicesResponse>['failures'] = [];
  for (const name of names) {
    const service = findService(name, cluster, scope);
    if (service)
      services.push(describeService(service, scope, { tags: input.include?.includes('TAGS') ?? false }));
    else
      failures.push({
        arn: name.startsWith('arn:') ? name : serviceArn(name, cluster.name, scope),
        reason: 'MISSING',
      });
  }
  return { services, failures };
}

export function listServices(input: Wire<ListServicesRequest>, scope: EcsScope): Wire<ListServicesResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const start = positionOf(input.nextToken);
  const limit = input.maxResults ?? 10;
  if (limit < 1 || limit > 100)
    throw new AwsError('InvalidParameterException', 'maxResults should be between 1 and 100.');
  const arns = [...scope.ecs.services.values()]
    .filter((service) => service.cluster === cluster.name && service.status !== 'INACTIVE')
    .filter((service) => input.launchType === undefined || mainOf(service)?.launchType === input.launchType)
    .filter(
      ({ schedulingStrategy }) =>
        input.schedulingStrategy === undefined || schedulingStrategy === input.schedulingStrategy,
    )
    .map(({ arn }) => arn);
  return {
    serviceArns: arns.slice(start, start + limit),
    ...(start + limit < arns.length ? { nextToken: pageToken(start + limit) } : {}),
  };
}

/** ListServicesByNamespace: the services whose Service Connect uses a namespace. */
export function listServicesByNamespace(
  input: Wire<ListServicesByNamespaceRequest>,
  scope: EcsScope,
): Wire<ListServicesByNamespaceResponse> {
  const asked = input.namespace ?? '';
  const namespace = discovery(scope).namespaces.get(shortName(asked)) ?? namespaceNamed(asked, scope);
  if (!namespace) throw new AwsError('NamespaceNotFoundException', 'Namespace not found.');
  const start = positionOf(input.nextToken);
  const limit = input.maxResults ?? 10;
  if (limit < 1 || limit > 100)
    throw new AwsError('InvalidParameterException', 'maxResults should be between 1 and 100.');
  const arns = [...scope.ecs.services.values()]
    .filter(
      (service) =>
        service.status === 'ACTIVE' &&
        mainOf(service)?.serviceConnectConfiguration?.namespace === namespace.id,
    )
    .map(({ arn }) => arn);
  return {
    serviceArns: arns.slice(start, start + limit),
    ...(start + limit < arns.length ? { nextToken: pageToken(start + limit) } : {}),
  };
}
