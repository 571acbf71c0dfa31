import type { DeploymentConfiguration } from '@aws-sdk/client-ecs';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';

const defaults: Wire<DeploymentConfiguration> = {
  deploymentCircuitBreaker: { enable: false, rollback: false },
  maximumPercent: 200,
  minimumHealthyPercent: 100,
  strategy: 'ROLLING',
  bakeTimeInMinutes: 0,
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
  checkStrategy(all, given);
  return all;
}

const strategies = ['ROLLING', 'BLUE_GREEN', 'LINEAR', 'CANARY'];

/** The texts of these refusals are worded after the API reference and unverified. */
function checkStrategy(all: Wire<DeploymentConfiguration>, given: Wire<DeploymentConfiguration>): void {
  const { strategy = 'ROLLING', bakeTimeInMinutes = 0, linearConfiguration, canaryConfiguration } = all;
  if (!strategies.includes(strategy))
    refuse(`Invalid deployment strategy: ${strategy}. Use one of ${strategies.join(', ')}.`);
  if (given.strategy === 'BLUE_GREEN' && given.bakeTimeInMinutes === undefined)
    refuse('bakeTimeInMinutes must be specified when using the BLUE_GREEN deployment strategy.');
  if (bakeTimeInMinutes < 0 || bakeTimeInMinutes > 1440)
    refuse('bakeTimeInMinutes must be between 0 and 1440.');
  if (linearConfiguration && strategy !== 'LINEAR')
    refuse('linearConfiguration can only be specified with the LINEAR deployment strategy.');
  if (canaryConfiguration && strategy !== 'CANARY')
    refuse('canaryConfiguration can only be specified with the CANARY deployment strategy.');
  const { stepPercent = 10 } = linearConfiguration ?? {};
  if (stepPercent < 3 || stepPercent > 100) refuse('stepPercent must be between 3.0 and 100.0.');
  const { canaryPercent = 5 } = canaryConfiguration ?? {};
  if (canaryPercent < 0.1 || canaryPercent > 100) refuse('canaryPercent must be between 0.1 and 100.0.');
}
