import applicationAutoscaling from './models/application-autoscaling.json' with { type: 'json' };
import autoscaling from './models/autoscaling.json' with { type: 'json' };
import cloudwatch from './models/cloudwatch.json' with { type: 'json' };
import codebuild from './models/codebuild.json' with { type: 'json' };
import codepipeline from './models/codepipeline.json' with { type: 'json' };
import deploy from './models/deploy.json' with { type: 'json' };
import ec2 from './models/ec2.json' with { type: 'json' };
import ecr from './models/ecr.json' with { type: 'json' };
import ecrPublic from './models/ecr-public.json' with { type: 'json' };
import ecs from './models/ecs.json' with { type: 'json' };
import efs from './models/efs.json' with { type: 'json' };
import elbv2 from './models/elbv2.json' with { type: 'json' };
import events from './models/events.json' with { type: 'json' };
import fsx from './models/fsx.json' with { type: 'json' };
import iam from './models/iam.json' with { type: 'json' };
import logs from './models/logs.json' with { type: 'json' };
import scheduler from './models/scheduler.json' with { type: 'json' };
import secretsmanager from './models/secretsmanager.json' with { type: 'json' };
import servicediscovery from './models/servicediscovery.json' with { type: 'json' };
import ssm from './models/ssm.json' with { type: 'json' };
import sts from './models/sts.json' with { type: 'json' };

/**
 * The AWS services as their SDK packages describe them (written by `scripts/generate-models.ts`).
 * The shell, the dispatcher and the task definition's schema are all driven by these.
 */
export interface Shape {
  type:
    | 'structure'
    | 'union'
    | 'list'
    | 'map'
    | 'string'
    | 'integer'
    | 'double'
    | 'boolean'
    | 'timestamp'
    | 'blob'
    /** Any JSON value. */
    | 'document';
  /** Members of a structure, in the order of AWS's model, each with the name of its shape. */
  members?: Readonly<Record<string, string>>;
  required?: readonly string[];
  /** The shape of a list's items or a map's values. */
  member?: string;
  enum?: readonly string[];
  error?: boolean;
  /** Of an input in REST: where in the request a member stands that is not in the body. */
  bound?: Readonly<Record<string, 'label' | { query: string }>>;
  /** In EC2 Query: the names of members in answers that are not the member's own with a small first letter. */
  xml?: Readonly<Record<string, string>>;
  /** In EC2 Query: the names of members in requests that are not those in answers with a capital. */
  form?: Readonly<Record<string, string>>;
}

export interface Model {
  service: string;
  sdk: string;
  /** What stands before the dot in `X-Amz-Target`; empty for services of the Query and REST protocols. */
  targetPrefix: string;
  operations: Readonly<
    Record<string, { input: string; output: string; http?: { method: string; path: string; status: number } }>
  >;
  /** In REST: the HTTP status of each error that has one. */
  errorStatuses?: Readonly<Record<string, number>>;
  /** Operations that AWS has and the model leaves out: nothing simulates them. */
  others?: readonly string[];
  shapes: Readonly<Record<string, Shape>>;
}

/** By the service's name on the command line. */
export const models: Readonly<Record<string, Model>> = Object.fromEntries(
  (
    [
      ecs,
      ecr,
      ecrPublic,
      iam,
      sts,
      elbv2,
      logs,
      cloudwatch,
      applicationAutoscaling,
      events,
      scheduler,
      servicediscovery,
      secretsmanager,
      ssm,
      efs,
      fsx,
      ec2,
      autoscaling,
      deploy,
      codepipeline,
      codebuild,
    ] as unknown as Model[]
  ).map((model) => [model.service, model]),
);
