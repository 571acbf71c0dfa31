/**
 * The learner's Docker engine as a service of the simulated world. Calls carry the names of the Docker Engine API
 * (https://docs.docker.com/reference/api/engine/); ContainerRun is ContainerCreate and ContainerStart in one. The
 * engine answers with data; the command line turns it into Docker's words and lets the time pass that `took` says.
 */
import type { Call, Reply } from '../kernel/journal.ts';
import type { Context } from '../kernel/world.ts';
import { InvalidReference } from '../images/index.ts';
import { imageLoad } from './archive/load.ts';
import { imageSave } from './archive/save.ts';
import { imageBuild } from './build/build.ts';
import { builderCreate, builderList, builderUse } from './build/builders.ts';
import { imageBuildPush } from './build/multi-platform.ts';
import {
  containerDelete,
  containerExec,
  containerInspect,
  containerList,
  containerLogs,
  containerRun,
  containerStart,
  containerStop,
  type ExecInput,
} from './containers.ts';
import { EngineError } from './errors.ts';
import { imageHistory, imageInspect, imageList, imageRemove, imageTag } from './images.ts';
import type { RegistryAccess } from './registry/access.ts';
import { distributionInspect } from './registry/inspect.ts';
import { manifestAnnotate, manifestCreate, manifestPush } from './registry/manifest-list.ts';
import { logout, systemAuth } from './registry/login.ts';
import { imagePull } from './registry/pull.ts';
import { imagePush } from './registry/push.ts';
import type { DockerState } from './state.ts';

export type { LoadOutput } from './archive/load.ts';
export type { Builder } from './build/builders.ts';
export type { BuildInput, BuildOutput, Vertex } from './build/build.ts';
export type { ContainerView, RunInput } from './containers.ts';
export type { HistoryLine, ImageSummary } from './images.ts';
export type { RegistryAccess } from './registry/access.ts';
export type { Inspected } from './registry/inspect.ts';
export type { PullOutput } from './registry/pull.ts';
export type { PushOutput } from './registry/push.ts';
export { createDocker, type DockerState } from './state.ts';

type Operation = (docker: DockerState, input: never, context: Context, registry: RegistryAccess) => unknown;

/** The operations of the engine, by name. */
const operations: Readonly<Record<string, Operation>> = {
  ImageBuild: imageBuild,
  ImageBuildPush: imageBuildPush,
  BuilderCreate: (docker, input: { name?: string; use?: boolean }, context) =>
    builderCreate(docker, input, context),
  BuilderUse: (docker, input: { name: string }) => builderUse(docker, input),
  BuilderList: (docker) => builderList(docker),
  ManifestCreate: (docker, input: { list: string; manifests: string[] }, _context, registry) =>
    manifestCreate(docker, input, registry),
  ManifestAnnotate: (docker, input: { list: string; manifest: string }) => manifestAnnotate(docker, input),
  ManifestPush: (docker, input: { list: string }, _context, registry) =>
    manifestPush(docker, input, registry),
  ImageList: (docker, input: { reference?: string }) => imageList(docker, input),
  ImageTag: imageTag,
  ImageInspect: imageInspect,
  ImageHistory: imageHistory,
  ImageRemove: imageRemove,
  ImageSave: (docker, input: { references: unknown }) => imageSave(docker, { references: textsIn(input) }),
  ImageLoad: imageLoad,
  ImagePush: imagePush,
  ImagePull: (docker, input: { reference: string; platform?: string }, _context, registry) =>
    imagePull(docker, input, registry),
  DistributionInspect: (docker, input: { reference: string }, _context, registry) =>
    distributionInspect(docker, input, registry),
  SystemAuth: (
    docker,
    input: { username?: string; password?: string; serveraddress?: string },
    _context,
    registry,
  ) => systemAuth(docker, input, registry),
  Logout: (docker, input: { serveraddress?: string }) => logout(docker, input),
  SystemVersion: () => ({
    Version: '28.5.2',
    ApiVersion: '1.51',
    MinAPIVersion: '1.24',
    Os: 'linux',
    Arch: 'amd64',
  }),
  ContainerRun: (docker, input: never, context) => containerRun(docker, input, context),
  ContainerList: (docker, input: { all?: boolean }, { date }) => containerList(docker, input, date),
  ContainerInspect: (docker, input: { container: string }, { date }) => containerInspect(docker, input, date),
  ContainerLogs: (docker, input: { container: string }) => containerLogs(docker, input),
  ContainerStop: (docker, input: { container: string; timeout?: number }, { date }) =>
    containerStop(docker, input, date),
  ContainerKill: (docker, input: { container: string }, { date }) =>
    containerStop(docker, { ...input, kill: true }, date),
  ContainerStart: (docker, input: { container: string }, { date }) => containerStart(docker, input, date),
  ContainerExec: (docker, input: ExecInput, { date }) => containerExec(docker, input, date),
  ContainerDelete: (docker, input: { container: string; force?: boolean }, { date }) =>
    containerDelete(docker, input, date),
};

/** Members that an operation cannot do without; each is a string. */
const required: Readonly<Record<string, readonly string[]>> = {
  ImageBuild: ['dockerfile'],
  ImageBuildPush: ['dockerfile'],
  BuilderUse: ['name'],
  ManifestCreate: ['list'],
  ManifestAnnotate: ['list', 'manifest'],
  ManifestPush: ['list'],
  ImageTag: ['source', 'target'],
  ImageInspect: ['reference'],
  ImageHistory: ['reference'],
  ImageRemove: ['reference'],
  ImageLoad: ['archive'],
  ImagePush: ['reference'],
  ImagePull: ['reference'],
  DistributionInspect: ['reference'],
  ContainerRun: ['image'],
  ContainerInspect: ['container'],
  ContainerLogs: ['container'],
  ContainerStart: ['container'],
  ContainerExec: ['container'],
  ContainerStop: ['container'],
  ContainerKill: ['container'],
  ContainerDelete: ['container'],
};

function textsIn({ references }: { references: unknown }): string[] {
  return Array.isArray(references) ? references.filter((each) => typeof each === 'string') : [];
}

/** Answers a call to the learner's Docker engine. Never throws for what a caller can do wrong. */
export function answerDocker(
  state: DockerState,
  call: Call,
  context: Context,
  registry: RegistryAccess,
): Reply {
  const operation = operations[call.operation];
  if (!operation) {
    return {
      ok: false,
      error: {
        code: 'NotSimulatedException',
        message: `Drydock does not simulate the Docker engine's ${call.operation}.`,
      },
    };
  }
  const lacking = required[call.operation]?.find(
    (member) => typeof (call.input as Record<string, unknown> | null)?.[member] !== 'string',
  );
  if (lacking !== undefined) {
    return {
      ok: false,
      error: { code: 'InvalidParameter', message: `${call.operation} needs the text member ${lacking}.` },
    };
  }
  try {
    return { ok: true, output: operation(state, (call.input ?? {}) as never, context, registry) };
  } catch (error) {
    if (error instanceof EngineError)
      return { ok: false, error: { code: error.code, message: error.message, details: error.details } };
    if (error instanceof InvalidReference)
      return {
        ok: false,
        error: { code: 'InvalidParameter', message: error.message, details: { client: true } },
      };
    throw error;
  }
}
