import { createCloud, defaultRegion, learner } from '../../simulator/index.ts';
import { print, time } from './figure.ts';

const hosts = 3_000;
const tasks = 2_000;

const strategies = {
  random: [],
  binpack: [{ type: 'binpack', field: 'memory' }],
  spread: [
    { type: 'spread', field: 'attribute:ecs.availability-zone' },
    { type: 'spread', field: 'instanceId' },
  ],
};

/** How long it takes to place tasks in a cluster of many container instances, by strategy. */
export function benchPlacement(): void {
  const cloud = createCloud({ seed: 'bench' });
  const ask = (operation: string, input: unknown): void => {
    const call = { service: 'ecs', operation, input, region: defaultRegion, principal: learner };
    const reply = cloud.apply({ type: 'call', at: cloud.now, call });
    if (!reply?.ok) throw new Error(reply?.error.message);
  };
  const web = {
    name: 'web',
    image: 'httpd:2.4',
    cpu: 100,
    memory: 100,
    portMappings: [{ containerPort: 80 }],
  };
  ask('CreateCluster', { clusterName: 'yard' });
  ask('RegisterTaskDefinition', { family: 'web', networkMode: 'bridge', containerDefinitions: [web] });
  for (let index = 0; index < hosts; index++) {
    const availabilityZone = `us-east-1${'abc'[index % 3]}`;
    const identity = { instanceId: `i-${index}`, instanceType: 't3.medium', availabilityZone };
    ask('RegisterContainerInstance', {
      cluster: 'yard',
      instanceIdentityDocument: JSON.stringify(identity),
    });
  }
  for (const [name, placementStrategy] of Object.entries(strategies)) {
    const value = time(() => {
      for (let index = 0; index < tasks; index += 10)
        ask('RunTask', { cluster: 'yard', taskDefinition: 'web', count: 10, placementStrategy });
    });
    print({
      figure: `placed-${name}`,
      value,
      unit: 'ms',
      of: `${tasks} tasks, ten a call, on ${hosts} container instances`,
    });
  }
}
