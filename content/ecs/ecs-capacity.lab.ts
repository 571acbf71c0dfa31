import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { register, serviceOf } from './goals.ts';
import { hostedWeb, hostGroup, hostsIn } from './hosts.ts';
import { missing, reached } from '../goals.ts';

interface Provider {
  name: string;
  autoScalingGroupProvider?: { managedScaling: { status: string }; managedTerminationProtection: string };
}

const provider = (view: LabView) =>
  view
    .call<{ capacityProviders: Provider[] }>('ecs', 'DescribeCapacityProviders', {})
    ?.capacityProviders.find(({ autoScalingGroupProvider }) => autoScalingGroupProvider);
const ofCluster = (view: LabView) =>
  view.call<{ clusters: { capacityProviders: string[] }[] }>('ecs', 'DescribeClusters', {
    clusters: ['drydock'],
  })?.clusters[0]?.capacityProviders ?? [];
const update = (more: string) => `aws ecs update-service --cluster drydock --service web ${more}`;

export default defineLab({
  id: 'ecs-capacity',
  title: 'Machines that come when they are needed',
  region: 'us-east-1',
  seed: 'ecs-capacity',
  open: 'web.json',
  files: { 'web.json': hostedWeb },
  start: [
    'aws ecs create-cluster --cluster-name drydock',
    ...hostGroup(0, 5, ' --new-instances-protected-from-scale-in'),
    register('web.json'),
    "GROUP=$(aws autoscaling describe-auto-scaling-groups --query 'AutoScalingGroups[0].AutoScalingGroupARN' --output text)",
  ],
  firstCommand: 'aws autoscaling describe-auto-scaling-groups --query "AutoScalingGroups[0].DesiredCapacity"',
  steps: [
    {
      id: 'provider',
      title: 'Connect the group with the cluster',
      text: 'An Auto Scaling group of none to five instances is there, its ARN in GROUP. Make a capacity provider hosts of it, with managed scaling and managed termination protection, and give it to the cluster drydock.',
      goal(view) {
        const shouldBe = 'a capacity provider with managed scaling and protection, in the cluster drydock';
        const found = provider(view);
        if (!found) return missing('no capacity provider has an Auto Scaling group', shouldBe);
        const { managedScaling, managedTerminationProtection } = found.autoScalingGroupProvider!;
        if (managedScaling.status !== 'ENABLED') return missing('managed scaling is off', shouldBe);
        if (managedTerminationProtection !== 'ENABLED')
          return missing('managed termination protection is off', shouldBe);
        return ofCluster(view).includes(found.name)
          ? reached
          : missing('the cluster drydock does not use it', shouldBe);
      },
      hints: [
        'The provider is the handle by which ECS turns the wheel of the group.',
        'create-capacity-provider takes --auto-scaling-group-provider; put-cluster-capacity-providers gives it to a cluster.',
        'aws ecs create-capacity-provider --name hosts --auto-scaling-group-provider "autoScalingGroupArn=$GROUP,managedScaling={status=ENABLED},managedTerminationProtection=ENABLED"',
      ],
      solution: [
        'aws ecs create-capacity-provider --name hosts --auto-scaling-group-provider "autoScalingGroupArn=$GROUP,managedScaling={status=ENABLED},managedTerminationProtection=ENABLED"',
        'aws ecs put-cluster-capacity-providers --cluster drydock --capacity-providers hosts --default-capacity-provider-strategy capacityProvider=hosts,weight=1',
      ],
      typicalMinutes: 3,
    },
    {
      id: 'grow',
      title: 'Want tasks, get machines',
      text: 'Create a service web with six tasks by that provider. There is no instance yet: wind on until all six run.',
      goal(view) {
        const shouldBe = 'six running tasks of the service web, placed by a capacity provider';
        const service = serviceOf(view, 'web');
        if (!service) return missing('there is no service web', shouldBe);
        if (!service.capacityProviderStrategy?.length)
          return missing(`the service uses the launch type ${service.launchType}`, shouldBe);
        return service.runningCount >= 6
          ? reached
          : missing(
              `${service.runningCount} of 6 tasks are running on ${hostsIn(view).length} instances`,
              shouldBe,
            );
      },
      hints: [
        'Tasks that find no room wait in PROVISIONING in place of failing.',
        'create-service with --capacity-provider-strategy, or with none, since the cluster has a default.',
        'aws ecs create-service --cluster drydock --service-name web --task-definition web --desired-count 6 --capacity-provider-strategy capacityProvider=hosts,weight=1',
      ],
      solution: [
        'aws ecs create-service --cluster drydock --service-name web --task-definition web --desired-count 6 --capacity-provider-strategy capacityProvider=hosts,weight=1',
        { wind: 600_000 },
      ],
      typicalMinutes: 2,
    },
    {
      id: 'drain',
      title: 'Empty a machine',
      text: 'One instance is to be patched. Set it to DRAINING, and wait until it has no task and the service has six again.',
      goal(view) {
        const shouldBe = 'an instance that was drained of its tasks, and six running tasks elsewhere';
        // Once it is empty, managed scaling takes the instance away.
        const drained = view.commands.flatMap(({ line, stdout }) =>
          /update-container-instances-state/.test(line)
            ? [...stdout.matchAll(/"containerInstanceArn": "([^"]+)"/g)].map(([, arn]) => arn)
            : [],
        );
        const hosts = hostsIn(view);
        if (drained.length === 0 && !hosts.some(({ status }) => status === 'DRAINING'))
          return missing('no instance has been set to DRAINING', shouldBe);
        const left = hosts
          .filter((host) => host.status === 'DRAINING' || drained.includes(host.containerInstanceArn))
          .reduce((sum, { runningTasksCount }) => sum + runningTasksCount, 0);
        if (left > 0) return missing(`${left} tasks still run on it`, shouldBe);
        const running = serviceOf(view, 'web')?.runningCount ?? 0;
        return running >= 6 ? reached : missing(`${running} of 6 tasks are running`, shouldBe);
      },
      hints: [
        'A draining instance gets no new task; a service moves those that it has.',
        'update-container-instances-state takes the ARN and --status DRAINING.',
        'aws ecs update-container-instances-state --cluster drydock --status DRAINING --container-instances $(aws ecs list-container-instances --cluster drydock --query "containerInstanceArns[0]" --output text)',
      ],
      solution: [
        'aws ecs update-container-instances-state --cluster drydock --status DRAINING --container-instances $(aws ecs list-container-instances --cluster drydock --query "containerInstanceArns[0]" --output text)',
        { wind: 480_000 },
      ],
      typicalMinutes: 2,
    },
    {
      id: 'shrink',
      title: 'Want none, keep none',
      text: 'Set the desired count to 0, and see how long the machines stay.',
      goal(view) {
        const shouldBe = 'no tasks, and no container instances';
        if (serviceOf(view, 'web')?.desiredCount !== 0)
          return missing(`the service wants ${serviceOf(view, 'web')?.desiredCount ?? 'no'} tasks`, shouldBe);
        const left = hostsIn(view).length;
        return left === 0 ? reached : missing(`${left} instances are still there`, shouldBe);
      },
      hints: [
        'An idle instance is kept for some minutes, in case somebody comes back.',
        'update-service with a desired count of 0, and then half an hour.',
        update('--desired-count 0'),
      ],
      solution: [update('--desired-count 0'), { wind: 2_400_000 }],
      typicalMinutes: 1,
    },
  ],
});
