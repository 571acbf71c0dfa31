import type { Action, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../api/errors.ts';
import { invalid } from '../../api/invalid.ts';
import { loadBalancing, targetGroupOf, usersOf, type LoadBalancingScope } from './scope.ts';
import type { Listener } from './state.ts';

const simulated = ['forward', 'redirect', 'fixed-response'];

/**
 * The actions of a rule as Elastic Load Balancing gives them back: a single target group also as a forward configuration.
 * @throws AwsError TargetGroupNotFound, TargetGroupAssociationLimit, ValidationError
 */
export function actionsOf(
  given: readonly Action[] = [],
  listener: Pick<Listener, 'loadBalancer' | 'protocol'>,
  scope: LoadBalancingScope,
): Action[] {
  if (given.length === 0) throw new AwsError('ValidationError', 'At least one action must be specified');
  return given.map((action) => {
    const type = String(action.Type);
    if (!simulated.includes(type)) {
      if (/^(authenticate-(cognito|oidc)|jwt-validation)$/.test(type))
        throw new AwsError('NotSimulatedException', `Drydock does not simulate the action ${type}.`);
      throw invalid('Actions.1.Type', type, `Member must satisfy enum value set: [${simulated.join(', ')}]`);
    }
    if (type !== 'forward') return action;
    const groups = action.ForwardConfig?.TargetGroups?.length
      ? action.ForwardConfig.TargetGroups
      : [{ TargetGroupArn: action.TargetGroupArn, Weight: 1 }];
    for (const { TargetGroupArn } of groups) checkGroup(TargetGroupArn, listener, scope);
    return {
      ...action,
      ...(groups.length === 1 ? { TargetGroupArn: groups[0]!.TargetGroupArn } : {}),
      ForwardConfig: {
        TargetGroups: groups.map((group) => ({
          TargetGroupArn: group.TargetGroupArn,
          Weight: group.Weight ?? 1,
        })),
        TargetGroupStickinessConfig: action.ForwardConfig?.TargetGroupStickinessConfig ?? { Enabled: false },
      },
    };
  });
}

function checkGroup(
  arn: string | undefined,
  { loadBalancer, protocol }: Pick<Listener, 'loadBalancer' | 'protocol'>,
  scope: LoadBalancingScope,
): void {
  const group = targetGroupOf(arn, scope);
  const others = usersOf(group.arn, scope).filter((user) => user !== loadBalancer);
  if (others.length > 0)
    throw new AwsError(
      'TargetGroupAssociationLimit',
      `The following target groups cannot be associated with more than one load balancer: ${group.arn}`,
    );
  const application = (name: string) => name === 'HTTP' || name === 'HTTPS';
  if (application(protocol) !== application(group.protocol))
    throw new AwsError(
      'IncompatibleProtocols',
      `Listener protocol '${protocol}' is not compatible with target group protocol '${group.protocol}'`,
    );
}

/** The listener's load balancer, for what only one kind can do. */
export function isApplication(
  { loadBalancer }: Pick<Listener, 'loadBalancer'>,
  scope: LoadBalancingScope,
): boolean {
  return loadBalancing(scope).loadBalancers.get(loadBalancer)?.type === 'application';
}

const configs: Readonly<Record<string, keyof RuleCondition>> = {
  'host-header': 'HostHeaderConfig',
  'path-pattern': 'PathPatternConfig',
  'http-request-method': 'HttpRequestMethodConfig',
  'source-ip': 'SourceIpConfig',
  'http-header': 'HttpHeaderConfig',
  'query-string': 'QueryStringConfig',
};

/** The conditions of a rule with their values in both of the places where the API shows them. @throws AwsError ValidationError */
export function conditionsOf(given: readonly RuleCondition[] = []): RuleCondition[] {
  return given.map((condition) => {
    const field = condition.Field ?? '';
    const config = configs[field];
    if (!config)
      throw new AwsError(
        'ValidationError',
        `Condition field '${field}' must be one of '[${Object.keys(configs).join(', ')}]'`,
      );
    const own = condition[config] as { Values?: unknown[] } | undefined;
    const values = own?.Values ?? condition.Values ?? [];
    if (values.length === 0) throw new AwsError('ValidationError', 'A condition value must be specified');
    if (field !== 'path-pattern' && field !== 'host-header') return condition;
    return { Field: field, Values: values as string[], [config]: { Values: values } };
  });
}
