import { AwsError } from '../../api/errors.ts';
import type { RegionScope } from '../../region.ts';
import type { Listener, LoadBalancer, LoadBalancing, Rule, TargetGroup } from './state.ts';

/** What acts on load balancers; operations get it with the caller's ARN. */
export type LoadBalancingScope = RegionScope;

export function loadBalancing({ neighbours }: Pick<RegionScope, 'neighbours'>): LoadBalancing {
  return neighbours.loadBalancing;
}

/** `arn:aws:elasticloadbalancing:REGION:ACCOUNT:` and `rest`. */
export function elbArn(
  rest: string,
  { region, accountId }: Pick<RegionScope, 'region' | 'accountId'>,
): string {
  return `arn:aws:elasticloadbalancing:${region}:${accountId}:${rest}`;
}

/** @throws AwsError LoadBalancerNotFound */
export function loadBalancerOf(arn: string | undefined, scope: LoadBalancingScope): LoadBalancer {
  const found = loadBalancing(scope).loadBalancers.get(arn ?? '');
  if (found) return found;
  throw new AwsError('LoadBalancerNotFound', 'One or more load balancers not found');
}

/** @throws AwsError TargetGroupNotFound */
export function targetGroupOf(arn: string | undefined, scope: LoadBalancingScope): TargetGroup {
  const found = loadBalancing(scope).targetGroups.get(arn ?? '');
  if (found) return found;
  throw new AwsError('TargetGroupNotFound', 'One or more target groups not found');
}

/** @throws AwsError ListenerNotFound */
export function listenerOf(arn: string | undefined, scope: LoadBalancingScope): Listener {
  const found = loadBalancing(scope).listeners.get(arn ?? '');
  if (found) return found;
  throw new AwsError('ListenerNotFound', 'One or more listeners not found');
}

/** @throws AwsError RuleNotFound */
export function ruleOf(arn: string | undefined, scope: LoadBalancingScope): Rule {
  const found = loadBalancing(scope).rules.get(arn ?? '');
  if (found) return found;
  throw new AwsError('RuleNotFound', 'One or more rules not found');
}

/** The rules of a listener as they are tried: by priority, the default one last. */
export function rulesOf(listener: string, scope: LoadBalancingScope): Rule[] {
  const rank = ({ priority }: Rule) => (priority === 'default' ? Infinity : priority);
  return [...loadBalancing(scope).rules.values()]
    .filter((rule) => rule.listener === listener)
    .sort((one, two) => rank(one) - rank(two));
}

/** The target groups that a rule forwards to, with their weights. */
export function forwards({ actions }: Rule): { arn: string; weight: number }[] {
  return actions.flatMap(({ TargetGroupArn, ForwardConfig }) =>
    ForwardConfig?.TargetGroups?.length
      ? ForwardConfig.TargetGroups.map((group) => ({
          arn: group.TargetGroupArn ?? '',
          weight: group.Weight ?? 1,
        }))
      : TargetGroupArn === undefined
        ? []
        : [{ arn: TargetGroupArn, weight: 1 }],
  );
}

/** ARNs of the load balancers that forward to a target group; AWS lets there be one at most. */
export function usersOf(targetGroup: string, scope: LoadBalancingScope): string[] {
  const { rules, listeners } = loadBalancing(scope);
  const users = new Set<string>();
  for (const rule of rules.values())
    if (forwards(rule).some(({ arn }) => arn === targetGroup))
      users.add(listeners.get(rule.listener)!.loadBalancer);
  return [...users];
}
