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
];
