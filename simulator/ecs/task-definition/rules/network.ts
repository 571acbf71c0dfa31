/** What a container may ask of the network in each network mode. */
import type { ContainerDefinition } from '@aws-sdk/client-ecs';
import { each } from '../context.ts';
import { onCycle } from '../cycle.ts';
import { documentation } from '../documentation.ts';
import { topic, type Rule } from '../rule.ts';

const container = '/containerDefinitions/0';

/** A member that containers cannot have in awsvpc. */
function notInAwsvpc(
  id: string,
  member: keyof ContainerDefinition,
  message: string,
  value: unknown,
  wording: Rule['wording'],
) {
  return {
    id,
    wording,
    condition: `${member} with network mode awsvpc`,
    message,
    *check({ networkMode, containers }: Parameters<NonNullable<Rule['check']>>[0]) {
      if (networkMode !== 'awsvpc') return;
      for (const { definition, at } of containers) {
        const value = definition[member];
        if (value && !(Array.isArray(value) && value.length === 0)) yield { at: `${at}/${member}` };
      }
    },
    fix: `Leave out "${member}".`,
    example: {
      base: 'fargate' as const,
      change: { [`${container}/${member}`]: value },
      at: `${container}/${member}`,
      says: message,
    },
  };
}

/** The container that a link (`name` or `name:alias`) names. */
const linked = (link: string) => link.split(':')[0]!;

export const network: Rule[] = topic(documentation.networkMode, [
  notInAwsvpc(
    'AWSVPC-LINKS',
    'links',
    'Links are not supported when networkMode=awsvpc.',
    ['agent'],
    'verbatim',
  ),
  notInAwsvpc(
    'AWSVPC-HOSTNAME',
    'hostname',
    'hostname is not supported on container when networkMode=awsvpc.',
    'shop',
    'verbatim',
  ),
  notInAwsvpc(
    'AWSVPC-EXTRAHOSTS',
    'extraHosts',
    'Extra hosts are not supported on container when networkMode=awsvpc.',
    [{ hostname: 'db', ipAddress: '10.0.0.5' }],
    'verbatim',
  ),
  notInAwsvpc(
    'AWSVPC-DNSSERVERS',
    'dnsServers',
    'DNS servers are not supported on container when networkMode=awsvpc.',
    ['10.0.0.2'],
    'verbatim',
  ),
  notInAwsvpc(
    'AWSVPC-DNSSEARCH',
    'dnsSearchDomains',
    'DNS search domains are not supported on container when networkMode=awsvpc.',
    ['shop.internal'],
    'paraphrase',
  ),
  notInAwsvpc(
    'AWSVPC-DISABLENET',
    'disableNetworking',
    'Disable Networking is not supported on container when networkMode=awsvpc.',
    true,
    'verbatim',
  ),
  {
    id: 'LINKS-NETMODE',
    wording: 'paraphrase',
    condition: 'links with a network mode other than bridge',
    message: 'Links are not supported when networkMode={networkMode}.',
    *check({ networkMode, containers }) {
      if (networkMode === 'bridge' || networkMode === 'awsvpc') return;
      for (const { definition, at } of containers) {
        if (definition.links?.length) yield { at: `${at}/links`, values: { networkMode } };
      }
    },
    example: {
      base: 'ec2',
      change: { '/networkMode': 'host', [`${container}/portMappings`]: undefined },
      at: `${container}/links`,
      says: 'Links are not supported when networkMode=host.',
    },
  },
  {
    id: 'LINKS-UNKNOWN',
    wording: 'paraphrase',
    unverified: true,
    condition: 'a link to a container that is not in the task',
    message: "Invalid 'links' setting. Unknown container: '{container}'.",
    *check({ containers, byName }) {
      for (const { definition, at } of containers) {
        for (const [link, place] of each(definition.links, `${at}/links`)) {
          if (!byName.has(linked(link))) yield { at: place, values: { container: linked(link) } };
        }
      }
    },
    example: {
      base: 'ec2',
      change: { [`${container}/links/0`]: 'database:db' },
      at: `${container}/links/0`,
      says: "Invalid 'links' setting. Unknown container: 'database'.",
    },
  },
  {
    id: 'LINKS-CYCLE',
    condition: 'links that lead round to where they began',
    message: 'Container links should not have a cycle',
    *check({ containers, byName }) {
      const edges = new Map(
        containers.map(({ name, definition }) => [
          name,
          [...each(definition.links, '')].map(([link]) => linked(link)),
        ]),
      );
      const first = onCycle(edges)[0];
      if (first !== undefined) yield { at: `${byName.get(first)!.at}/links` };
    },
    example: {
      base: 'ec2',
      change: { '/containerDefinitions/1/links': ['app'] },
      at: `${container}/links`,
      says: 'Container links should not have a cycle',
    },
  },
  {
    id: 'EXTERNAL-AWSVPC',
    documentation: documentation.external,
    wording: 'paraphrase',
    condition: 'EXTERNAL with network mode awsvpc',
    message:
      "Tasks using the EXTERNAL launch type do not support networkMode 'awsvpc'. Use 'bridge', 'host' or 'none'.",
    *check({ definition: { networkMode, requiresCompatibilities } }) {
      if (requiresCompatibilities?.includes('EXTERNAL') && networkMode === 'awsvpc')
        yield { at: '/networkMode' };
    },
    example: {
      base: 'ec2',
      change: {
        '/requiresCompatibilities': ['EXTERNAL'],
        '/networkMode': 'awsvpc',
        [`${container}/links`]: undefined,
        [`${container}/portMappings`]: undefined,
      },
      at: '/networkMode',
      says: "Tasks using the EXTERNAL launch type do not support networkMode 'awsvpc'. Use 'bridge', 'host' or 'none'.",
    },
  },
  {
    id: 'MI-NETMODE',
    documentation: documentation.managedInstances,
    wording: 'paraphrase',
    condition: 'MANAGED_INSTANCES with a network mode other than awsvpc and host',
    message: "Tasks using the MANAGED_INSTANCES launch type only support networkMode 'awsvpc' or 'host'.",
    *check({ definition: { networkMode, requiresCompatibilities } }) {
      if (!requiresCompatibilities?.includes('MANAGED_INSTANCES')) return;
      // None given is bridge.
      if (networkMode === undefined) yield { at: '', missing: '/networkMode' };
      else if (networkMode === 'bridge' || networkMode === 'none') yield { at: '/networkMode' };
    },
    example: {
      base: 'ec2',
      change: { '/requiresCompatibilities': ['MANAGED_INSTANCES'] },
      at: '/networkMode',
      says: "Tasks using the MANAGED_INSTANCES launch type only support networkMode 'awsvpc' or 'host'.",
    },
  },
  {
    id: 'FAULT-NETMODE',
    documentation: documentation.faultInjection,
    wording: 'paraphrase',
    unverified: true,
    condition: 'fault injection with a network mode other than awsvpc and host',
    message: "Fault injection is only supported when networkMode is 'awsvpc' or 'host'.",
    *check({ definition: { enableFaultInjection }, networkMode }) {
      if (enableFaultInjection && (networkMode === 'bridge' || networkMode === 'none'))
        yield { at: '/enableFaultInjection' };
    },
    example: {
      base: 'ec2',
      change: { '/enableFaultInjection': true },
      at: '/enableFaultInjection',
      says: "Fault injection is only supported when networkMode is 'awsvpc' or 'host'.",
    },
  },
]);
