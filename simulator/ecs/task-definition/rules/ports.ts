/** Port mappings. */
import type { PortMapping } from '@aws-sdk/client-ecs';
import { portMappings, type Context } from '../context.ts';
import { documentation } from '../documentation.ts';
import { topic, type Finding, type Rule } from '../rule.ts';

const mappings = '/containerDefinitions/0/portMappings';
const isPort = (port: number) => port >= 1 && port <= 65535;

/** First and last port of `containerPortRange`; nothing when it is no range. */
export function portRange(range: string): [first: number, last: number] | undefined {
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(range);
  if (!match) return undefined;
  const [first, last] = [Number(match[1]), Number(match[2])];
  return isPort(first) && isPort(last) && first < last ? [first, last] : undefined;
}

const protocolOf = (mapping: PortMapping) => (mapping.protocol ?? 'tcp').toUpperCase();

/** The host port that a mapping takes for certain: in bridge mode, none unless it is given. */
function hostPort(mapping: PortMapping, networkMode: string): number | undefined {
  if (networkMode === 'awsvpc' || networkMode === 'host') return mapping.hostPort ?? mapping.containerPort;
  return mapping.hostPort || undefined;
}

function* mismatches(task: Context, networkMode: string): Generator<Finding> {
  if (task.networkMode !== networkMode) return;
  for (const { mapping, at } of portMappings(task)) {
    const { hostPort, containerPort } = mapping;
    if (hostPort === undefined || containerPort === undefined || hostPort === containerPort) continue;
    // A port that is none has its own rule.
    if (!isPort(containerPort) || (hostPort !== 0 && !isPort(hostPort))) continue;
    if (hostPort !== 0 || networkMode !== 'awsvpc') yield { at: `${at}/hostPort` };
  }
}

function ownRange(task: Context, visit: (range: string, mapping: PortMapping) => boolean): Finding[] {
  return [...portMappings(task)].flatMap(({ mapping, at, container }) =>
    mapping.containerPortRange !== undefined && visit(mapping.containerPortRange, mapping)
      ? [{ at: `${at}/containerPortRange`, values: { container: container.name } }]
      : [],
  );
}

