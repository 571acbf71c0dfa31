import type {
  Attribute,
  DeleteAttributesRequest,
  DeleteAttributesResponse,
  ListAttributesRequest,
  ListAttributesResponse,
  PutAttributesRequest,
  PutAttributesResponse,
} from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import { pageOf } from '../../api/pagination.ts';
import type { Wire } from '../../api/wire.ts';
import { clusterOf, type EcsScope } from '../scope.ts';
import type { Cluster } from '../state.ts';
import { attribute } from './describe.ts';
import { instancesOf } from './find.ts';
import { shortName } from '../scope.ts';
import type { ContainerInstance } from './record.ts';

/** PutAttributes: up to ten, on instances of one cluster (API reference). */
export function putAttributes(
  input: Wire<PutAttributesRequest>,
  scope: EcsScope,
): Wire<PutAttributesResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const asked = check(input.attributes, cluster, scope);
  for (const { name, instance } of asked)
    if (!instance.attributes.has(name) && custom(instance) >= 10)
      throw new AwsError(
        'AttributeLimitExceededException',
        `The attribute limit of 10 custom attributes per resource has been exceeded for ${instance.arn}.`,
      );
  for (const { name, value, instance } of asked) {
    instance.attributes.set(name, value);
    instance.version++;
  }
  return { attributes: input.attributes };
}

export function deleteAttributes(
  input: Wire<DeleteAttributesRequest>,
  scope: EcsScope,
): Wire<DeleteAttributesResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const asked = check(input.attributes, cluster, scope);
  for (const { name, value, instance } of asked)
    if (!instance.attributes.has(name) || (value !== '' && instance.attributes.get(name) !== value))
      throw new AwsError(
        'TargetNotFoundException',
        `The attribute ${name} was not found on ${instance.arn}.`,
      );
  for (const { name, instance } of asked) {
    instance.attributes.delete(name);
    instance.version++;
  }
  return { attributes: input.attributes };
}

export function listAttributes(
  input: Wire<ListAttributesRequest>,
  scope: EcsScope,
): Wire<ListAttributesResponse> {
  const cluster = clusterOf(input.cluster, scope);
  const found: Wire<Attribute>[] = [];
  for (const instance of instancesOf(cluster.name, scope).values())
    for (const [name, value] of instance.attributes)
      if (
        (input.attributeName === undefined || input.attributeName === name) &&
        (input.attributeValue === undefined || input.attributeValue === value)
      )
        found.push({ ...attribute(name, value), targetId: instance.arn });
  const { items, next } = pageOf(found, input);
  return { attributes: items, ...next };
}

function check(
  attributes: readonly Wire<Attribute>[] | undefined,
  cluster: Cluster,
  scope: EcsScope,
): { name: string; value: string; instance: ContainerInstance }[] {
  if (!attributes?.length) throw new AwsError('InvalidParameterException', 'attributes can not be empty.');
  if (attributes.length > 10)
    throw new AwsError('InvalidParameterException', 'attributes can have at most 10 items.');
  return attributes.map(({ name = '', value = '', targetId }) => {
    if (!/^[\w./-]{1,128}$/.test(name))
      throw new AwsError('InvalidParameterException', `Attribute name ${name} is not valid.`);
    const instance = instancesOf(cluster.name, scope).get(shortName(targetId ?? ''));
    if (!instance)
      throw new AwsError('TargetNotFoundException', `The specified target was not found: ${targetId ?? ''}.`);
    return { name, value, instance };
  });
}

function custom({ attributes }: ContainerInstance): number {
  let count = 0;
  for (const name of attributes.keys()) if (!/^(com\.amazonaws\.)?ecs\./.test(name)) count++;
  return count;
}
