import type { ActionDeclaration } from '@aws-sdk/client-codepipeline';
import type { Wire } from '../../api/wire.ts';
import { step, type Table } from '../../kernel/machine.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { announce } from '../events/bus.ts';
import type { At, Progress } from './actions/action.ts';
import { providers } from './actions/index.ts';
import { actionExecutionTable, pipelineExecutionTable } from './machines.ts';
import type { ActionRun, Execution, Pipeline } from './state.ts';

/** How many executions a pipeline remembers. */
const remembered = 100;

function notice(table: Table, subject: string, from: string, to: string, event: string, scope: RegionScope) {
  const { context } = scope;
  context.notice({ kind: 'status', at: context.now, machine: table.id, subject, from, to, event });
}

const subjectOf = ({ arn }: Pipeline, { id }: Execution) => `${arn}#${id}`;

/** Starts an execution. */
export function start(pipeline: Pipeline, trigger: Execution['trigger'], scope: RegionScope): Execution {
  const { date, random } = scope.context;
  const execution: Execution = {
    id: random.uuid(),
    status: pipelineExecutionTable.initial.target,
    version: pipeline.version,
    trigger,
    startedAt: date,
    updatedAt: date,
    stage: 0,
    entered: false,
    artifacts: {},
    actions: [],
  };
  pipeline.executions.unshift(execution);
  if (pipeline.executions.length > remembered) pipeline.executions.length = remembered;
  notice(pipelineExecutionTable, subjectOf(pipeline, execution), '', execution.status, '', scope);
  tell(pipeline, execution, 'STARTED', scope);
  goOn(pipeline, execution, 1_000, scope);
  return execution;
}

function tell(pipeline: Pipeline, { id, version }: Execution, state: string, scope: RegionScope): void {
  const heading = {
    source: 'aws.codepipeline',
    detailType: 'CodePipeline Pipeline Execution State Change',
    resources: [pipeline.arn],
  };
  announce(scope, heading, () => ({
    pipeline: pipeline.declaration.name,
    'execution-id': id,
    state,
    version,
  }));
}

/** Has an execution looked at in `ms`. */
export function goOn(pipeline: Pipeline, execution: Execution, ms: number, { context }: RegionScope): void {
  context.schedule(Math.max(1, Math.round(ms)), {
    type: 'codepipeline.step',
    subject: subjectOf(pipeline, execution),
  });
}

/** Gives `event` to an execution's machine; what it does not take is passed over. */
export function move(pipeline: Pipeline, execution: Execution, event: string, scope: RegionScope): void {
  const next = step(pipelineExecutionTable, execution.status, event);
  if (!next) return;
  notice(pipelineExecutionTable, subjectOf(pipeline, execution), execution.status, next.target, event, scope);
  execution.status = next.target;
  execution.updatedAt = scope.context.date;
  tell(pipeline, execution, next.target.toUpperCase(), scope);
  if (Object.keys(pipelineExecutionTable.states[next.target]!).length === 0)
    leaveStage(pipeline, execution, scope);
}

/** Gives `event` to the machine of an action's run. */
export function moveAction(
  pipeline: Pipeline,
  execution: Execution,
  run: ActionRun,
  event: string,
  scope: RegionScope,
): void {
  const next = step(actionExecutionTable, run.status, event);
  if (!next) return;
  const subject = `${subjectOf(pipeline, execution)}/${run.stage}/${run.name}`;
  notice(actionExecutionTable, subject, run.status, next.target, event, scope);
  run.status = next.target;
  run.updatedAt = scope.context.date;
}

/** The stage is free for the execution that waits for it. */
function leaveStage(pipeline: Pipeline, execution: Execution, scope: RegionScope): void {
  execution.entered = false;
  for (const other of pipeline.executions)
    if (other !== execution && other.status === 'InProgress' && !other.entered)
      goOn(pipeline, other, 1, scope);
}

/** The effect `codepipeline.step`: takes an execution as far as it gets now. */
export function stepEvent({ subject }: Effect, scope: RegionScope): void {
  const [arn = '', id] = subject.split('#');
  const pipeline = scope.neighbours.codePipeline.pipelines.get(arn.slice(arn.lastIndexOf(':') + 1));
  const execution = pipeline?.executions.find((each) => each.id === id);
  if (pipeline && execution) advance(pipeline, execution, scope);
}

