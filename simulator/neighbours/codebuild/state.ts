import type { CreateProjectInput, EnvironmentVariable } from '@aws-sdk/client-codebuild';
import type { Wire } from '../../api/wire.ts';
import type { DockerState } from '../../docker/state.ts';

/** AWS CodeBuild in one Region of an account. */
export interface CodeBuild {
  /** By name. */
  projects: Map<string, Project>;
  /** By id, in the order of their start. */
  builds: Map<string, Build>;
}

export interface Project {
  arn: string;
  input: Wire<CreateProjectInput>;
  /** ms since 1970. */
  createdAt: number;
  updatedAt: number;
  /** How many builds it has started. */
  builds: number;
}

/** What a buildspec file says (https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html). */
export interface BuildSpec {
  variables: Record<string, string>;
  /** Names of SSM parameters and of secrets, by the variable that gets their value. */
  parameters: Record<string, string>;
  secrets: Record<string, string>;
  exported: string[];
  /** By phase, as its API name says: `PRE_BUILD`. */
  phases: Record<string, { commands: string[]; finally: string[]; onFailure?: 'ABORT' | 'CONTINUE' }>;
  artifacts: { files: string[]; folder: string };
}

export interface Phase {
  type: string;
  /** ms since 1970. */
  startedAt: number;
  endedAt?: number;
  status?: 'SUCCEEDED' | 'FAILED' | 'STOPPED' | 'TIMED_OUT';
  context?: { statusCode: string; message: string };
}

/** The machine that a build runs on. */
export interface BuildHost {
  env: Record<string, string>;
  /** Text files by absolute path. */
  files: Record<string, string>;
  folder: string;
  docker: DockerState;
}

export interface Build {
  id: string;
  arn: string;
  number: number;
  project: string;
  role: string;
  /** A status of the machine `build`. */
  status: string;
  /** A status of the machine `build phase`. */
  phase: string;
  phases: Phase[];
  initiator: string;
  sourceVersion?: string;
  /** Type of its source, where that is, and the buildspec that the project or the request gives. */
  source: { type: string; location?: string; buildspec?: string };
  variables: Wire<EnvironmentVariable>[];
  privileged: boolean;
  image: string;
  timeoutInMinutes: number;
  /** ms since 1970. */
  startedAt: number;
  endedAt?: number;
  /** Source files that CodePipeline hands in, by path. */
  input?: Record<string, string>;
  spec?: BuildSpec;
  host?: BuildHost;
  /** Which of the phase's commands is next. */
  next: number;
  /** A command of the phase has failed. */
  failed?: string;
  /** Variables that its buildspec exports, once it is over. */
  exported?: Record<string, string>;
  /** Files that it hands on, by path. */
  artifacts?: Record<string, string>;
}

export function createCodeBuild(): CodeBuild {
  return { projects: new Map(), builds: new Map() };
}
