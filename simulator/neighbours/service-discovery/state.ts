import type { DnsConfig, HealthCheckConfig, HealthCheckCustomConfig } from '@aws-sdk/client-servicediscovery';

/** AWS Cloud Map in one Region of an account, by id. */
export interface ServiceDiscovery {
  namespaces: Map<string, Namespace>;
  services: Map<string, DiscoveryService>;
  operations: Map<string, Operation>;
}

export interface Namespace {
  id: string;
  arn: string;
  name: string;
  type: 'HTTP' | 'DNS_PRIVATE';
  description?: string;
  hostedZoneId?: string;
  /** ms since 1970. */
  createdAt: number;
  /** It is being made: nobody sees it yet. */
  pending?: boolean;
}

export interface DiscoveryService {
  id: string;
  arn: string;
  name: string;
  namespace: string;
  description?: string;
  dnsConfig?: DnsConfig;
  healthCheckConfig?: HealthCheckConfig;
  healthCheckCustomConfig?: HealthCheckCustomConfig;
  instances: Map<string, Instance>;
  createdAt: number;
  /** Made by Amazon ECS for Service Connect. */
  connect?: boolean;
}

export interface Instance {
  id: string;
  attributes: Record<string, string>;
  health: 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';
  /** ARN of the ECS task behind it, where there is one. */
  task?: string;
}

export interface Operation {
  id: string;
  type: string;
  status: string;
  targets: Record<string, string>;
  createdAt: number;
  updatedAt: number;
}

export function createServiceDiscovery(): ServiceDiscovery {
  return { namespaces: new Map(), services: new Map(), operations: new Map() };
}
