import type { LabView } from '../../learner/bench/index.ts';

/** A load balancer before the service: the lines that make it, and what goals read of it. */
interface TargetGroup {
  TargetGroupArn: string;
  HealthCheckPath: string;
  Matcher?: { HttpCode?: string };
}

/** Makes an Application Load Balancer `shop` that forwards port 80; TARGETS and ADDRESS hold what comes of it. */
export const makeLoadBalancer = (path: string): readonly string[] => [
  'VPC=$(aws ec2 describe-vpcs --query Vpcs[0].VpcId --output text)',
  'SUBNETS=$(aws ec2 describe-subnets --query Subnets[].SubnetId --output text)',
  'aws ec2 authorize-security-group-ingress --group-id $SECURITY_GROUP --protocol tcp --port 80 --cidr 0.0.0.0/0 > /dev/null',
  `TARGETS=$(aws elbv2 create-target-group --name shop --protocol HTTP --port 80 --vpc-id $VPC --target-type ip --health-check-path ${path} --query TargetGroups[0].TargetGroupArn --output text)`,
  'BALANCER=$(aws elbv2 create-load-balancer --name shop --subnets $SUBNETS --security-groups $SECURITY_GROUP --query LoadBalancers[0].LoadBalancerArn --output text)',
  'aws elbv2 create-listener --load-balancer-arn $BALANCER --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=$TARGETS > /dev/null',
  'ADDRESS=$(aws elbv2 describe-load-balancers --names shop --query LoadBalancers[0].DNSName --output text)',
];

export const targetGroupOf = (view: LabView): TargetGroup | undefined =>
  view
    .call<{ TargetGroups: TargetGroup[] }>('elbv2', 'DescribeTargetGroups')
    ?.TargetGroups.find(({ TargetGroupArn }) => TargetGroupArn.includes(':targetgroup/shop/'));

/** What the target group says of each of its targets: `healthy`, `unhealthy`, `initial`, `draining`. */
export function healthOf(view: LabView): string[] {
  const TargetGroupArn = targetGroupOf(view)?.TargetGroupArn;
  if (TargetGroupArn === undefined) return [];
  const answer = view.call<{ TargetHealthDescriptions: { TargetHealth: { State: string } }[] }>(
    'elbv2',
    'DescribeTargetHealth',
    { TargetGroupArn },
  );
  return answer?.TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth.State) ?? [];
}
