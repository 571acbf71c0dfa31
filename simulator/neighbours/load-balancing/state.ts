import type { Action, RuleCondition, Tag } from '@aws-sdk/client-elastic-load-balancing-v2';

/** Elastic Load Balancing in one Region of an account, by ARN. */
export interface LoadBalancing {
  loadBalancers: Map<string, LoadBalancer>;
  targetGroups: Map<string, TargetGroup>;
  listeners: Map<string, Listener>;
  /** Default rules included. */
  rules: Map<string, Rule>;
}

export interface LoadBalancer {
  arn: string;
  name: string;
  dnsName: string;
  type: 'application' | 'network';
  scheme: 'internet-facing' | 'internal';
  status: string;
  subnets: string[];
  securityGroups: string[];
  /** ms since 1970. */
  createdAt: number;
  tags: Tag[];
}

/** How a target group's targets are checked. Times are seconds, as AWS gives them. */
export interface HealthCheck {
  enabled: boolean;
  protocol: string;
  /** `traffic-port`, or a port's number. */
  port: string;
  path?: string;
  interval: number;
  timeout: number;
  healthyThreshold: number;
  unhealthyThreshold: number;
  /** HTTP codes that pass: `200`, `200,202`, `200-299`. */
  matcher?: string;
}

export interface TargetGroup {
  arn: string;
  name: string;
  protocol: string;
  protocolVersion?: string;
  port: number;
  targetType: 'ip' | 'instance' | 'alb' | 'lambda';
  vpcId: string;
  healthCheck: HealthCheck;
  attributes: Record<string, string>;
  /** By `id:port`. */
  targets: Map<string, Target>;
  tags: Tag[];
}

export interface Target {
  /** An address or an instance's id. */
  id: string;
  port: number;
  availabilityZone?: string;
  status: string;
  reason?: string;
  description?: string;
  /** ARN of the ECS task behind it, where there is one. */
  task?: string;
  /** What the checks have been saying, since when (ms since 1970), in a row. */
  streak?: { passes: boolean; since: number };
  /** Only the check that was planned last counts. */
  plan: number;
}

export interface Listener {
  arn: string;
  loadBalancer: string;
  protocol: string;
  port: number;
  certificates: string[];
  sslPolicy?: string;
}

export interface Rule {
  arn: string;
  listener: string;
  priority: number | 'default';
  conditions: RuleCondition[];
  actions: Action[];
}

export function createLoadBalancing(): LoadBalancing {
  return { loadBalancers: new Map(), targetGroups: new Map(), listeners: new Map(), rules: new Map() };
}
