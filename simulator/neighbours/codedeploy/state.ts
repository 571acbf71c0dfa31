import type { CreateDeploymentGroupInput } from '@aws-sdk/client-codedeploy';
import type { Wire } from '../../api/wire.ts';

/** AWS CodeDeploy in one Region of an account, as far as it deploys to Amazon ECS. */
export interface CodeDeploy {
  /** By name. */
  applications: Map<string, Application>;
  /** By id, in the order of creation. */
  deployments: Map<string, CodeDeployment>;
}

export interface Application {
  id: string;
  name: string;
  /** ms since 1970. */
  createdAt: number;
  /** By name. */
  groups: Map<string, DeploymentGroup>;
}

export interface DeploymentGroup {
  id: string;
  input: Wire<CreateDeploymentGroupInput>;
  /** Ids of its deployments: the last one, and the last that succeeded. */
  lastAttempted?: string;
  lastSuccessful?: string;
}

export interface LifecycleEvent {
  name: string;
  /** A status of the machine `lifecycle event`. */
  status: string;
  /** ms since 1970. */
  startedAt?: number;
  endedAt?: number;
  /** What a hook's function said. */
  message?: string;
}

/** What an AppSpec file says (https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html). */
export interface AppSpec {
  taskDefinition: string;
  containerName: string;
  containerPort: number;
  platformVersion?: string;
  networkConfiguration?: {
    subnets: string[];
    securityGroups?: string[];
    assignPublicIp?: 'ENABLED' | 'DISABLED';
  };
  capacityProviderStrategy?: { capacityProvider: string; base?: number; weight?: number }[];
  /** Functions by the life-cycle event that they are called at. */
  hooks: Record<string, string>;
}

export interface CodeDeployment {
  id: string;
  arn: string;
  application: string;
  group: string;
  config: string;
  description?: string;
  /** The AppSpec file as it was given. */
  content: string;
  /** `user`, `codeDeployRollback` or a service. */
  creator: string;
  /** A status of the machine `code deployment`. */
  status: string;
  /** ms since 1970. */
  createdAt: number;
  startedAt?: number;
  completedAt?: number;
  /** ms since 1970 at which what it is at began. */
  since: number;
  events: LifecycleEvent[];
  /** Ids of the original task set and of the replacement. */
  blue?: string;
  green?: string;
  /** ARNs of their target groups. */
  blueTargetGroup?: string;
  greenTargetGroup?: string;
  /** Percent of the production traffic that the replacement has. */
  weight: number;
  /** Waits that ContinueDeployment has ended. */
  waived: string[];
  /** ms since 1970 at which the original task set began to wait for its end. */
  terminatesSince?: number;
  error?: { code: string; message: string };
  rollback?: {
    rollbackDeploymentId?: string;
    rollbackTriggeringDeploymentId?: string;
    rollbackMessage: string;
  };
}

export function createCodeDeploy(): CodeDeploy {
  return { applications: new Map(), deployments: new Map() };
}
