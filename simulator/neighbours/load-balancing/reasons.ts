/** Why a target is not healthy: the code and the description that DescribeTargetHealth gives (API reference, TargetHealth; observed). */
export interface Why {
  reason: string;
  description: string;
}

export const registering: Why = {
  reason: 'Elb.RegistrationInProgress',
  description: 'Target registration is in progress',
};
export const firstChecks: Why = {
  reason: 'Elb.InitialHealthChecking',
  description: 'Initial health checks in progress',
};
export const timedOut: Why = { reason: 'Target.Timeout', description: 'Request timed out' };
export const refused: Why = { reason: 'Target.FailedHealthChecks', description: 'Health checks failed' };
export const deregistering: Why = {
  reason: 'Target.DeregistrationInProgress',
  description: 'Target deregistration is in progress',
};
export const notInUse: Why = {
  reason: 'Target.NotInUse',
  description: 'Target group is not configured to receive traffic from the load balancer',
};
export const notRegistered: Why = {
  reason: 'Target.NotRegistered',
  description: 'Target is not registered to the target group',
};

export function wrongCode(code: number): Why {
  return {
    reason: 'Target.ResponseCodeMismatch',
    description: `Health checks failed with these codes: [${code}]`,
  };
}
