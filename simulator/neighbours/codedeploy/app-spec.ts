import { parse } from 'yaml';
import type { AppSpec } from './state.ts';

/** What is wrong with an AppSpec file, in a sentence. */
export class AppSpecFault extends Error {}

type Mapping = Readonly<Record<string, unknown>>;

/** The life-cycle events that functions may be called at. */
const hookNames = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
];

/**
 * Reads an AppSpec file for Amazon ECS, in YAML or JSON. Names of members are read in any case, as CodeDeploy's pages
 * write them in two.
 * @throws AppSpecFault
 */
export function readAppSpec(content: string): AppSpec {
  let document: unknown;
  try {
    document = parse(content);
  } catch {
    throw new AppSpecFault('The AppSpec file cannot be read: it is neither YAML nor JSON.');
  }
  const file = mapping(document, 'The AppSpec file');
  const [resource] = list(member(file, 'resources'), 'resources');
  const [target] = Object.values(mapping(resource, 'The first of resources'));
  const service = mapping(target, 'TargetService');
  if (member(service, 'type') !== 'AWS::ECS::Service')
    throw new AppSpecFault('The Type of the target service must be AWS::ECS::Service.');
  const properties = mapping(member(service, 'properties'), 'Properties');
  const balancer = mapping(member(properties, 'loadBalancerInfo'), 'LoadBalancerInfo');
  const taskDefinition = text(member(properties, 'taskDefinition'), 'TaskDefinition');
  const platformVersion = member(properties, 'platformVersion');
  const network = networkOf(member(properties, 'networkConfiguration'));
  const strategy = member(properties, 'capacityProviderStrategy');
  return {
    taskDefinition,
    containerName: text(member(balancer, 'containerName'), 'ContainerName'),
    containerPort: number(member(balancer, 'containerPort'), 'ContainerPort'),
    ...(typeof platformVersion === 'string' && platformVersion ? { platformVersion } : {}),
    ...(network ? { networkConfiguration: network } : {}),
    ...(Array.isArray(strategy) && strategy.length
      ? {
          capacityProviderStrategy: strategy.map((item) => {
            const each = mapping(item, 'An item of CapacityProviderStrategy');
            return {
              capacityProvider: text(member(each, 'capacityProvider'), 'CapacityProvider'),
              base: Number(member(each, 'base') ?? 0),
              weight: Number(member(each, 'weight') ?? 0),
            };
          }),
        }
      : {}),
    hooks: hooksOf(member(file, 'hooks')),
  };
}

function networkOf(value: unknown): AppSpec['networkConfiguration'] {
  if (value === undefined || value === null) return undefined;
  const vpc = mapping(
    member(mapping(value, 'NetworkConfiguration'), 'awsvpcConfiguration'),
    'AwsvpcConfiguration',
  );
  const groups = member(vpc, 'securityGroups');
  const assign = member(vpc, 'assignPublicIp');
  return {
    subnets: list(member(vpc, 'subnets'), 'Subnets').map(String),
    ...(Array.isArray(groups) ? { securityGroups: groups.map(String) } : {}),
    ...(assign === 'ENABLED' || assign === 'DISABLED' ? { assignPublicIp: assign } : {}),
  };
}

function hooksOf(value: unknown): Record<string, string> {
  if (value === undefined || value === null) return {};
  const hooks: Record<string, string> = {};
  for (const item of list(value, 'Hooks'))
    for (const [given, of] of Object.entries(mapping(item, 'An item of Hooks'))) {
      const name = hookNames.find((each) => each.toLowerCase() === given.toLowerCase());
      if (name === undefined)
        throw new AppSpecFault(`There is no hook ${given}: use ${hookNames.join(', ')}.`);
      if (of !== null && of !== '') hooks[name] = text(of, name);
    }
  return hooks;
}

function member(of: Mapping, name: string): unknown {
  return Object.entries(of).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

function mapping(value: unknown, what: string): Mapping {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Mapping;
  throw new AppSpecFault(`${what} must be a map.`);
}

function list(value: unknown, what: string): unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw new AppSpecFault(`${what} must be a list with at least one item.`);
}

function text(value: unknown, what: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new AppSpecFault(`${what} must be a text.`);
}

function number(value: unknown, what: string): number {
  if (value !== '' && Number.isInteger(Number(value ?? Number.NaN))) return Number(value);
  throw new AppSpecFault(`${what} must be a whole number.`);
}
