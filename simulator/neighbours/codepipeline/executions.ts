import type {
  ActionExecution,
  GetPipelineExecutionInput,
  GetPipelineExecutionOutput,
  GetPipelineStateOutput,
  ListActionExecutionsInput,
  ListActionExecutionsOutput,
  ListPipelineExecutionsInput,
  ListPipelineExecutionsOutput,
  PutApprovalResultInput,
  StageState,
  StopPipelineExecutionInput,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { NeighbourScope } from '../scope.ts';
import { pipelineOf } from './pipelines.ts';
import { goOn, move, moveAction, runOf, start } from './run.ts';
import type { ActionRun, Execution, Pipeline } from './state.ts';

/** StartPipelineExecution: by a person, or by a rule of EventBridge in the name of its role. */
export function startPipelineExecution({ name }: { name?: string }, scope: NeighbourScope) {
  const pipeline = pipelineOf(name, scope);
  const byRule = scope.principal.endsWith('/events-rule');
  const triggerType = byRule ? 'CloudWatchEvent' : 'StartPipelineExecution';
  const { id } = start(pipeline, { triggerType, triggerDetail: scope.principal }, scope);
  return { pipelineExecutionId: id };
}

/** @throws AwsError PipelineExecutionNotFoundException */
function executionOf({ executions, declaration }: Pipeline, id: string | undefined): Execution {
  const found = executions.find((each) => each.id === id);
  if (found) return found;
  throw new AwsError(
    'PipelineExecutionNotFoundException',
    `No execution found with ID '${id}' for pipeline '${declaration.name}'`,
  );
}

/** @throws AwsError PipelineExecutionNotStoppableException, and for what is not there */
export function stopPipelineExecution(
  input: Wire<StopPipelineExecutionInput>,
  scope: NeighbourScope,
): { pipelineExecutionId: string } {
  const pipeline = pipelineOf(input.pipelineName, scope);
  const execution = executionOf(pipeline, input.pipelineExecutionId);
  if (execution.status !== 'InProgress')
    throw new AwsError(
      'PipelineExecutionNotStoppableException',
      `The pipeline execution ${execution.id} is in the status ${execution.status} and cannot be stopped.`,
    );
  move(pipeline, execution, 'STOP', scope);
  if (input.reason !== undefined) execution.summary = input.reason;
  if (input.abandon === true) {
    for (const run of execution.actions) moveAction(pipeline, execution, run, 'ABANDON', scope);
    move(pipeline, execution, 'STOPPED', scope);
  } else goOn(pipeline, execution, 1, scope);
  return { pipelineExecutionId: execution.id };
}

export function getPipelineExecution(
  input: Wire<GetPipelineExecutionInput>,
  scope: NeighbourScope,
): Wire<GetPipelineExecutionOutput> {
  const pipeline = pipelineOf(input.pipelineName, scope);
  const { id, status, version, actions, summary, trigger, artifacts } = executionOf(
    pipeline,
    input.pipelineExecutionId,
  );
  return {
    pipelineExecution: {
      pipelineName: pipeline.declaration.name!,
      pipelineVersion: version,
      pipelineExecutionId: id,
      status: status as 'InProgress',
      ...(summary === undefined ? {} : { statusSummary: summary }),
      artifactRevisions: Object.entries(artifacts).flatMap(([name, { revision }]) => {
        const run = actions.find((each) => each.revision?.id === revision);
        return revision === undefined
          ? []
          : [{ name, revisionId: revision, revisionSummary: run?.revision?.summary ?? '' }];
      }),
      trigger: trigger as { triggerType: 'CreatePipeline' },
    },
  };
}

/** Newest first. */
export function listPipelineExecutions(
  input: Wire<ListPipelineExecutionsInput>,
  scope: NeighbourScope,
): Wire<ListPipelineExecutionsOutput> {
  const { executions } = pipelineOf(input.pipelineName, scope);
  return {
    pipelineExecutionSummaries: executions.map(({ id, status, startedAt, updatedAt, actions, trigger }) => ({
      pipelineExecutionId: id,
      status: status as 'InProgress',
      startTime: epochSeconds(startedAt),
      lastUpdateTime: epochSeconds(updatedAt),
      sourceRevisions: actions.flatMap(({ name, revision }) =>
        revision ? [{ actionName: name, revisionId: revision.id, revisionSummary: revision.summary }] : [],
      ),
      trigger: trigger as { triggerType: 'CreatePipeline' },
    })),
  };
}

/** Newest first. */
export function listActionExecutions(
  input: Wire<ListActionExecutionsInput>,
  scope: NeighbourScope,
): Wire<ListActionExecutionsOutput> {
  const pipeline = pipelineOf(input.pipelineName, scope);
  const only = input.filter?.pipelineExecutionId;
  const details = pipeline.executions
    .filter(({ id }) => only === undefined || id === only)
    .flatMap(({ id, version, actions }) =>
      actions.toReversed().map((run) => ({
        pipelineExecutionId: id,
        actionExecutionId: run.id,
        pipelineVersion: version,
        stageName: run.stage,
        actionName: run.name,
        startTime: epochSeconds(run.startedAt),
        lastUpdateTime: epochSeconds(run.updatedAt),
        status: run.status as 'InProgress',
        output: {
          executionResult: {
            ...(run.external === undefined ? {} : { externalExecutionId: run.external }),
            ...(run.error ? { externalExecutionSummary: run.error.message, errorDetails: run.error } : {}),
          },
          outputVariables: run.variables,
        },
      })),
    );
  return { actionExecutionDetails: details };
}

/** How each stage stands with the latest execution that has come to it. */
export function getPipelineState(
  { name }: { name?: string },
  scope: NeighbourScope,
): Wire<GetPipelineStateOutput> {
  const pipeline = pipelineOf(name, scope);
  const { declaration, version, createdAt, updatedAt, executions } = pipeline;
  return {
    pipelineName: declaration.name!,
    pipelineVersion: version,
    stageStates: (declaration.stages ?? []).map((stage, index): Wire<StageState> => {
      const stageName = stage.name!;
      const latest = executions.find(({ actions }) => actions.some((run) => run.stage === stageName));
      const inbound = executions.find(
        ({ status, entered, stage: at }) => status === 'InProgress' && !entered && at === index,
      );
      return {
        stageName,
        ...(inbound
          ? { inboundExecution: { pipelineExecutionId: inbound.id, status: 'InProgress' as const } }
          : {}),
        inboundTransitionState: { enabled: true },
        actionStates: (stage.actions ?? []).map((action) => {
          const run = latest && runOf(latest, stageName, action);
          return {
            actionName: action.name!,
            ...(run?.revision
              ? {
                  currentRevision: {
                    revisionId: run.revision.id,
                    revisionChangeId: run.revision.id,
                    created: epochSeconds(run.updatedAt),
                  },
                }
              : {}),
            ...(run ? { latestExecution: shown(run) } : {}),
          };
        }),
        ...(latest
          ? {
              latestExecution: {
                pipelineExecutionId: latest.id,
                status: stageStatus(latest, stageName, stage.actions?.length ?? 0),
              },
            }
          : {}),
      };
    }),
    created: epochSeconds(createdAt),
    updated: epochSeconds(updatedAt),
  };
}

function stageStatus(execution: Execution, stage: string, count: number) {
  const runs = execution.actions.filter((run) => run.stage === stage);
  if (runs.some(({ status }) => status === 'Failed')) return 'Failed' as const;
  if (runs.length === count && runs.every(({ status }) => status === 'Succeeded'))
    return 'Succeeded' as const;
  return execution.status === 'Stopped' || execution.status === 'Stopping'
    ? (execution.status as 'Stopped')
    : ('InProgress' as const);
}

function shown({ id, status, summary, updatedAt, external, error, token }: ActionRun): Wire<ActionExecution> {
  return {
    actionExecutionId: id,
    status: status as 'InProgress',
    ...(summary === undefined ? {} : { summary }),
    lastStatusChange: epochSeconds(updatedAt),
    ...(token !== undefined && status === 'InProgress' ? { token } : {}),
    ...(external === undefined ? {} : { externalExecutionId: external }),
    ...(error ? { errorDetails: error } : {}),
  };
}

/** @throws AwsError InvalidApprovalTokenException, ApprovalAlreadyCompletedException, ActionNotFoundException */
export function putApprovalResult(
  input: Wire<PutApprovalResultInput>,
  scope: NeighbourScope,
): { approvedAt: number } {
  const pipeline = pipelineOf(input.pipelineName, scope);
  const { stageName = '', actionName = '', token, result } = input;
  for (const execution of pipeline.executions) {
    const run = runOf(execution, stageName, { name: actionName });
    if (run?.token === undefined) continue;
    if (run.token !== token)
      throw new AwsError('InvalidApprovalTokenException', 'The approval token is not the one of the action.');
    if (run.approval || run.status !== 'InProgress')
      throw new AwsError(
        'ApprovalAlreadyCompletedException',
        'The approval action has already been approved or rejected.',
      );
    run.approval = { status: result!.status!, summary: result!.summary ?? '' };
    run.summary = run.approval.summary;
    goOn(pipeline, execution, 1, scope);
    return { approvedAt: epochSeconds(scope.context.date) };
  }
  throw new AwsError(
    'ActionNotFoundException',
    `The action ${actionName} of the stage ${stageName} waits for no approval.`,
  );
}
