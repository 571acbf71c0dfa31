import type { NearMiss } from '../walk.ts';

const run = (more: string) =>
  `aws ecs run-task --cluster drydock --task-definition web --launch-type EC2 ${more}`;

export const nearMisses: readonly NearMiss[] = [
  {
    lab: 'ecs-placement',
    slip: 'four tasks without a strategy',
    acts: [run('--count 4')],
    step: 'pack',
    is: 'they are spread over 3 instances',
  },
  {
    lab: 'ecs-placement',
    slip: 'an attribute that nobody has',
    acts: [run("--placement-constraints 'type=memberOf,expression=attribute:disk == fast'")],
    step: 'constraint',
    is: 'no instance has the attribute disk with the value fast',
  },
  {
    lab: 'ecs-capacity',
    slip: 'a provider that does not scale',
    acts: [
      'aws ecs create-capacity-provider --name hosts --auto-scaling-group-provider "autoScalingGroupArn=$GROUP,managedScaling={status=DISABLED},managedTerminationProtection=DISABLED"',
    ],
    step: 'provider',
    is: 'managed scaling is off',
  },
  {
    lab: 'ecs-capacity',
    slip: 'a service with the launch type EC2',
    acts: [
      'aws ecs create-service --cluster drydock --service-name web --task-definition web --desired-count 6 --launch-type EC2',
      { wind: 420_000 },
    ],
    step: 'grow',
    is: 'the service uses the launch type EC2',
  },
  {
    lab: 'ecs-jobs',
    slip: 'a schedule whose role may do nothing',
    acts: [
      "aws scheduler create-schedule --name nightly --schedule-expression 'rate(5 minutes)' --flexible-time-window Mode=OFF --target file://target.json",
      { wind: 660_000 },
    ],
    step: 'schedule',
    is: 'the schedule has not started a task yet',
  },
  {
    lab: 'fargate-spot',
    slip: 'everything on Spot',
    acts: [
      'aws ecs create-service --cluster drydock --service-name web --task-definition web --desired-count 8 --network-configuration $NETWORK --capacity-provider-strategy capacityProvider=FARGATE_SPOT,weight=1',
      { wind: 120_000 },
    ],
    step: 'mixed',
    is: 'no task runs on FARGATE',
  },
  {
    lab: 'fargate-spot',
    slip: 'looking before the service has replaced them',
    acts: [
      'aws ecs create-service --cluster drydock --service-name web --task-definition web --desired-count 8 --network-configuration $NETWORK --capacity-provider-strategy capacityProvider=FARGATE,base=2,weight=1 capacityProvider=FARGATE_SPOT,weight=3',
      { wind: 120_000 },
      'drydock fault inject spot-interruption cluster=drydock',
      { wind: 5_000 },
    ],
    step: 'interruption',
    is: 'no task has been stopped by a Spot interruption yet',
  },
];
