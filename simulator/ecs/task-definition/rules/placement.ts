/** Placement constraints, and the App Mesh proxy. */
import { each } from '../context.ts';
import { documentation } from '../documentation.ts';
import { isPlacementExpression } from '../placement-expression.ts';
import { topic, type Rule } from '../rule.ts';

export const placement: Rule[] = topic(documentation.placement, [
  {
    id: 'PLACEMENT-MAX',
    wording: 'paraphrase',
    condition: 'more than 10 placement constraints',
    message: 'A task definition can have at most 10 placement constraints. It has {count}.',
    *check({ definition }) {
      const count = definition.placementConstraints?.length ?? 0;
      if (count > 10) yield { at: '/placementConstraints', values: { count } };
    },
    example: {
      base: 'ec2',
      change: {
        '/placementConstraints': Array.from({ length: 11 }, (_, index) => ({
          type: 'memberOf',
          expression: `attribute:rack != r${index}`,
        })),
      },
      at: '/placementConstraints',
      says: 'A task definition can have at most 10 placement constraints. It has 11.',
    },
  },
  {
    id: 'PLACEMENT-EXPR',
    wording: 'paraphrase',
    condition: 'a memberOf expression that is not in the cluster query language',
    message: "constraint.expression '{expression}' is not a valid expression of the cluster query language.",
    code: 'InvalidParameterException',
    *check({ definition }) {
      for (const [{ expression }, at] of each(definition.placementConstraints, '/placementConstraints')) {
        if (expression === undefined || isPlacementExpression(expression)) continue;
        yield { at: `${at}/expression`, values: { expression } };
      }
    },
    example: {
      base: 'ec2',
      change: {
        '/placementConstraints': [
          { type: 'memberOf', expression: 'attributes:ecs.instance-type==p3.2xlarge' },
        ],
      },
      at: '/placementConstraints/0/expression',
      says: "constraint.expression 'attributes:ecs.instance-type==p3.2xlarge' is not a valid expression of the cluster query language.",
    },
  },
]);

const properties = [
  { name: 'IgnoredUID', value: '1337' },
  { name: 'ProxyIngressPort', value: '15000' },
  { name: 'ProxyEgressPort', value: '15001' },
  { name: 'AppPorts', value: '8080' },
  { name: 'EgressIgnoredIPs', value: '169.254.170.2,169.254.169.254' },
];

/** The properties that the proxy must have, in the order in which their lack is answered. */
const required: [property: string, message: string][] = [
  ['ProxyIngressPort', 'Ingress port not found'],
  ['ProxyEgressPort', 'Egress port not found'],
  ['AppPorts', 'App ports not found'],
  ['EgressIgnoredIPs', 'Egress ignored IPs not found'],
];

export const proxy: Rule[] = topic(documentation.proxy, [
  {
    id: 'PROXY-AWSVPC',
    condition: 'a proxy with another network mode than awsvpc',
    message: 'APPMESH proxy configuration is only supported in networkMode=awsvpc',
    *check({ definition: { proxyConfiguration }, networkMode }) {
      if (proxyConfiguration && ['bridge', 'host', 'none'].includes(networkMode))
        yield { at: '/proxyConfiguration' };
    },
    example: {
      base: 'ec2',
      change: { '/proxyConfiguration': { type: 'APPMESH', containerName: 'cache', properties } },
      at: '/proxyConfiguration',
      says: 'APPMESH proxy configuration is only supported in networkMode=awsvpc',
    },
  },
  {
    id: 'PROXY-CONTAINER',
    condition: 'a proxy whose container is not in the task',
    message: 'Proxy container [{container}] does not exist.',
    *check({ definition: { proxyConfiguration }, containers, byName }) {
      const container = proxyConfiguration?.containerName;
      if (container !== undefined && containers.length > 0 && !byName.has(container)) {
        yield { at: '/proxyConfiguration/containerName', values: { container } };
      }
    },
    example: {
      base: 'fargate',
      change: { '/proxyConfiguration': { type: 'APPMESH', containerName: 'envoy', properties } },
      at: '/proxyConfiguration/containerName',
      says: 'Proxy container [envoy] does not exist.',
    },
  },
  {
    id: 'PROXY-PROPS',
    condition:
      'a proxy without ProxyIngressPort, ProxyEgressPort, AppPorts or EgressIgnoredIPs (the first one is answered)',
    message: 'Ingress port not found',
    *check({ definition: { proxyConfiguration }, malformed }) {
      if (!proxyConfiguration || malformed.has('/proxyConfiguration/type')) return;
      const given = new Set([...each(proxyConfiguration.properties, '')].map(([{ name }]) => name));
      const absent = required.find(([property]) => !given.has(property));
      if (!absent) return;
      const at = '/proxyConfiguration/properties';
      yield {
        at: proxyConfiguration.properties ? at : '/proxyConfiguration',
        message: absent[1],
        missing: at,
      };
    },
    example: {
      base: 'fargate',
      change: {
        '/proxyConfiguration': {
          type: 'APPMESH',
          containerName: 'agent',
          properties: properties.filter(({ name }) => name !== 'ProxyIngressPort'),
        },
      },
      at: '/proxyConfiguration/properties',
      says: 'Ingress port not found',
    },
  },
  {
    id: 'PROXY-UID',
    wording: 'paraphrase',
    condition: 'a proxy with neither IgnoredUID nor IgnoredGID',
    message: 'Ignored UID or ignored GID not found',
    *check({ definition: { proxyConfiguration }, malformed }) {
      if (!proxyConfiguration || malformed.has('/proxyConfiguration/type')) return;
      const given = [...each(proxyConfiguration.properties, '')].some(
        ([{ name }]) => name === 'IgnoredUID' || name === 'IgnoredGID',
      );
      const at = '/proxyConfiguration/properties';
      if (!given) yield { at: proxyConfiguration.properties ? at : '/proxyConfiguration', missing: at };
    },
    example: {
      base: 'fargate',
      change: {
        '/proxyConfiguration': { type: 'APPMESH', containerName: 'agent', properties: properties.slice(1) },
      },
      at: '/proxyConfiguration/properties',
      says: 'Ignored UID or ignored GID not found',
    },
  },
]);