export const ports: Rule[] = topic(documentation.portMapping, [
  {
    id: 'PORT-CONTAINER-INVALID',
    condition: 'a container port that is missing or outside 1 to 65535',
    message: "Invalid 'containerPort' setting for container '{container}'.",
    *check(task) {
      for (const { mapping, at, container } of portMappings(task)) {
        const { containerPort, containerPortRange } = mapping;
        const values = { container: container.name };
        if (containerPort === undefined) {
          if (containerPortRange === undefined) yield { at, values, missing: `${at}/containerPort` };
        } else if (!isPort(containerPort)) yield { at: `${at}/containerPort`, values };
      }
    },
    example: {
      base: 'ec2',
      change: { [`${mappings}/0/containerPort`]: 65536 },
      at: `${mappings}/0/containerPort`,
      says: "Invalid 'containerPort' setting for container 'app'.",
    },
  },
  {
    id: 'PORT-HOST-INVALID',
    wording: 'paraphrase',
    condition: 'a host port outside 0 to 65535',
    message: "Invalid 'hostPort' setting for container '{container}'.",
    *check(task) {
      for (const { mapping, at, container } of portMappings(task)) {
        const port = mapping.hostPort ?? 0;
        // The same number as the container port is one fault, which PORT-CONTAINER-INVALID names.
        if (port !== 0 && !isPort(port) && port !== mapping.containerPort)
          yield { at: `${at}/hostPort`, values: { container: container.name } };
      }
    },
    example: {
      base: 'ec2',
      change: { [`${mappings}/0/hostPort`]: 70000 },
      at: `${mappings}/0/hostPort`,
      says: "Invalid 'hostPort' setting for container 'app'.",
    },
  },
  {
    id: 'PORT-RANGE-INVALID',
    condition: 'a container port range that is not <first>-<last>, rising, within 1 to 65535',
    message: "Invalid 'containerPortRange' setting for container '{container}'.",
    check: (task) => ownRange(task, (range) => portRange(range) === undefined),
    example: {
      base: 'ec2',
      change: { [`${mappings}/0`]: { containerPortRange: '8090-8080' } },
      at: `${mappings}/0/containerPortRange`,
      says: "Invalid 'containerPortRange' setting for container 'app'.",
    },
  },
  {
    id: 'PORT-RANGE-AND-SINGLE',
    condition: 'a container port range together with a container or host port',
    message:
      "Invalid port mapping for container '{container}', cannot specify both single port and port range.",
    *check(task) {
      for (const { mapping, at, container } of portMappings(task)) {
        if (mapping.containerPortRange === undefined) continue;
        if (mapping.containerPort === undefined && mapping.hostPort === undefined) continue;
        yield { at, values: { container: container.name } };
      }
    },
    example: {
      base: 'ec2',
      change: { [`${mappings}/0/containerPortRange`]: '8080-8090' },
      at: `${mappings}/0`,
      says: "Invalid port mapping for container 'app', cannot specify both single port and port range.",
    },
  },
  {
    id: 'PORT-RANGE-NETMODE',
    wording: 'paraphrase',
    condition: 'a container port range in network mode host or none',
    message: 'Container port ranges are not supported when networkMode={networkMode}.',
    check: (task) =>
      task.networkMode === 'host' || task.networkMode === 'none'
        ? ownRange(task, () => true).map(({ at }) => ({ at, values: { networkMode: task.networkMode } }))
        : [],
    example: {
      base: 'ec2',
      change: {
        '/networkMode': 'host',
        '/containerDefinitions/0/links': undefined,
        [`${mappings}/0`]: { containerPortRange: '8080-8090' },
      },
      at: `${mappings}/0/containerPortRange`,
      says: 'Container port ranges are not supported when networkMode=host.',
    },
  },
  {
    id: 'PORT-RANGE-MAX',
    wording: 'paraphrase',
    condition: 'more than 100 port ranges in a container',
    message: "The container '{container}' has {count} port ranges. At most 100 are allowed.",
    *check({ containers }) {
      for (const { definition, at, name } of containers) {
        const count =
          definition.portMappings?.filter((mapping) => mapping?.containerPortRange !== undefined).length ?? 0;
        if (count > 100) yield { at: `${at}/portMappings`, values: { container: name, count } };
      }
    },
    example: {
      base: 'ec2',
      change: {
        [mappings]: Array.from({ length: 101 }, (_, index) => ({
          containerPortRange: `${2000 + index * 10}-${2005 + index * 10}`,
        })),
      },
      at: mappings,
      says: "The container 'app' has 101 port ranges. At most 100 are allowed.",
    },
  },
  {
    id: 'PORT-NETMODE-NONE',
    wording: 'paraphrase',
    condition: 'port mappings in network mode none',
    message: 'Port mappings are not supported when networkMode=none.',
    *check({ networkMode, containers }) {
      if (networkMode !== 'none') return;
      for (const { definition, at } of containers) {
        if (definition.portMappings?.length) yield { at: `${at}/portMappings` };
      }
    },
    example: {
      base: 'ec2',
      change: { '/networkMode': 'none', '/containerDefinitions/0/links': undefined },
      at: mappings,
      says: 'Port mappings are not supported when networkMode=none.',
    },
  },
  {
    id: 'PORT-MATCH-AWSVPC',
    condition: 'awsvpc and a host port other than the container port',
    message: 'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
    check: (task) => mismatches(task, 'awsvpc'),
    fix: 'Leave out "hostPort".',
    example: {
      base: 'fargate',
      change: { [`${mappings}/0/hostPort`]: 80 },
      at: `${mappings}/0/hostPort`,
      says: 'When networkMode=awsvpc, the host ports and container ports in port mappings must match.',
    },
  },
  {
    id: 'PORT-MATCH-HOST',
    condition: 'network mode host and a host port other than the container port',
    message: 'When networkMode=host, the host ports and container ports in port mappings must match.',
    check: (task) => mismatches(task, 'host'),
    fix: 'Leave out "hostPort".',
    example: {
      base: 'ec2',
      change: {
        '/networkMode': 'host',
        '/containerDefinitions/0/links': undefined,
        [`${mappings}/0/hostPort`]: 8080,
      },
      at: `${mappings}/0/hostPort`,
      says: 'When networkMode=host, the host ports and container ports in port mappings must match.',
    },
  },
  {
    id: 'PORT-ZERO-AWSVPC',
    wording: 'paraphrase',
    severity: 'warning',
    unverified: true,
    condition: 'awsvpc with host port 0, on which reports disagree',
    message: 'When networkMode=awsvpc, leave out the host port: 0 does not match the container port.',
    *check(task) {
      if (task.networkMode !== 'awsvpc') return;
      for (const { mapping, at } of portMappings(task))
        if (mapping.hostPort === 0) yield { at: `${at}/hostPort` };
    },
    fix: 'Leave out "hostPort".',
    example: {
      base: 'fargate',
      change: { [`${mappings}/0/hostPort`]: 0 },
      at: `${mappings}/0/hostPort`,
      says: 'When networkMode=awsvpc, leave out the host port: 0 does not match the container port.',
    },
  },
  {
    id: 'PORT-DUP-HOST',
    condition:
      'one host port and protocol mapped twice in the task (in awsvpc and host mode the container port counts)',
    message: "{protocol} host port '{port}' is mapped multiple times in task.",
    *check(task) {
      const seen = new Set<string>();
      for (const { mapping, at } of portMappings(task)) {
        const port = hostPort(mapping, task.networkMode);
        if (port === undefined || !isPort(port)) continue;
        const protocol = protocolOf(mapping);
        const key = `${protocol} ${port}`;
        const member = mapping.hostPort === undefined ? 'containerPort' : 'hostPort';
        if (seen.has(key)) yield { at: `${at}/${member}`, values: { protocol, port } };
        seen.add(key);
      }
    },
    example: {
      base: 'fargate',
      change: { '/containerDefinitions/1/portMappings/0': { containerPort: 8080 } },
      at: '/containerDefinitions/1/portMappings/0/containerPort',
      says: "TCP host port '8080' is mapped multiple times in task.",
    },
  },
  {
    id: 'PORT-DUP-AWSVPC',
    condition: 'awsvpc and a container port range that overlaps another range or port',
    message: "{protocol} container port '{port}' is used multiple times in task when networkMode=awsvpc.",
    *check(task) {
      if (task.networkMode !== 'awsvpc') return;
      const taken = new Map<string, Uint8Array>();
      for (const { mapping, at } of portMappings(task)) {
        const { containerPort, containerPortRange } = mapping;
        const range = containerPortRange === undefined ? undefined : portRange(containerPortRange);
        const [first, last] = range ?? [containerPort ?? 0, containerPort ?? 0];
        if (!isPort(first)) continue;
        const protocol = protocolOf(mapping);
        const used = taken.get(protocol) ?? new Uint8Array(65536);
        taken.set(protocol, used);
        const member = range ? 'containerPortRange' : 'containerPort';
        // A single port used twice is PORT-DUP-HOST; 2 marks the ports of ranges.
        const clash = used
          .subarray(first, last + 1)
          .findIndex((mark) => mark === 2 || (mark === 1 && range !== undefined));
        if (clash >= 0) yield { at: `${at}/${member}`, values: { protocol, port: first + clash } };
        used.fill(range ? 2 : 1, first, last + 1);
      }
    },
    example: {
      base: 'fargate',
      change: { [mappings]: [{ containerPortRange: '8080-8085' }, { containerPortRange: '8085-8090' }] },
      at: `${mappings}/1/containerPortRange`,
      says: "TCP container port '8085' is used multiple times in task when networkMode=awsvpc.",
    },
  },
  {
    id: 'PORT-PROTO-BOTH',
    wording: 'paraphrase',
    unverified: true,
    condition: 'one container port for both protocols in a container',
    message: "The container '{container}' maps container port '{port}' for more than one protocol.",
    *check({ containers }) {
      for (const container of containers) {
        const protocols = new Map<number, string>();
        for (const { mapping, at } of portMappings({ containers: [container] } as Context)) {
          const port = mapping.containerPort;
          if (port === undefined) continue;
          const protocol = protocolOf(mapping);
          const earlier = protocols.get(port);
          if (earlier !== undefined && earlier !== protocol) {
            const member = mapping.protocol === undefined ? 'containerPort' : 'protocol';
            yield { at: `${at}/${member}`, values: { container: container.name, port } };
          }
          protocols.set(port, protocol);
        }
      }
    },
    example: {
      base: 'ec2',
      change: {
        [mappings]: [
          { containerPort: 53, protocol: 'tcp' },
          { containerPort: 53, protocol: 'udp' },
        ],
      },
      at: `${mappings}/1/protocol`,
      says: "The container 'app' maps container port '53' for more than one protocol.",
    },
  },
  {
    id: 'PORT-NAME-CHARS',
    wording: 'paraphrase',
    condition: 'a port name that is not 1 to 64 lowercase letters, digits, _ and -, or starts with -',
    message:
      "The port mapping name '{name}' is invalid. Use up to 64 lowercase letters, digits, underscores and hyphens, not starting with a hyphen.",
    *check(task) {
      for (const { mapping, at } of portMappings(task)) {
        const { name } = mapping;
        if (name !== undefined && !/^[a-z0-9_][a-z0-9_-]{0,63}$/.test(name))
          yield { at: `${at}/name`, values: { name } };
      }
    },
    example: {
      base: 'fargate',
      change: { [`${mappings}/0/name`]: 'HTTP' },
      at: `${mappings}/0/name`,
      says: "The port mapping name 'HTTP' is invalid. Use up to 64 lowercase letters, digits, underscores and hyphens, not starting with a hyphen.",
    },
  },
  {
    id: 'PORT-NAME-DUP',
    condition: 'two port mappings with one name',
    message: 'When networkMode={networkMode}, port mapping name is already used',
    *check(task) {
      const seen = new Set<string>();
      for (const { mapping, at } of portMappings(task)) {
        const { name } = mapping;
        if (name === undefined) continue;
        if (seen.has(name)) yield { at: `${at}/name`, values: { networkMode: task.networkMode } };
        seen.add(name);
      }
    },
    example: {
      base: 'fargate',
      change: { '/containerDefinitions/1/portMappings/0/name': 'http' },
      at: '/containerDefinitions/1/portMappings/0/name',
      says: 'When networkMode=awsvpc, port mapping name is already used',
    },
  },
]);
