import type { LoadBalancer } from '@aws-sdk/client-ecs';
import type { Wire } from '../../api/wire.ts';
import { forwards, loadBalancing, rulesOf } from '../../neighbours/load-balancing/scope.ts';
import { setActions } from '../../neighbours/load-balancing/rules.ts';
import type { Rule } from '../../neighbours/load-balancing/state.ts';
import type { RegionScope } from '../../region.ts';
import type { Deployment } from './record.ts';

type Behind = Wire<LoadBalancer>;

/** Where the tasks of a deployment are registered: the target group of each load balancer that its predecessor does not use. */
export function placed(loadBalancers: readonly Behind[] = [], before: Deployment | undefined): Behind[] {
  return loadBalancers.map((each, index) => {
    const alternate = each.advancedConfiguration?.alternateTargetGroupArn;
    const taken = (before?.placed ?? before?.loadBalancers)?.[index]?.targetGroupArn;
    return alternate !== undefined && taken === each.targetGroupArn
      ? { ...each, targetGroupArn: alternate }
      : each;
  });
}

/** A listener's rule by ARN; of a Network Load Balancer, whose listeners have one rule, the listener's ARN says which. */
function ruleAt(arn: string | undefined, scope: RegionScope): Rule | undefined {
  return loadBalancing(scope).rules.get(arn ?? '') ?? rulesOf(arn ?? '', scope).at(-1);
}

/** Why traffic could not be shifted, in AWS's words; undefined when all is in place. */
export function networkingFault({ loadBalancers = [] }: Deployment, scope: RegionScope): string | undefined {
  for (const { targetGroupArn, advancedConfiguration: advanced } of loadBalancers) {
    const rules = [advanced?.productionListenerRule, advanced?.testListenerRule].filter(
      (arn) => arn !== undefined,
    );
    const found = rules.map((arn) => ruleAt(arn, scope));
    if (!advanced || found.includes(undefined)) return 'One or more rules not found';
    const used = new Set(found.flatMap((rule) => forwards(rule!).map(({ arn }) => arn)));
    for (const arn of [targetGroupArn!, advanced.alternateTargetGroupArn!])
      if (!used.has(arn))
        return `Target group ${arn} is not associated with either productionListenerRule or testListenerRule.`;
  }
  return undefined;
}

/** Sends `percent` of the traffic of one listener to the green deployment's target groups, and the rest to the other ones. */
export function shift(
  green: Deployment,
  listener: 'productionListenerRule' | 'testListenerRule',
  percent: number,
  scope: RegionScope,
): void {
  (green.loadBalancers ?? []).forEach((each, index) => {
    const rule = ruleAt(each.advancedConfiguration?.[listener], scope);
    const to = green.placed?.[index]?.targetGroupArn ?? each.targetGroupArn!;
    const alternate = each.advancedConfiguration?.alternateTargetGroupArn;
    const from = to === each.targetGroupArn ? alternate : each.targetGroupArn;
    if (!rule) return;
    const groups = [
      ...(from === undefined ? [] : [{ TargetGroupArn: from, Weight: 100 - percent }]),
      { TargetGroupArn: to, Weight: percent },
    ];
    const [action = { Type: 'forward' as const }] = rule.actions;
    const { TargetGroupArn: _, ...rest } = action;
    setActions(rule, [{ ...rest, ForwardConfig: { ...action.ForwardConfig, TargetGroups: groups } }], scope);
  });
}
