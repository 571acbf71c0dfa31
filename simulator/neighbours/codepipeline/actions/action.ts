import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import type { Wire } from '../../../api/wire.ts';
import type { Reply } from '../../../kernel/journal.ts';
import type { RegionScope } from '../../../region.ts';
import type { ActionRun, Artifact, Execution, Pipeline } from '../state.ts';

/** What an action works with. */
export interface At {
  pipeline: Pipeline;
  execution: Execution;
  declaration: Wire<ActionDeclaration>;
  run: ActionRun;
  /** Its configuration, variables of earlier actions filled in. */
  configuration: Readonly<Record<string, string>>;
  /** Its input artifacts, in order. */
  inputs: readonly Artifact[];
  /** The session of the pipeline's role. */
  principal: string;
}

/** How an action stands: at work for so many ms, done with these files, or failed. */
export type Progress =
  | { wait: number }
  | { files?: Record<string, string>; revision?: string }
  | { code: string; message: string };

/** An action that has done its work and hands nothing on. */
export const done: Progress = { files: {} };

/** An action's provider. `begin` starts its work; `look` says how it stands, then and later. */
export interface Provider {
  /** Configuration that it cannot do without. */
  needs: readonly string[];
  begin?(at: At, scope: RegionScope): Progress | undefined;
  look(at: At, scope: RegionScope): Progress;
}

/** ms between two looks at what is made elsewhere. */
export const pause = 10_000;

/** A call in the name of the pipeline's role. */
export function ask(
  service: string,
  operation: string,
  input: object,
  { principal }: At,
  scope: RegionScope,
): Reply {
  return scope.send({ service, operation, input, principal });
}

/** A call that was refused, as CodePipeline shows it. */
export function refusal(
  { error }: Extract<Reply, { ok: false }>,
  what: string,
): { code: string; message: string } {
  if (/^AccessDenied|Unauthorized/.test(error.code))
    return {
      code: 'PermissionError',
      message: `The provided role does not have sufficient permissions to access ${what}: ${error.message}`,
    };
  return { code: 'JobFailed', message: error.message };
}
