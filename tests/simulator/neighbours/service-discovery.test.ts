import { describe, expect, test } from 'vitest';
import { defaultRegion, foldCloud } from '../../../simulator/index.ts';
import { createRandom } from '../../../simulator/kernel/random.ts';
import { answerByName } from '../../../simulator/neighbours/service-discovery/answer.ts';
import type { RegionScope } from '../../../simulator/region.ts';
import { webDefinition, type Hands } from '../cloud.ts';
import { createShop, harbour, shop, shopInput } from '../ecs/harbour.ts';

const state = (one: Hands) => one.cloud.state.regions.get(defaultRegion)!;

function namespaceIn(one: Hands, type: 'Http' | 'PrivateDns' = 'PrivateDns'): string {
  const { OperationId } = one.ask('servicediscovery', `Create${type}Namespace`, {
    Name: 'quay.local',
    ...(type === 'Http' ? {} : { Vpc: state(one).vpc.vpcId }),
  });
  one.wind(60_000);
  const { Operation } = one.ask('servicediscovery', 'GetOperation', { OperationId });
  expect(Operation.Status).toBe('SUCCESS');
  return Operation.Targets.NAMESPACE;
}

const discover = (one: Hands, ServiceName: string) =>
  one.ask('servicediscovery', 'DiscoverInstances', { NamespaceName: 'quay.local', ServiceName }).Instances;

/** What `curl http://host:port/` gets from inside a task. */
function ask(one: Hands, host: string, port: number, client: string) {
  const date = one.cloud.startsAt + one.cloud.now;
  const context = { now: one.cloud.now, date, random: createRandom({ seed: 'ask' }) };
  const scope = {
    ...state(one),
    context,
    accountId: '123456789012',
    region: defaultRegion,
  } as unknown as RegionScope;
  return answerByName(host, { port, path: '/' }, state(one).ecs.tasks.get(client)!, scope);
}

const tasksOf = (one: Hands, service: string): string[] =>
  one.ask('ecs', 'ListTasks', { cluster: 'harbour', serviceName: service }).taskArns;

const named = {
  ...webDefinition,
  containerDefinitions: [
    { name: 'web', image: 'httpd:2.4', portMappings: [{ name: 'http', containerPort: 80 }] },
  ],
};

describe('a service with a registry', () => {
  test('registers its tasks as instances, which come and go with them', () => {
    const one = harbour();
    const NamespaceId = namespaceIn(one);
    const { Service } = one.ask('servicediscovery', 'CreateService', {
      Name: 'shop',
      NamespaceId,
      DnsConfig: { DnsRecords: [{ Type: 'A', TTL: 60 }] },
      HealthCheckCustomConfig: { FailureThreshold: 1 },
    });
    createShop(one, { serviceRegistries: [{ registryArn: Service.Arn }] });
    one.wind(120_000);
    const instances = discover(one, 'shop');
    const [first] = tasksOf(one, 'shop');
    expect(instances).toHaveLength(2);
    expect(instances[0]).toMatchObject({
      NamespaceName: 'quay.local',
      ServiceName: 'shop',
      HealthStatus: 'HEALTHY',
      Attributes: {
        ECS_SERVICE_NAME: 'shop',
        ECS_CLUSTER_NAME: 'harbour',
        ECS_TASK_DEFINITION_FAMILY: 'web',
      },
    });
    expect(ask(one, 'shop.quay.local', 80, first!)).toMatchObject({ status: 200 });
    expect(ask(one, 'shop.quay.local', 81, first!)).toEqual({ failure: 'refused' });
    expect(ask(one, 'nobody.quay.local', 80, first!)).toBeUndefined();
    expect(one.refusal('servicediscovery', 'DeleteService', { Id: Service.Id }).code).toBe('ResourceInUse');
    one.ask('ecs', 'DeleteService', { cluster: 'harbour', service: 'shop', force: true });
    one.wind(60_000);
    expect(discover(one, 'shop')).toEqual([]);
    one.ask('servicediscovery', 'DeleteService', { Id: Service.Id });
    one.ask('servicediscovery', 'DeleteNamespace', { Id: NamespaceId });
    one.wind(60_000);
    expect(one.ask('servicediscovery', 'ListNamespaces').Namespaces).toEqual([]);
    expect(foldCloud(one.journal, { seed: 'test' }).snapshot()).toBe(one.cloud.snapshot());
  });

  test('that is not there is refused', () => {
    const one = harbour();
    const serviceRegistries = [
      { registryArn: 'arn:aws:servicediscovery:us-east-1:123456789012:service/srv-none' },
    ];
    expect(one.refusal('ecs', 'CreateService', shopInput(one, { serviceRegistries })).message).toMatch(
      /does not exist/,
    );
  });
});

describe('Service Connect', () => {
  const connect = (more: object = {}) => ({
    serviceConnectConfiguration: { enabled: true, namespace: 'quay.local', ...more },
  });
  const offers = connect({
    services: [{ portName: 'http', clientAliases: [{ port: 8080, dnsName: 'shop' }] }],
  });

  test('gives clients that start later a name and a port of their choice', () => {
    const one = harbour();
    namespaceIn(one, 'Http');
    one.ask('ecs', 'RegisterTaskDefinition', named);
    createShop(one, { serviceName: 'early', desiredCount: 1, ...connect() });
    one.wind(60_000);
    createShop(one, { desiredCount: 1, ...offers });
    one.wind(60_000);
    createShop(one, { serviceName: 'client', desiredCount: 1, ...connect() });
    createShop(one, { serviceName: 'stranger', desiredCount: 1 });
    one.wind(120_000);
    const asks = (service: string) => ask(one, 'shop', 8080, tasksOf(one, service)[0]!);
    expect(asks('client')).toMatchObject({ status: 200 });
    expect([asks('early'), asks('stranger')]).toEqual([undefined, undefined]);
    expect(shop(one).deployments[0]).toMatchObject({
      serviceConnectConfiguration: {
        enabled: true,
        namespace: expect.stringMatching(/^arn:.*:namespace\/ns-/),
      },
      serviceConnectResources: [
        { discoveryName: 'http', discoveryArn: expect.stringMatching(/:service\/srv-/) },
      ],
    });
    expect(discover(one, 'http')).toMatchObject([{ Attributes: { AWS_INSTANCE_PORT: '80' } }]);
    expect(one.ask('ecs', 'ListServicesByNamespace', { namespace: 'quay.local' }).serviceArns).toHaveLength(
      3,
    );
  });

  test.each([
    [connect({ namespace: 'nowhere' }), 'NamespaceNotFoundException', /^Namespace not found\.$/],
    [connect({ services: [{ portName: 'ftp' }] }), 'InvalidParameterException', /port name ftp/],
    [
      { serviceConnectConfiguration: { enabled: true } },
      'InvalidParameterException',
      /^A namespace must be specified/,
    ],
  ])('refuses %j', (wrong, code, message) => {
    const one = harbour();
    namespaceIn(one, 'Http');
    one.ask('ecs', 'RegisterTaskDefinition', named);
    const before = one.cloud.snapshot();
    expect(one.refusal('ecs', 'CreateService', shopInput(one, wrong))).toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(one.cloud.snapshot()).toBe(before);
  });
});