function advance(pipeline: Pipeline, execution: Execution, scope: RegionScope): void {
  while (execution.status === 'InProgress' || execution.status === 'Stopping') {
    const stage = pipeline.declaration.stages?.[execution.stage];
    if (!stage) return move(pipeline, execution, 'SUCCEED', scope);
    if (!execution.entered && !enter(pipeline, execution, scope)) return;
    const actions = stage.actions ?? [];
    const orders = [...new Set(actions.map(({ runOrder = 1 }) => runOrder))].sort((a, b) => a - b);
    let wait: number | undefined;
    for (const order of orders) {
      const together = actions.filter(({ runOrder = 1 }) => runOrder === order);
      const begun = together.some((action) => runOf(execution, stage.name!, action));
      if (execution.status === 'Stopping' && !begun) break;
      for (const action of together) {
        const left = work(pipeline, execution, stage.name!, action, scope);
        if (left !== undefined) wait = Math.min(wait ?? left, left);
      }
      const runs = together.map((action) => runOf(execution, stage.name!, action)!);
      if (wait === undefined && runs.some(({ status }) => status === 'Failed'))
        return move(pipeline, execution, execution.status === 'Stopping' ? 'STOPPED' : 'FAIL', scope);
      if (wait !== undefined) break;
    }
    if (wait !== undefined) return goOn(pipeline, execution, wait, scope);
    if (execution.status === 'Stopping') return move(pipeline, execution, 'STOPPED', scope);
    execution.stage++;
    execution.updatedAt = scope.context.date;
    leaveStage(pipeline, execution, scope);
  }
}

/** Enters a stage, when no other execution is in it; of those that wait before it only the newest goes on. */
function enter(pipeline: Pipeline, execution: Execution, scope: RegionScope): boolean {
  const before = pipeline.executions.filter(
    (other) => other.status === 'InProgress' && !other.entered && other.stage === execution.stage,
  );
  const [newest] = before;
  for (const other of before) if (other !== newest) move(pipeline, other, 'SUPERSEDE', scope);
  if (execution !== newest || execution.status !== 'InProgress') return false;
  const occupied = pipeline.executions.some(
    (other) => other !== execution && other.entered && other.stage === execution.stage,
  );
  if (occupied) return false;
  execution.entered = true;
  return true;
}

export function runOf(
  { actions }: Execution,
  stage: string,
  { name }: Pick<Wire<ActionDeclaration>, 'name'>,
): ActionRun | undefined {
  return actions.find((run) => run.stage === stage && run.name === name);
}

/** Begins an action or looks at it: ms until the next look, undefined when it is over. */
function work(
  pipeline: Pipeline,
  execution: Execution,
  stage: string,
  declaration: Wire<ActionDeclaration>,
  scope: RegionScope,
): number | undefined {
  const { date, random } = scope.context;
  let run = runOf(execution, stage, declaration);
  const first = !run;
  if (!run) {
    run = {
      id: random.uuid(),
      stage,
      name: declaration.name!,
      status: actionExecutionTable.initial.target,
      startedAt: date,
      updatedAt: date,
      variables: {},
    };
    execution.actions.push(run);
    const subject = `${subjectOf(pipeline, execution)}/${stage}/${run.name}`;
    notice(actionExecutionTable, subject, '', run.status, '', scope);
  }
  if (run.status !== 'InProgress') return undefined;
  const progress = carryOut(pipeline, execution, declaration, run, first, scope);
  if ('wait' in progress) return progress.wait;
  if ('code' in progress) {
    run.error = progress;
    moveAction(pipeline, execution, run, 'FAIL', scope);
    return undefined;
  }
  const { files = {}, revision } = progress;
  for (const { name = '' } of declaration.outputArtifacts ?? [])
    execution.artifacts[name] = { files, ...(revision === undefined ? {} : { revision }) };
  moveAction(pipeline, execution, run, 'SUCCEED', scope);
  return undefined;
}

function carryOut(
  pipeline: Pipeline,
  execution: Execution,
  declaration: Wire<ActionDeclaration>,
  run: ActionRun,
  first: boolean,
  scope: RegionScope,
): Progress {
  const { roleArn = '' } = pipeline.declaration;
  const role = scope.assume(roleArn, 'codepipeline.amazonaws.com', execution.id);
  if ('refused' in role)
    return {
      code: 'PermissionError',
      message: `CodePipeline is not authorized to perform AssumeRole on role ${roleArn}`,
    };
  const { category, provider } = declaration.actionTypeId ?? {};
  const at: At = {
    pipeline,
    execution,
    declaration,
    run,
    configuration: resolve(declaration.configuration ?? {}, pipeline, execution),
    inputs: (declaration.inputArtifacts ?? []).map(
      ({ name = '' }) => execution.artifacts[name] ?? { files: {} },
    ),
    principal: role.principal,
  };
  const known = providers[`${category}/${provider}`]!;
  return (first ? known.begin?.(at, scope) : undefined) ?? known.look(at, scope);
}

/** Fills `#{namespace.name}` in (https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html). */
function resolve(
  configuration: Readonly<Record<string, string>>,
  { declaration }: Pipeline,
  execution: Execution,
): Record<string, string> {
  const known = new Map<string, Record<string, string>>([
    ['codepipeline', { PipelineExecutionId: execution.id }],
  ]);
  for (const stage of declaration.stages ?? [])
    for (const action of stage.actions ?? []) {
      const run = runOf(execution, stage.name!, action);
      if (action.namespace && run) known.set(action.namespace, run.variables);
    }
  return Object.fromEntries(
    Object.entries(configuration).map(([key, value]) => [
      key,
      value.replace(
        /#\{(\w+)\.(\w+)\}/g,
        (whole, space: string, name: string) => known.get(space)?.[name] ?? whole,
      ),
    ]),
  );
}
