import type { EcsScope } from './scope.ts';

/**
 * The Cloud Map namespace that a cluster's services are in unless they say otherwise, as CreateCluster and UpdateCluster
 * take it: a name that is not there yet becomes an HTTP namespace
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ClusterServiceConnectDefaultsRequest.html).
 */
export function serviceConnectDefaults(
  given: { namespace?: string | undefined } | undefined,
  { send, principal }: EcsScope,
): { serviceConnectDefaults?: { namespace: string } } {
  const { namespace } = given ?? {};
  if (!namespace) return {};
  // One that is there already is refused, and is used.
  if (!namespace.startsWith('arn:'))
    send({
      service: 'servicediscovery',
      operation: 'CreateHttpNamespace',
      input: { Name: namespace },
      principal,
    });
  return { serviceConnectDefaults: { namespace } };
}
