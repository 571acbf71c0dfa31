import { AwsError } from '../../api/errors.ts';
import type { Service } from '../../api/service.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { commitOf } from '../git/state.ts';
import type { NeighbourScope } from '../scope.ts';
import {
  getPipelineExecution,
  getPipelineState,
  listActionExecutions,
  listPipelineExecutions,
  putApprovalResult,
  startPipelineExecution,
  stopPipelineExecution,
} from './executions.ts';
import { createPipeline, deletePipeline, getPipeline, listPipelines, updatePipeline } from './pipelines.ts';
import { start, stepEvent } from './run.ts';

/** AWS CodePipeline: sources, builds, approvals and deployments to Amazon ECS, stage after stage. */
export const codePipelineService: Service<NeighbourScope> = {
  name: 'codepipeline',
  operations: {
    CreatePipeline: createPipeline,
    DeletePipeline: deletePipeline,
    GetPipeline: getPipeline,
    GetPipelineExecution: getPipelineExecution,
    GetPipelineState: getPipelineState,
    ListActionExecutions: listActionExecutions,
    ListPipelineExecutions: listPipelineExecutions,
    ListPipelines: listPipelines,
    PutApprovalResult: putApprovalResult,
    StartPipelineExecution: startPipelineExecution,
    StopPipelineExecution: stopPipelineExecution,
    UpdatePipeline: updatePipeline,
  },
  missing: (member) =>
    new AwsError(
      'ValidationException',
      `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
    ),
};

export const codePipelineReactions: Readonly<Record<string, (effect: Effect, scope: RegionScope) => void>> = {
  'codepipeline.step': stepEvent,
  'codepipeline.commit': commitEvent,
};

/** The effect `codepipeline.commit`: a branch has a new commit; `event` is `OWNER/NAME BRANCH`. */
function commitEvent({ event = '' }: Effect, scope: RegionScope): void {
  const [repository = '', branch = ''] = event.split(' ');
  const { codePipeline, git } = scope.neighbours;
  const at = commitOf(git, repository, branch)?.at ?? 0;
  for (const pipeline of codePipeline.pipelines.values()) {
    // Whoever was not there when it happened is not told of it.
    if (pipeline.createdAt >= at) continue;
    const sources = pipeline.declaration.stages?.[0]?.actions ?? [];
    const follows = sources.some(
      ({ actionTypeId, configuration }) =>
        actionTypeId?.provider === 'CodeStarSourceConnection' &&
        configuration?.['FullRepositoryId'] === repository &&
        configuration?.['BranchName'] === branch &&
        configuration?.['DetectChanges'] !== 'false',
    );
    if (follows)
      start(pipeline, { triggerType: 'WebhookV2', triggerDetail: `${repository} ${branch}` }, scope);
  }
}
