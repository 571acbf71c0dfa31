import type {
  CapacityProviderStrategyItem,
  DeploymentConfiguration,
  NetworkConfiguration,
  Tag,
} from '@aws-sdk/client-ecs';
import type { Wire } from '../../api/wire.ts';

/** What a deployment's tasks are made from. */
export interface Template {
  /** ARN of the task definition. */
  taskDefinition: string;
  launchType?: 'FARGATE';
  capacityProviderStrategy?: Wire<CapacityProviderStrategyItem>[];
  platformVersion?: string;
  networkConfiguration?: Wire<NetworkConfiguration>;
}

/** One roll-out of a service. The last one made is the PRIMARY until a roll-back brings an earlier one back. */
export interface Deployment extends Template {
  /** `ecs-svc/` and 19 digits; its tasks carry it as `startedBy`. */
  id: string;
  status: 'PRIMARY' | 'ACTIVE';
  rolloutState: string;
  rolloutStateReason: string;
  /** How many of its tasks are RUNNING, and how many are on their way there. */
  running: number;
  pending: number;
  /** Tasks in a row that failed; what the circuit breaker counts. */
  failedTasks: number;
  /** It has been COMPLETED once, so that the breaker may roll back to it. */
  proven: boolean;
  createdAt: number;
  updatedAt: number;
}

export interface ServiceEvent {
  id: string;
  /** ms since 1970. */
  createdAt: number;
  message: string;
}

export interface Service {
  arn: string;
  name: string;
  cluster: string;
  status: string;
  desiredCount: number;
  deploymentConfiguration: Wire<DeploymentConfiguration>;
  enableExecuteCommand: boolean;
  propagateTags?: 'TASK_DEFINITION' | 'SERVICE';
  createdAt: number;
  createdBy: string;
  tags: Wire<Tag>[];
  /** PRIMARY first. */
  deployments: Deployment[];
  /** ARNs of the tasks that it wants running, in order of start. */
  tasks: Set<string>;
  /** Newest first, at most 100. */
  events: ServiceEvent[];
  /** Has said that it is steady, and nothing has moved since. */
  steady: boolean;
  /** The scheduler's next look has been put into the queue. */
  awaited: boolean;
  /** When the youngest task known will count as healthy, in ms since 1970: a look is in the queue. */
  looksAgainAt: number;
  /** Tasks in a row that stopped before they were RUNNING; what start throttling counts. */
  failedStarts: number;
  /** No task is started before this moment, in ms since 1970. */
  startsAgainAt: number;
}
