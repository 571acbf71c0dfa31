import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';

const defaults: Wire<DeploymentConfiguration> = {
  deploymentCircuitBreaker: { enable: false, rollback: false },
  maximumPercent: 200,
  minimumHealthyPercent: 100,
};

function refuse(message: string): never {
  throw new AwsError('InvalidParameterException', message);
}

/**
 * A deployment configuration over what was before, or the defaults.
 * @throws AwsError InvalidParameterException for percentages with which no task could ever be replaced
 */
export function configurationOf(
  given: Wire<DeploymentConfiguration> = {},
  before = defaults,
): Wire<DeploymentConfiguration> {
  const all = { ...before, ...given };
  const { maximumPercent = 200, minimumHealthyPercent = 100 } = all;
  if (maximumPercent < 100 || minimumHealthyPercent < 0)
    refuse('maximumPercent must be at least 100 and minimumHealthyPercent at least 0.');
  if (maximumPercent <= 100 && minimumHealthyPercent >= 100)
    refuse('Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments.');
  const { alarms, deploymentCircuitBreaker: breaker } = all;
  if (alarms?.enable === true && !alarms.alarmNames?.length)
    refuse('At least one alarm name must be specified when deployment alarms are enabled.');
  const threshold = breaker?.thresholdConfiguration;
  if (threshold) {
    const { type, value = 0 } = threshold;
    if (!['BOUNDED_PERCENT', 'UNBOUNDED_PERCENT', 'COUNT'].includes(String(type)))
      refuse(`Invalid threshold type: ${String(type)}. Use BOUNDED_PERCENT, UNBOUNDED_PERCENT or COUNT.`);
    if (value < 1 || (type !== 'COUNT' && value > 100))
      refuse(
        type === 'COUNT'
          ? 'The threshold value must be at least 1.'
          : 'The threshold value must be between 1 and 100 percent.',
      );
  }
  return all;
}
