import { defaultRegion } from '../../../simulator/index.ts';
import { createRandom } from '../../../simulator/kernel/random.ts';
import { answerAt, type HttpRequest } from '../../../simulator/neighbours/load-balancing/answer.ts';
import type { RegionScope } from '../../../simulator/region.ts';
import { subnetsOf, type Hands } from '../cloud.ts';

/** An Application Load Balancer on port 80 with one target group, as the lessons make them. */
export interface Front {
  loadBalancer: string;
  dnsName: string;
  listener: string;
  targetGroup: string;
}

export function front(one: Hands, group: object = {}): Front {
  const vpcId = one.cloud.state.regions.get(defaultRegion)!.vpc.vpcId;
  const [loadBalancer] = one.ask('elbv2', 'CreateLoadBalancer', {
    Name: 'shop',
    Subnets: subnetsOf(one),
  }).LoadBalancers;
  const targetGroup = targetGroupIn(one, 'shop', { VpcId: vpcId, ...group });
  const [listener] = one.ask('elbv2', 'CreateListener', {
    LoadBalancerArn: loadBalancer.LoadBalancerArn,
    Protocol: 'HTTP',
    Port: 80,
    DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroup }],
  }).Listeners;
  return {
    loadBalancer: loadBalancer.LoadBalancerArn,
    dnsName: loadBalancer.DNSName,
    listener: listener.ListenerArn,
    targetGroup,
  };
}

export function targetGroupIn(one: Hands, name: string, more: object = {}): string {
  const vpcId = one.cloud.state.regions.get(defaultRegion)!.vpc.vpcId;
  return one.ask('elbv2', 'CreateTargetGroup', {
    Name: name,
    Protocol: 'HTTP',
    Port: 80,
    TargetType: 'ip',
    VpcId: vpcId,
    ...more,
  }).TargetGroups[0].TargetGroupArn;
}

/** `state reason` of each target. */
export function health(one: Hands, targetGroup: string): string[] {
  return one
    .ask('elbv2', 'DescribeTargetHealth', { TargetGroupArn: targetGroup })
    .TargetHealthDescriptions.map(({ TargetHealth }: any) =>
      [TargetHealth.State, TargetHealth.Description].filter(Boolean).join(': '),
    );
}

/** What `http://host/path` answers from outside. */
export function visit(one: Hands, host: string, request: Partial<HttpRequest> = {}) {
  const state = one.cloud.state.regions.get(defaultRegion)!;
  const date = one.cloud.startsAt + one.cloud.now;
  const context = { now: one.cloud.now, date, random: createRandom({ seed: 'visit' }) };
  const scope = {
    ...state,
    context,
    accountId: '123456789012',
    registry: () => undefined,
  } as unknown as RegionScope;
  return answerAt(host, { port: 80, path: '/', ...request }, scope);
}
