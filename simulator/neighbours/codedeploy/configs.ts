import type { DeploymentConfigInfo } from '@aws-sdk/client-codedeploy';
import { AwsError } from '../../api/errors.ts';
import type { Wire } from '../../api/wire.ts';

/** How production traffic goes over: at once, or `percent` in each step of `minutes`; a canary's second step is all the rest. */
export interface Routing {
  kind: 'AllAtOnce' | 'TimeBasedLinear' | 'TimeBasedCanary';
  percent: number;
  minutes: number;
}

const linear = (minutes: number): Routing => ({ kind: 'TimeBasedLinear', percent: 10, minutes });
const canary = (minutes: number): Routing => ({ kind: 'TimeBasedCanary', percent: 10, minutes });

/** CodeDeploy's own configurations for ECS (https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html). */
const routings: Readonly<Record<string, Routing>> = {
  'CodeDeployDefault.ECSAllAtOnce': { kind: 'AllAtOnce', percent: 100, minutes: 0 },
  'CodeDeployDefault.ECSCanary10Percent15Minutes': canary(15),
  'CodeDeployDefault.ECSCanary10Percent5Minutes': canary(5),
  'CodeDeployDefault.ECSLinear10PercentEvery1Minutes': linear(1),
  'CodeDeployDefault.ECSLinear10PercentEvery3Minutes': linear(3),
};

export const usualConfig = 'CodeDeployDefault.ECSAllAtOnce';

/** @throws AwsError DeploymentConfigDoesNotExistException */
export function routingOf(name: string): Routing {
  const found = Object.hasOwn(routings, name) ? routings[name] : undefined;
  if (found) return found;
  throw new AwsError(
    'DeploymentConfigDoesNotExistException',
    `No Deployment Configuration found for name: ${name}`,
  );
}

/**
 * How much of the traffic the replacement has so long after the shift began.
 * @param passed ms
 * @returns the percentage, and ms until there is more to do; 0 when all has gone over
 */
export function shareAfter(
  { kind, percent, minutes }: Routing,
  passed: number,
): { percent: number; wait: number } {
  if (kind === 'AllAtOnce') return { percent: 100, wait: 0 };
  const step = minutes * 60_000;
  const steps = 1 + Math.floor(passed / step);
  const share = kind === 'TimeBasedLinear' ? Math.min(100, steps * percent) : steps > 1 ? 100 : percent;
  return { percent: share, wait: share === 100 ? 0 : steps * step - passed };
}

export function getDeploymentConfig({ deploymentConfigName: name = '' }: { deploymentConfigName?: string }): {
  deploymentConfigInfo: Wire<DeploymentConfigInfo>;
} {
  const { kind, percent, minutes } = routingOf(name);
  const step =
    kind === 'TimeBasedCanary'
      ? { timeBasedCanary: { canaryPercentage: percent, canaryInterval: minutes } }
      : { timeBasedLinear: { linearPercentage: percent, linearInterval: minutes } };
  return {
    deploymentConfigInfo: {
      deploymentConfigName: name,
      computePlatform: 'ECS',
      trafficRoutingConfig: { type: kind, ...(kind === 'AllAtOnce' ? {} : step) },
    },
  };
}

export function listDeploymentConfigs(): { deploymentConfigsList: string[] } {
  return { deploymentConfigsList: Object.keys(routings) };
}
