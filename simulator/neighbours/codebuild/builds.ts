import type {
  BatchGetBuildsOutput,
  Build as BuildShape,
  EnvironmentVariable,
  StartBuildInput,
} from '@aws-sdk/client-codebuild';
import { AwsError } from '../../api/errors.ts';
import { epochSeconds, type Wire } from '../../api/wire.ts';
import type { RegionScope } from '../../region.ts';
import type { NeighbourScope } from '../scope.ts';
import { buildTable } from './machines.ts';
import { codeBuildArn, projectOf } from './projects.ts';
import { begin, finish } from './run.ts';
import type { Build } from './state.ts';

/** @throws AwsError ResourceNotFoundException */
export function startBuild(input: Wire<StartBuildInput>, scope: NeighbourScope): { build: Wire<BuildShape> } {
  const initiator = scope.principal.slice(scope.principal.lastIndexOf('/') + 1);
  const build = launch(input, initiator, scope);
  return { build: shown(build, scope) };
}

/**
 * Starts a build of a project, for StartBuild and for CodePipeline.
 * @param files of the source, where CodePipeline hands them in
 * @throws AwsError ResourceNotFoundException
 */
export function launch(
  input: Wire<StartBuildInput>,
  initiator: string,
  scope: RegionScope,
  files?: Record<string, string>,
): Build {
  const project = projectOf(input.projectName, scope);
  const { source, environment, name = '', serviceRole = '', timeoutInMinutes = 60 } = project.input;
  const id = `${name}:${scope.context.random.uuid()}`;
  const buildspec = input.buildspecOverride ?? source?.buildspec;
  const location = input.sourceLocationOverride ?? source?.location;
  const sourceVersion = input.sourceVersion ?? project.input.sourceVersion;
  const build: Build = {
    id,
    arn: codeBuildArn(`build/${id}`, scope),
    number: ++project.builds,
    project: name,
    role: input.serviceRoleOverride ?? serviceRole,
    status: '',
    phase: '',
    phases: [],
    initiator,
    ...(sourceVersion === undefined ? {} : { sourceVersion }),
    source: {
      type: input.sourceTypeOverride ?? source?.type ?? 'NO_SOURCE',
      ...(location === undefined ? {} : { location }),
      ...(buildspec === undefined ? {} : { buildspec }),
    },
    variables: together(environment?.environmentVariables, input.environmentVariablesOverride),
    privileged: input.privilegedModeOverride ?? environment?.privilegedMode ?? false,
    image: input.imageOverride ?? environment?.image ?? '',
    timeoutInMinutes: input.timeoutInMinutesOverride ?? timeoutInMinutes,
    startedAt: scope.context.date,
    next: 0,
    ...(files ? { input: files } : {}),
  };
  scope.neighbours.codeBuild.builds.set(id, build);
  begin(build, scope);
  return build;
}

/** The project's variables, and over them those of the request. */
function together(
  own: readonly Wire<EnvironmentVariable>[] = [],
  over: readonly Wire<EnvironmentVariable>[] = [],
): Wire<EnvironmentVariable>[] {
  return [...own.filter(({ name }) => !over.some((each) => each.name === name)), ...over];
}

/** @throws AwsError ResourceNotFoundException */
export function stopBuild({ id = '' }: { id?: string }, scope: NeighbourScope): { build: Wire<BuildShape> } {
  const build = scope.neighbours.codeBuild.builds.get(id);
  if (!build)
    throw new AwsError(
      'ResourceNotFoundException',
      `Build cannot be found: ${codeBuildArn(`build/${id}`, scope)}`,
    );
  if (build.status === buildTable.initial.target) finish(build, 'STOP', scope);
  return { build: shown(build, scope) };
}

/** Newest first. */
export function listBuilds(_: unknown, { neighbours }: NeighbourScope): { ids: string[] } {
  return { ids: [...neighbours.codeBuild.builds.keys()].toReversed() };
}

/** Newest first. @throws AwsError ResourceNotFoundException */
export function listBuildsForProject(
  { projectName }: { projectName?: string },
  scope: NeighbourScope,
): { ids: string[] } {
  const { name } = projectOf(projectName, scope).input;
  const all = [...scope.neighbours.codeBuild.builds.values()];
  return { ids: all.flatMap(({ project, id }) => (project === name ? [id] : [])).toReversed() };
}

export function batchGetBuilds(
  { ids = [] }: { ids?: string[] },
  scope: NeighbourScope,
): Wire<BatchGetBuildsOutput> {
  const { builds } = scope.neighbours.codeBuild;
  const find = (id: string) => builds.get(id.replace(/^arn:.*:build\//, ''));
  return {
    builds: ids.flatMap((id) => find(id) ?? []).map((build) => shown(build, scope)),
    buildsNotFound: ids.filter((id) => !find(id)),
  };
}

function shown(build: Build, scope: RegionScope): Wire<BuildShape> {
  const { id, arn, number, startedAt, endedAt, phase, status, sourceVersion, spec, host } = build;
  const group = `/aws/codebuild/${build.project}`;
  const stream = id.slice(id.indexOf(':') + 1);
  const seconds = (from: number, to: number) => Math.round((to - from) / 1000);
  const exported = spec?.exported ?? [];
  const project = scope.neighbours.codeBuild.projects.get(build.project)?.input;
  return {
    id,
    arn,
    buildNumber: number,
    startTime: epochSeconds(startedAt),
    ...(endedAt === undefined ? {} : { endTime: epochSeconds(endedAt) }),
    currentPhase: phase,
    buildStatus: status as 'FAILED',
    ...(sourceVersion === undefined ? {} : { sourceVersion }),
    projectName: build.project,
    phases: build.phases.map((each) => ({
      phaseType: each.type as 'BUILD',
      ...(each.status === undefined ? {} : { phaseStatus: each.status }),
      startTime: epochSeconds(each.startedAt),
      ...(each.endedAt === undefined
        ? {}
        : { endTime: epochSeconds(each.endedAt), durationInSeconds: seconds(each.startedAt, each.endedAt) }),
      ...(each.type === 'COMPLETED' ? {} : { contexts: [each.context ?? { statusCode: '', message: '' }] }),
    })),
    source: build.source as { type: 'GITHUB' },
    artifacts: { location: '' },
    cache: { type: 'NO_CACHE' },
    environment: {
      type: project?.environment?.type ?? 'LINUX_CONTAINER',
      computeType: project?.environment?.computeType ?? 'BUILD_GENERAL1_SMALL',
      image: build.image,
      privilegedMode: build.privileged,
      environmentVariables: build.variables,
    },
    serviceRole: build.role,
    logs: {
      groupName: group,
      streamName: stream,
      cloudWatchLogsArn: `arn:aws:logs:${scope.region}:${scope.accountId}:log-group:${group}:log-stream:${stream}`,
    },
    timeoutInMinutes: build.timeoutInMinutes,
    queuedTimeoutInMinutes: project?.queuedTimeoutInMinutes ?? 480,
    buildComplete: endedAt !== undefined,
    initiator: build.initiator,
    ...(exported.length
      ? {
          exportedEnvironmentVariables: exported.map((name) => ({
            name,
            value: (build.exported ?? host?.env)?.[name] ?? '',
          })),
        }
      : {}),
  };
}
