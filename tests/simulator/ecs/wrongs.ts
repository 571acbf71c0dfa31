import { taskHealth } from '../../../simulator/ecs/tasks/health.ts';
import type { EcsState } from '../../../simulator/ecs/state.ts';
import type { Vpc } from '../../../simulator/neighbours/vpc.ts';

/**
 * What is wrong with a world, in words.
 * @param hostsStay whether containers end in sight of an agent, which tells their exit codes
 */
export function wrongs(ecs: EcsState, vpc: Vpc, { hostsStay = true } = {}): string[] {
  const found: string[] = [];
  const cluster = ecs.clusters.get('harbour')!;
  const tasks = [...ecs.tasks.values()];
  const among = (...statuses: string[]) => tasks.filter(({ status }) => statuses.includes(status)).length;
  if (cluster.runningTasksCount !== among('RUNNING')) found.push('runningTasksCount');
  if (cluster.pendingTasksCount !== among('PROVISIONING', 'PENDING', 'ACTIVATING'))
    found.push('pendingTasksCount');
  if (vpc.subnets.some(({ availableIpAddressCount }) => availableIpAddressCount < 0)) found.push('addresses');
  for (const task of tasks) {
    const { status, desiredStatus, stopCode, stoppedReason, containers: all } = task;
    if ((desiredStatus === 'STOPPED') !== (stopCode !== undefined && Boolean(stoppedReason)))
      found.push('stop cause');
    if (status === 'STOPPED' && !all.every((each) => each.status === 'STOPPED'))
      found.push('containers outlive');
    if (['ACTIVATING', 'RUNNING'].includes(status)) {
      if (!all.every((each) => ['RUNNING', 'STOPPED'].includes(each.status))) found.push('a container lags');
      if (all.some(({ essential, status: own }) => essential && own !== 'RUNNING'))
        found.push('essential gone');
    }
    for (const each of all) {
      if (each.exitCode !== undefined && each.status !== 'STOPPED') found.push('exit code of what runs');
      if (
        hostsStay &&
        each.startedAt !== undefined &&
        each.status === 'STOPPED' &&
        each.exitCode === undefined
      )
        found.push('no exit code');
      if (each.status === 'RUNNING' && each.startedAt === undefined) found.push('runs and never started');
    }
    if (
      taskHealth(task) === 'HEALTHY' &&
      all.some(({ essential, health }) => essential && health === 'UNHEALTHY')
    )
      found.push('health');
  }
  return found;
}

/** What is wrong with the hosts of a world: they have what their tasks leave, and no task is on one that has gone. */
export function wrongsOfHosts(ecs: EcsState): string[] {
  const found: string[] = [];
  for (const instances of ecs.capacity.instances.values())
    for (const { arn, remaining, registered, interfaces, tasks } of instances.values()) {
      if (remaining.cpu < 0 || remaining.memory < 0) found.push('capacity below zero');
      if (remaining.cpu > registered.cpu || remaining.memory > registered.memory)
        found.push('more capacity than registered');
      if (interfaces.used < 0 || interfaces.used > interfaces.limit) found.push('interfaces');
      for (const name of tasks) {
        const task = ecs.tasks.get(name);
        if (task?.containerInstance !== arn || task.status === 'STOPPED')
          found.push('an instance counts a task that is not there');
      }
    }
  for (const { status, containerInstance, cluster, arn } of ecs.tasks.values()) {
    if (containerInstance === undefined || ['STOPPED', 'DELETED'].includes(status)) continue;
    const id = containerInstance.slice(containerInstance.lastIndexOf('/') + 1);
    const instance = ecs.capacity.instances.get(cluster)?.get(id);
    if (!instance) found.push('a task on a lost instance');
    else if (!instance.tasks.has(arn)) found.push('an instance has forgotten a task');
  }
  return found;
}

/** What is wrong with the services of a world: their counts are those of their tasks, whoever deploys them. */
export function wrongsOfServices(ecs: EcsState): string[] {
  const found: string[] = [];
  const tasks = [...ecs.tasks.values()];
  for (const service of ecs.services.values()) {
    const own = tasks.filter(
      ({ group, cluster, status }) =>
        group === `service:${service.name}` && cluster === service.cluster && status !== 'DELETED',
    );
    for (const { id, running, pending } of [...service.deployments, ...service.taskSets]) {
      const its = own.filter(({ startedBy }) => startedBy === id);
      if (running !== its.filter(({ status }) => status === 'RUNNING').length) found.push('runningCount');
      if (
        pending !==
        its.filter(({ status }) => ['PROVISIONING', 'PENDING', 'ACTIVATING'].includes(status)).length
      )
        found.push('pendingCount');
    }
    if (service.desiredCount < 0) found.push('desiredCount');
    if (service.events.length > 100) found.push('too many events');
    if (
      service.controller === 'ECS' &&
      service.deployments.filter(({ status }) => status === 'PRIMARY').length !== 1
    )
      found.push('not one PRIMARY deployment');
  }
  return found;
}
