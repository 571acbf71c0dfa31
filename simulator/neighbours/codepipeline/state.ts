import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { Wire } from '../../api/wire.ts';

/** AWS CodePipeline in one Region of an account. */
export interface CodePipeline {
  /** By name. */
  pipelines: Map<string, Pipeline>;
}

export interface Pipeline {
  arn: string;
  declaration: Wire<PipelineDeclaration>;
  version: number;
  /** ms since 1970. */
  createdAt: number;
  updatedAt: number;
  /** Newest first, at most 100. */
  executions: Execution[];
}

/** Files that actions hand on; the store of a real pipeline keeps them as ZIP files. */
export interface Artifact {
  /** Of a source: a commit, or an image's digest. */
  revision?: string;
  files: Record<string, string>;
}

export interface Execution {
  id: string;
  /** A status of the machine `pipeline execution`. */
  status: string;
  summary?: string;
  version: number;
  trigger: { triggerType: string; triggerDetail: string };
  /** ms since 1970. */
  startedAt: number;
  updatedAt: number;
  /** Index of its stage, and whether it is in it: only one execution is in a stage at a time. */
  stage: number;
  entered: boolean;
  /** By name. */
  artifacts: Record<string, Artifact>;
  actions: ActionRun[];
}

export interface ActionRun {
  id: string;
  stage: string;
  name: string;
  /** A status of the machine `action execution`. */
  status: string;
  /** ms since 1970. */
  startedAt: number;
  updatedAt: number;
  /** What it has made elsewhere: a build, a deployment, a revision of a task definition. */
  external?: string;
  summary?: string;
  error?: { code: string; message: string };
  /** Of an approval: what the answer must bring, and the answer. */
  token?: string;
  approval?: { status: 'Approved' | 'Rejected'; summary: string };
  revision?: { id: string; summary: string };
  /** What later actions may take up as `#{namespace.name}`. */
  variables: Record<string, string>;
}

export function createCodePipeline(): CodePipeline {
  return { pipelines: new Map() };
}
