import { AwsError } from '../api/errors.ts';
import { shortName } from '../ecs/scope.ts';
import { serviceArn } from '../ecs/services/service.ts';
import { setLoad } from '../neighbours/cloudwatch/load.ts';
import type { RegionScope } from '../region.ts';

/**
 * SetLoad `{cluster?, service, requestsPerSecond?, cpuPercent?}`: what a service has to do from now on. A request takes
 * 20 ms of a vCPU.
 * @throws AwsError ServiceNotFoundException, InvalidParameterException
 */
export function setServiceLoad(
  { cluster = 'default', service, requestsPerSecond, cpuPercent }: Record<string, unknown>,
  scope: RegionScope,
): void {
  const arn = serviceArn(shortName(String(service)), shortName(String(cluster)), scope);
  if (!scope.ecs.services.has(arn))
    throw new AwsError('ServiceNotFoundException', `There is no service ${arn}: create it first.`);
  setLoad(
    arn,
    {
      ...(requestsPerSecond === undefined
        ? {}
        : { requestsPerSecond: numberOf('requestsPerSecond', requestsPerSecond) }),
      ...(cpuPercent === undefined ? {} : { cpuPercent: numberOf('cpuPercent', cpuPercent) }),
    },
    scope,
  );
}

function numberOf(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw new AwsError('InvalidParameterException', `Give ${name} as a number from 0 up.`);
  return value;
}
