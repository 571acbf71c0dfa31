import type { Bench } from '../../../learner/bench/index.ts';

/** Somewhere that a visitor may knock. */
export interface Door {
  url: string;
  name: string;
}

/** The public addresses of running tasks with the ports that they map, and the names of load balancers. */
export function doorsOf({ world }: Pick<Bench, 'world'>): Door[] {
  const doors: Door[] = [];
  for (const { ecs, neighbours } of world.state.regions.values()) {
    for (const { dnsName, name } of neighbours.loadBalancing.loadBalancers.values())
      doors.push({ url: `http://${dnsName}/`, name: `Load balancer ${name}` });
    for (const { status, networkInterface, definition } of ecs.tasks.values()) {
      const address = networkInterface.publicIpv4Address;
      if (status !== 'RUNNING' || address === undefined) continue;
      const [family = '', revision] = definition.slice(definition.lastIndexOf('/') + 1).split(':');
      const containers =
        ecs.families.get(family)?.revisions[Number(revision) - 1]?.registered.containerDefinitions;
      for (const { containerPort } of containers?.flatMap(({ portMappings }) => portMappings ?? []) ?? []) {
        const port = containerPort === 80 ? '' : `:${containerPort}`;
        doors.push({ url: `http://${address}${port}/`, name: `Task of ${family}` });
      }
    }
  }
  return doors;
}
