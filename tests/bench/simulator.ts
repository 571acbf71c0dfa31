import { createCloud, defaultRegion, learner, type Cloud } from '../../simulator/index.ts';
import { webDefinition } from '../simulator/cloud.ts';
import { print, quantile, time } from './figure.ts';

function ask(cloud: Cloud, operation: string, input: unknown): any {
  const reply = cloud.apply({
    type: 'call',
    at: cloud.now,
    call: { service: 'ecs', operation, input, region: defaultRegion, principal: learner },
  });
  if (!reply.ok) throw new Error(reply.error.message);
  return reply.output;
}

/** A cloud with a cluster, a definition and `count` tasks just asked for, ten a call. */
function cloudWith(count: number): Cloud {
  const cloud = createCloud({ seed: 'bench' });
  // A /20 holds 4,091 addresses: the bench measures tasks, so its subnets have room for all of them.
  const { subnets } = cloud.state.regions.get(defaultRegion)!.vpc;
  for (const subnet of subnets) subnet.availableIpAddressCount = 1_000_000;
  ask(cloud, 'CreateCluster', { clusterName: 'harbour' });
  ask(cloud, 'RegisterTaskDefinition', webDefinition);
  const input = {
    cluster: 'harbour',
    taskDefinition: 'web',
    launchType: 'FARGATE',
    count: 10,
    networkConfiguration: {
      awsvpcConfiguration: { subnets: subnets.map(({ subnetId }) => subnetId), assignPublicIp: 'ENABLED' },
    },
  };
  for (let index = 0; index < count; index += 10) ask(cloud, 'RunTask', input);
  return cloud;
}

/** A service of `count` tasks behind the circuit breaker: created until steady, then rolled to a new revision. */
function benchService(count: number): void {
  const cloud = cloudWith(0);
  const { subnets } = cloud.state.regions.get(defaultRegion)!.vpc;
  const shop = () => ask(cloud, 'DescribeServices', { cluster: 'harbour', services: ['shop'] }).services[0];
  const deploy = (operation: string, input: object) =>
    time(() => {
      ask(cloud, operation, { cluster: 'harbour', taskDefinition: 'web', ...input });
      cloud.apply({ type: 'clock', at: cloud.now + 3_600_000 });
      const { runningCount, deployments } = shop();
      if (runningCount !== count || deployments[0].rolloutState !== 'COMPLETED')
        throw new Error(`${runningCount} of ${count} tasks of the service run.`);
    });
  const created = deploy('CreateService', {
    serviceName: 'shop',
    desiredCount: count,
    launchType: 'FARGATE',
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
    networkConfiguration: {
      awsvpcConfiguration: { subnets: subnets.map(({ subnetId }) => subnetId), assignPublicIp: 'ENABLED' },
    },
  });
  print({
    figure: 'service-created',
    value: created,
    unit: 'ms',
    of: `a service of ${count} tasks with the breaker on, from CreateService to steady`,
  });
  ask(cloud, 'RegisterTaskDefinition', webDefinition);
  print({
    figure: 'service-deployed',
    value: deploy('UpdateService', { service: 'shop' }),
    unit: 'ms',
    of: `the same service rolled to a new revision`,
  });
  const times = Array.from({ length: 2_000 }, () => time(() => void shop()) * 1000);
  print({
    figure: 'describe-service',
    value: quantile(times, 0.5),
    unit: 'µs',
    of: `DescribeServices of it, median of 2000`,
  });
}

export function benchSimulator(): void {
  benchService(5_000);
  for (const count of [1_000, 10_000, 100_000]) {
    let cloud!: Cloud;
    const before = process.cpuUsage();
    const ms = time(() => {
      cloud = cloudWith(count);
      cloud.apply({ type: 'clock', at: 120_000 });
    });
    const cluster = cloud.state.regions.get(defaultRegion)!.ecs.clusters.get('harbour')!;
    if (cluster.runningTasksCount !== count)
      throw new Error(`${cluster.runningTasksCount} of ${count} tasks run.`);
    print({
      figure: 'run-task-to-running',
      value: (count / ms) * 1000,
      unit: 'tasks/s',
      of: `${count} Fargate tasks from RunTask to RUNNING, in process`,
    });
    const { user, system } = process.cpuUsage(before);
    print({
      figure: 'run-task-to-running-cpu',
      value: (user + system) / 1e6,
      unit: 's',
      of: `CPU time of the same, garbage collection included`,
    });
    const { taskArns } = ask(cloud, 'ListTasks', { cluster: 'harbour' });
    const median = (figure: string, of: string, operation: string, input: (index: number) => object) =>
      print({
        figure,
        value: quantile(
          Array.from(
            { length: 2_000 },
            (_, index) =>
              time(() => void ask(cloud, operation, { cluster: 'harbour', ...input(index) })) * 1000,
          ),
          0.5,
        ),
        unit: 'µs',
        of: `${of} among ${count}, median of 2000`,
      });
    median('describe-one-task', 'DescribeTasks of one', 'DescribeTasks', (index) => ({
      tasks: [taskArns[index % taskArns.length]],
    }));
    median('describe-100-tasks', 'DescribeTasks of 100', 'DescribeTasks', () => ({ tasks: taskArns }));
    median('list-tasks-page', 'ListTasks: a page of 100', 'ListTasks', () => ({}));
  }
  print({
    figure: 'memory-100000-tasks',
    value: process.memoryUsage().rss / 1024 ** 2,
    unit: 'MiB',
    of: 'resident memory of the bench process afterwards',
  });
}
