import type { RegionScope } from '../../region.ts';
import { setActions } from '../load-balancing/rules.ts';
import { forwards, loadBalancing, rulesOf } from '../load-balancing/scope.ts';
import type { CodeDeployment, DeploymentGroup } from './state.ts';

/** The pair of target groups of a deployment group, by ARN, in the order in which the group names them. */
export function targetGroupsOf({ input }: DeploymentGroup, scope: RegionScope): string[] {
  const names = input.loadBalancerInfo?.targetGroupPairInfoList?.[0]?.targetGroups ?? [];
  const { targetGroups } = loadBalancing(scope);
  return names.flatMap(
    ({ name }) => [...targetGroups.values()].find((each) => each.name === name)?.arn ?? [],
  );
}

/** The ARN of a group's production or test listener. */
export function listenerOf(
  { input }: DeploymentGroup,
  route: 'prodTrafficRoute' | 'testTrafficRoute',
): string | undefined {
  return input.loadBalancerInfo?.targetGroupPairInfoList?.[0]?.[route]?.listenerArns?.[0];
}

/** Gives the replacement `percent` of a listener's traffic, and the original the rest. */
export function route(
  listener: string | undefined,
  { blueTargetGroup: blue, greenTargetGroup: green }: CodeDeployment,
  percent: number,
  scope: RegionScope,
): void {
  const pair = [blue, green];
  for (const rule of rulesOf(listener ?? '', scope)) {
    if (rule.priority !== 'default' && !forwards(rule).some(({ arn }) => pair.includes(arn))) continue;
    const groups = [
      { TargetGroupArn: blue!, Weight: 100 - percent },
      { TargetGroupArn: green!, Weight: percent },
    ].filter(({ Weight }) => Weight > 0);
    setActions(rule, [{ Type: 'forward', ForwardConfig: { TargetGroups: groups } }], scope);
  }
}
