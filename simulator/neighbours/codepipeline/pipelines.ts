import type {
  ActionDeclaration,
  CreatePipelineInput,
  GetPipelineOutput,
  ListPipelinesOutput,
  PipelineDeclaration,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import type { NeighbourScope } from '../scope.ts';
import { providers } from './actions/index.ts';
import { start } from './run.ts';
import type { Pipeline } from './state.ts';

/** @throws AwsError PipelineNotFoundException */
export function pipelineOf(name: string | undefined, { neighbours, accountId }: RegionScope): Pipeline {
  const found = neighbours.codePipeline.pipelines.get(name ?? '');
  if (found) return found;
  throw new AwsError(
    'PipelineNotFoundException',
    `Account '${accountId}' does not have a pipeline with name '${name}'`,
  );
}

/** @throws AwsError InvalidStructureException, InvalidActionDeclarationException */
function check({ stages = [], roleArn }: Wire<PipelineDeclaration>, { region }: RegionScope): void {
  const refuse = (code: string, message: string): never => {
    throw new AwsError(code, message);
  };
  if (!/^arn:aws:iam::\d{12}:role\/.+/.test(roleArn ?? ''))
    refuse('InvalidStructureException', 'The pipeline needs roleArn, the ARN of a service role.');
  if (stages.length < 2)
    refuse(
      'InvalidStructureException',
      `Pipeline has only ${stages.length} stage(s). There should be a minimum of 2 stages in a pipeline`,
    );
  const isSource = ({ actionTypeId }: Wire<ActionDeclaration>) => actionTypeId?.category === 'Source';
  if (stages.some(({ actions = [] }, index) => actions.some((action) => isSource(action) !== (index === 0))))
    refuse(
      'InvalidStructureException',
      'Pipeline should start with a stage that only contains source actions, and no other stage may have any',
    );
  const produced = new Set<string>();
  for (const { actions = [] } of stages) {
    for (const action of actions) {
      const { category, provider, owner, version } = action.actionTypeId ?? {};
      const known = Object.hasOwn(providers, `${category}/${provider}`)
        ? providers[`${category}/${provider}`]
        : undefined;
      if (!known)
        refuse(
          'InvalidActionDeclarationException',
          `ActionType (Category: '${category}', Provider: '${provider}', Owner: '${owner}', Version: '${version}') in action '${action.name}' is not available in region ${region.toUpperCase().replaceAll('-', '_')}. Drydock has ${Object.keys(providers).join(', ')}.`,
        );
      const missing = known!.needs.find((key) => action.configuration?.[key] === undefined);
      if (missing !== undefined)
        refuse(
          'InvalidActionDeclarationException',
          `Action configuration for action '${action.name}' is missing required configuration '${missing}'`,
        );
      const unknown = (action.inputArtifacts ?? []).find(({ name }) => !produced.has(name ?? ''));
      if (unknown)
        refuse(
          'InvalidActionDeclarationException',
          `Action '${action.name}' has the input artifact '${unknown.name}', which no action before it puts out`,
        );
    }
    for (const { outputArtifacts = [] } of actions)
      for (const { name } of outputArtifacts) produced.add(name ?? '');
  }
}

/** A new pipeline runs at once. @throws AwsError PipelineNameInUseException, and as `check`. */
export function createPipeline(
  { pipeline: declaration }: Wire<CreatePipelineInput>,
  scope: NeighbourScope,
): { pipeline: Wire<PipelineDeclaration> } {
  const name = declaration?.name ?? '';
  const { pipelines } = scope.neighbours.codePipeline;
  check(declaration!, scope);
  if (pipelines.has(name))
    throw new AwsError(
      'PipelineNameInUseException',
      `A pipeline with the name '${name}' already exists in account '${scope.accountId}'`,
    );
  const { date } = scope.context;
  const pipeline: Pipeline = {
    arn: `arn:aws:codepipeline:${scope.region}:${scope.accountId}:${name}`,
    declaration: declaration!,
    version: 1,
    createdAt: date,
    updatedAt: date,
    executions: [],
  };
  pipelines.set(name, pipeline);
  start(pipeline, { triggerType: 'CreatePipeline', triggerDetail: scope.principal }, scope);
  return { pipeline: shown(pipeline) };
}

export function updatePipeline(
  { pipeline: declaration }: Wire<CreatePipelineInput>,
  scope: NeighbourScope,
): { pipeline: Wire<PipelineDeclaration> } {
  const pipeline = pipelineOf(declaration?.name, scope);
  check(declaration!, scope);
  pipeline.declaration = declaration!;
  pipeline.version++;
  pipeline.updatedAt = scope.context.date;
  return { pipeline: shown(pipeline) };
}

/** What is not there is deleted as well. */
export function deletePipeline({ name = '' }: { name?: string }, { neighbours }: NeighbourScope): void {
  neighbours.codePipeline.pipelines.delete(name);
}

export function getPipeline({ name }: { name?: string }, scope: NeighbourScope): Wire<GetPipelineOutput> {
  const pipeline = pipelineOf(name, scope);
  return {
    pipeline: shown(pipeline),
    metadata: {
      pipelineArn: pipeline.arn,
      created: epochSeconds(pipeline.createdAt),
      updated: epochSeconds(pipeline.updatedAt),
    },
  };
}

export function listPipelines(_: unknown, { neighbours }: NeighbourScope): Wire<ListPipelinesOutput> {
  return {
    pipelines: [...neighbours.codePipeline.pipelines.values()].map(
      ({ declaration, version, createdAt, updatedAt }) => ({
        name: declaration.name,
        version,
        created: epochSeconds(createdAt),
        updated: epochSeconds(updatedAt),
      }),
    ) as never,
  };
}

function shown({ declaration, version }: Pipeline): Wire<PipelineDeclaration> {
  return {
    ...declaration,
    stages: (declaration.stages ?? []).map((stage) => ({
      ...stage,
      actions: (stage.actions ?? []).map((action) => ({
        ...action,
        runOrder: action.runOrder ?? 1,
        configuration: action.configuration ?? {},
        inputArtifacts: action.inputArtifacts ?? [],
        outputArtifacts: action.outputArtifacts ?? [],
      })),
    })) as never,
    version,
  };
}
