import type { CreateTargetGroupInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';
import type { HealthCheck } from './state.ts';

type HealthCheckInput = Pick<
  Wire<CreateTargetGroupInput>,
  | 'Protocol'
  | 'HealthCheckEnabled'
  | 'HealthCheckProtocol'
  | 'HealthCheckPort'
  | 'HealthCheckPath'
  | 'HealthCheckIntervalSeconds'
  | 'HealthCheckTimeoutSeconds'
  | 'HealthyThresholdCount'
  | 'UnhealthyThresholdCount'
  | 'Matcher'
>;

/** The health check that a request describes, over `before` or the defaults (API reference, CreateTargetGroup). */
export function healthCheckOf(input: HealthCheckInput, before?: HealthCheck): HealthCheck {
  const application = input.Protocol === 'HTTP' || input.Protocol === 'HTTPS';
  const protocol = input.HealthCheckProtocol ?? before?.protocol ?? (application ? input.Protocol! : 'TCP');
  const http = protocol === 'HTTP' || protocol === 'HTTPS';
  const path = input.HealthCheckPath ?? before?.path ?? '/';
  const matcher = input.Matcher?.HttpCode ?? before?.matcher ?? (application ? '200' : '200-399');
  return {
    enabled: input.HealthCheckEnabled ?? before?.enabled ?? true,
    protocol,
    port: input.HealthCheckPort ?? before?.port ?? 'traffic-port',
    ...(http ? { path } : {}),
    interval: input.HealthCheckIntervalSeconds ?? before?.interval ?? 30,
    timeout: input.HealthCheckTimeoutSeconds ?? before?.timeout ?? (application ? 5 : http ? 6 : 10),
    healthyThreshold: input.HealthyThresholdCount ?? before?.healthyThreshold ?? 5,
    unhealthyThreshold: input.UnhealthyThresholdCount ?? before?.unhealthyThreshold ?? 2,
    ...(http ? { matcher } : {}),
  };
}

/** Ranges of the API reference, CreateTargetGroup. */
const ranges = [
  ['interval', 'Health check interval', 5, 300],
  ['timeout', 'Health check timeout', 2, 120],
  ['healthyThreshold', 'Healthy threshold count', 2, 10],
  ['unhealthyThreshold', 'Unhealthy threshold count', 2, 10],
] as const;

/** @throws AwsError ValidationError for numbers that are out of range or do not fit each other */
export function checkHealthCheck(check: HealthCheck): void {
  for (const [member, name, least, most] of ranges)
    if (check[member] < least || check[member] > most)
      throw new AwsError(
        'ValidationError',
        `${name} '${check[member]}' must be between ${least} and ${most} inclusive`,
      );
  if (check.timeout >= check.interval)
    throw new AwsError('ValidationError', 'Health check interval must be greater than the timeout.');
  if (check.path !== undefined && !check.path.startsWith('/'))
    throw new AwsError('ValidationError', `Health check path '${check.path}' must start with a '/'`);
  if (check.port !== 'traffic-port' && !/^\d{1,5}$/.test(check.port))
    throw new AwsError('ValidationError', `Health check port '${check.port}' is not valid`);
  if (check.matcher !== undefined && !/^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/.test(check.matcher))
    throw new AwsError('ValidationError', `Health check matcher HTTP code '${check.matcher}' is not valid`);
}

/** Whether an HTTP code is one that `matcher` lists: `200`, `200,202`, `200-299`. */
export function matches(code: number, matcher = '200'): boolean {
  return matcher.split(',').some((part) => {
    const [first, last = first] = part.split('-').map(Number);
    return code >= first! && code <= last!;
  });
}
