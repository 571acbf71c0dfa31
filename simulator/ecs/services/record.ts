import type {
  CapacityProviderStrategyItem,
  DeploymentConfiguration,
  LoadBalancer,
  NetworkConfiguration,
  PlacementConstraint,
  PlacementStrategy,
  ServiceConnectConfiguration,
  ServiceRegistry,
  ServiceVolumeConfiguration,
  Tag,
} from '@aws-sdk/client-ecs';
import type { Wire } from '../../api/wire.ts';

/** What a deployment's tasks are made from: what a service revision holds. */
export interface Template {
  /** ARN of the task definition. */
  taskDefinition: string;
  launchType?: 'FARGATE' | 'EC2' | 'EXTERNAL' | 'MANAGED_INSTANCES';
  capacityProviderStrategy?: Wire<CapacityProviderStrategyItem>[];
  platformVersion?: string;
  networkConfiguration?: Wire<NetworkConfiguration>;
  loadBalancers?: Wire<LoadBalancer>[];
  serviceRegistries?: Wire<ServiceRegistry>[];
  serviceConnectConfiguration?: Wire<ServiceConnectConfiguration>;
  volumeConfigurations?: Wire<ServiceVolumeConfiguration>[];
}

/** Tasks that belong together: those of a deployment or of a task set. They carry its id as `startedBy`. */
export interface Group extends Template {
  /** `ecs-svc/` and 19 digits. */
  id: string;
  status: string;
  /** How many of its tasks are RUNNING, and how many are on their way there. */
  running: number;
  pending: number;
  createdAt: number;
  updatedAt: number;
  /** Its load balancers with the target groups where its tasks are, where traffic goes from one group to another. */
  placed?: Wire<LoadBalancer>[];
}

/** A group of tasks that somebody outside of ECS scales, and moves traffic to (API reference, TaskSet). */
export interface TaskSet extends Group {
  arn: string;
  externalId?: string;
  /** Percent of the service's desired count. */
  scale: number;
  stability: string;
  stabilityAt: number;
  /** Who made it, where it was not the account itself. */
  startedBy?: string;
  tags: Wire<Tag>[];
}

/** One roll-out of a service. The last one made is the PRIMARY until a roll-back brings an earlier one back. */
export interface Deployment extends Group {
  status: 'PRIMARY' | 'ACTIVE';
  rolloutState: string;
  rolloutStateReason: string;
  /** Tasks in a row that failed; what the circuit breaker counts. */
  failedTasks: number;
  /** When the circuit breaker, whose threshold is reached, opens, in ms since 1970. */
  tripsAt?: number;
  /** It has been COMPLETED once, so that the breaker may roll back to it. */
  proven: boolean;
  /** ARN of the service revision that it rolls out. */
  revision: string;
  /** When its tasks were all healthy, in ms since 1970: its alarms are watched for the bake time from then on. */
  bakesSince?: number;
}

/** What a service was to be made of at one time. */
export interface ServiceRevision extends Template {
  arn: string;
  createdAt: number;
}

/** A life-cycle hook of a stage, as it stands. */
export interface HookRun {
  id: string;
  stage: string;
  targetType: 'AWS_LAMBDA' | 'PAUSE';
  /** ARN of the function. */
  target?: string;
  status: string;
  /** ms since 1970. */
  expiresAt: number;
  timeoutAction: 'CONTINUE' | 'ROLLBACK';
  /** What its function will say. */
  answer: string;
}

/** The record of one roll-out, kept after its deployment has gone. */
export interface ServiceDeployment {
  arn: string;
  /** Id of the deployment that it rolls out. */
  deployment: string;
  status: string;
  statusReason?: string;
  /** ARNs of the revisions that had tasks when it began. */
  sources: string[];
  /** ARN of the revision that it rolls out. */
  target: string;
  /** Tasks asked for. */
  desiredCount: number;
  configuration: Wire<DeploymentConfiguration>;
  failures: number;
  triggeredAlarms: string[];
  rollback?: { reason: string; startedAt: number; revision: string };
  /** Of the machine `stage`, and when it was entered, in ms since 1970; not of a rolling deployment. */
  stage?: string;
  stageSince?: number;
  hooks: HookRun[];
  /** Percent of the traffic that the target revision has been given. */
  productionTraffic?: number;
  testTraffic?: number;
  createdAt: number;
  startedAt?: number;
  finishedAt?: number;
  stoppedAt?: number;
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
  schedulingStrategy: 'REPLICA' | 'DAEMON';
  controller: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL';
  deploymentConfiguration: Wire<DeploymentConfiguration>;
  /** Seconds after a task's start in which failing health checks are passed over. */
  healthCheckGracePeriodSeconds?: number;
  availabilityZoneRebalancing: 'ENABLED' | 'DISABLED';
  /** While its zones differ: when ECS acts (ms since 1970), whether an event has said so, and the task that is to take another's place. */
  rebalancing?: { actsAt: number; said: boolean; desiredCount: number; task?: string };
  placementConstraints: Wire<PlacementConstraint>[];
  placementStrategy: Wire<PlacementStrategy>[];
  enableECSManagedTags: boolean;
  enableExecuteCommand: boolean;
  propagateTags?: 'TASK_DEFINITION' | 'SERVICE';
  /** The request that made it, where that had a client token. */
  request?: string;
  createdAt: number;
  createdBy: string;
  tags: Wire<Tag>[];
  /** PRIMARY first. */
  deployments: Deployment[];
  /** Of a service that ECS does not deploy itself. */
  taskSets: TaskSet[];
  /** Newest first. */
  revisions: ServiceRevision[];
  /** Newest first. */
  history: ServiceDeployment[];
  /** ARNs of the tasks that it wants running, in order of start. */
  tasks: Set<string>;
  /** ARNs of tasks that are to stop and still drain in their target groups. */
  draining: Set<string>;
  /** ARNs of tasks that fail their health checks, once an event has said so. */
  sick: Set<string>;
  /** ARNs of tasks that wait to be registered with target groups. */
  registering: string[];
  /** Newest first, at most 100. */
  events: ServiceEvent[];
  /** Has said that it is steady, and nothing has moved since. */
  steady: boolean;
  /** When it counts as settled, in ms since 1970, if all stays as it is: it has what it wants, and all of that is healthy. */
  settlesAt?: number;
  /** When the scheduler looks next, in ms since 1970; 0 when nothing is planned. */
  looksAt: number;
  /** Tasks in a row that stopped before they were RUNNING; what start throttling counts. */
  failedStarts: number;
  /** No task is started before this moment, in ms since 1970. */
  startsAgainAt: number;
}
