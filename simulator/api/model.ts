import ecrPublic from './models/ecr-public.json' with { type: 'json' };
import ecr from './models/ecr.json' with { type: 'json' };
import ecs from './models/ecs.json' with { type: 'json' };
import iam from './models/iam.json' with { type: 'json' };
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
    | 'blob';
  /** Members of a structure, in the order of AWS's model, each with the name of its shape. */
  members?: Readonly<Record<string, string>>;
  required?: readonly string[];
  /** The shape of a list's items or a map's values. */
  member?: string;
  enum?: readonly string[];
  error?: boolean;
}

export interface Model {
  service: string;
  sdk: string;
  /** What stands before the dot in `X-Amz-Target`; empty for services of the Query protocol. */
  targetPrefix: string;
  operations: Readonly<Record<string, { input: string; output: string }>>;
  shapes: Readonly<Record<string, Shape>>;
}

/** By the service's name on the command line: `ecs`, `ecr`, `ecr-public`, `iam`, `sts`. */
export const models: Readonly<Record<string, Model>> = {
  ecs: ecs as unknown as Model,
  ecr: ecr as unknown as Model,
  'ecr-public': ecrPublic as unknown as Model,
  iam: iam as unknown as Model,
  sts: sts as unknown as Model,
};
