import { register } from '../../../content/ecs/goals.ts';
import type { NearMiss } from '../walk.ts';

const balancer = [
  "LB=$(aws elbv2 create-load-balancer --name shop --subnets $SUBNETS --security-groups $FRONT --query 'LoadBalancers[0].LoadBalancerArn' --output text)",
  "TG=$(aws elbv2 create-target-group --name web --protocol HTTP --port 80 --target-type ip --vpc-id $VPC --query 'TargetGroups[0].TargetGroupArn' --output text)",
  'aws elbv2 create-listener --load-balancer-arn $LB --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=$TG',
];

export const nearMisses: readonly NearMiss[] = [
  {
    lab: 'ecs-load-balancing',
    slip: 'a target group for instances',
    acts: [
      'aws elbv2 create-load-balancer --name shop --subnets $SUBNETS --security-groups $FRONT',
      'aws elbv2 create-target-group --name web --protocol HTTP --port 80 --vpc-id $VPC',
    ],
    step: 'balancer',
    is: 'the target group has the type instance',
  },
  {
    lab: 'ecs-load-balancing',
    slip: 'a service that knows nothing of the load balancer',
    acts: [
      ...balancer,
      register('web.json'),
      'aws ecs create-service --cluster drydock --service-name web --task-definition web --desired-count 2 --launch-type FARGATE --network-configuration $NETWORK',
      { wind: 150_000 },
    ],
    step: 'service',
    is: 'the service web registers its tasks nowhere',
  },
  {
    lab: 'ecs-load-balancing',
    slip: 'looking at once, before any target is healthy',
    acts: [
      ...balancer,
      'aws ecs create-service --cluster drydock --service-name web --task-definition web --desired-count 2 --launch-type FARGATE --network-configuration $NETWORK --load-balancers targetGroupArn=$TG,containerName=web,containerPort=80',
    ],
    step: 'service',
    is: '0 of 2 targets are healthy',
  },
  {
    lab: 'ecs-load-balancing',
    slip: 'tasks whose security group lets nobody in',
    acts: [
      ...balancer,
      'aws ecs create-service --cluster drydock --service-name web --task-definition web --desired-count 2 --launch-type FARGATE --network-configuration $NETWORK --load-balancers targetGroupArn=$TG,containerName=web,containerPort=80',
      { wind: 150_000 },
    ],
    step: 'service',
    is: '0 of 2 targets are healthy',
  },
  {
    lab: 'ecs-load-balancing',
    slip: 'a load balancer with the default security group',
    acts: ['aws elbv2 create-load-balancer --name shop --subnets $SUBNETS'],
    step: 'balancer',
    is: 'the security group of the load balancer lets no visitor in',
  },
  {
    lab: 'ecs-auto-scaling',
    slip: 'room for four tasks only',
    acts: [
      'aws application-autoscaling register-scalable-target $DIMENSION --min-capacity 2 --max-capacity 4',
    ],
    step: 'target',
    is: 'it may have 2 to 4 tasks',
  },
  {
    lab: 'ecs-auto-scaling',
    slip: 'the policy as it stands in the file',
    acts: [
      'aws application-autoscaling register-scalable-target $DIMENSION --min-capacity 2 --max-capacity 8',
      'aws application-autoscaling put-scaling-policy $DIMENSION --policy-name cpu --policy-type TargetTrackingScaling --target-tracking-scaling-policy-configuration file://policy.json',
    ],
    step: 'policy',
    is: 'the policy tracks ECSServiceAverageMemoryUtilization',
  },
  {
    lab: 'ecs-auto-scaling',
    slip: 'a higher count by hand',
    acts: ['aws ecs update-service --cluster drydock --service web --desired-count 6', { wind: 300_000 }],
    step: 'out',
    is: 'Auto Scaling has not changed the desired count yet',
  },
  {
    lab: 'ecs-service-discovery',
    slip: 'a namespace without DNS',
    acts: ['aws servicediscovery create-http-namespace --name shop.local', { wind: 60_000 }],
    step: 'namespace',
    is: 'shop.local is a namespace of the type HTTP',
  },
  {
    lab: 'ecs-service-discovery',
    slip: 'the configuration as it stands in the file',
    acts: [
      'aws servicediscovery create-private-dns-namespace --name shop.local --vpc $VPC',
      { wind: 60_000 },
      `sed -i 's/FILL_IN/api/' connect.json`,
      'aws ecs create-service --cluster drydock --service-name catalog --task-definition api --launch-type FARGATE --network-configuration $NETWORK --desired-count 1 --service-connect-configuration file://connect.json',
      { wind: 90_000 },
    ],
    step: 'connect',
    is: 'clients would have to say api',
  },
  {
    lab: 'ecs-service-discovery',
    slip: 'a client that has not been connected',
    acts: [
      'aws ecs create-service --cluster drydock --service-name web --task-definition web --launch-type FARGATE --network-configuration $NETWORK --desired-count 1 --enable-execute-command',
      { wind: 90_000 },
    ],
    step: 'client',
    is: 'the service web does not use Service Connect',
  },
];
