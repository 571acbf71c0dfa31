import { digestOf } from '../../ecr/digest.ts';
import type { Context } from '../../kernel/world.ts';
import { familiarString, parseReference, InvalidReference } from '../../images/index.ts';
import { DockerfileError, parseDockerfile, type Instruction } from '../dockerfile/parse.ts';
import { withoutIgnored } from '../dockerfile/patterns.ts';
import { planStages, type Plan, type Stage } from '../dockerfile/stages.ts';
import { EngineError } from '../errors.ts';
import { assemble, keep } from '../image.ts';
import { makeLayer } from '../layer.ts';
import { hostPlatform } from '../platform.ts';
import type { RegistryAccess } from '../registry/access.ts';
import type { CachedStep, DockerState, Layer } from '../state.ts';
import { resolveBase, type Base } from './base.ts';
import { MissingSource, type Source } from './copy.ts';
import { beginStage, continueStage, type StageState } from './stage.ts';
import { carryOut, makesLayer, StepFailed } from './steps.ts';

export interface BuildInput {
  dockerfile: string;
  /** Path of the Dockerfile, as the messages show it. */
  dockerfileName?: string;
  /** The build context: text files by path relative to its root. */
  files: Record<string, string>;
  tags?: string[];
  target?: string;
  buildArgs?: Record<string, string>;
  platform?: string;
  noCache?: boolean;
}

/** A line of progress: a step of the build. */
export interface Vertex {
  name: string;
  cached?: boolean;
  /** ms of virtual time. */
  took: number;
  logs: string[];
  error?: string;
}

export interface BuildOutput {
  id: string;
  names: string[];
  vertices: Vertex[];
  /** ms of virtual time, all together. */
  took: number;
}

/**
 * Builds an image as BuildKit does: only the stages that the target needs, with the build cache.
 * @throws EngineError BuildFailed, whose details carry the progress so far and where in the Dockerfile it went wrong
 */
export function imageBuild(
  docker: DockerState,
  input: BuildInput,
  context: Context,
  registry: RegistryAccess,
): BuildOutput {
  const vertices: Vertex[] = [];
  const platform = input.platform ?? hostPlatform;
  const names = (input.tags ?? []).map((tag) => referenceOf(tag));
  const fileName = input.dockerfileName ?? 'Dockerfile';
  const spent = () => vertices.reduce((sum, { took }) => sum + took, 0);
  const fail = (
    message: string,
    at?: { line?: number | undefined; endLine?: number | undefined },
    failed?: string,
  ): EngineError =>
    new EngineError('BuildFailed', `failed to solve: ${message}`, {
      vertices,
      took: spent(),
      ...(at?.line === undefined
        ? {}
        : {
            line: at.line,
            endLine: at.endLine ?? at.line,
            dockerfile: input.dockerfile,
            dockerfileName: fileName,
          }),
      ...(failed === undefined ? {} : { failed }),
    });

  const bytes = new TextEncoder().encode(input.dockerfile).length;
  vertices.push({
    name: `[internal] load build definition from ${fileName}`,
    took: 20,
    logs: [`transferring dockerfile: ${size(bytes)} done`],
  });
  if (input.dockerfile.trim() === '') throw fail('the Dockerfile cannot be empty');
  let plan: Plan;
  try {
    plan = planStages(parseDockerfile(input.dockerfile), input.buildArgs ?? {}, platform);
  } catch (error) {
    if (error instanceof DockerfileError) throw fail(error.message, error);
    throw error;
  }
  const target = targetOf(plan, input.target);
  if (target === undefined) throw fail(`target stage "${input.target}" could not be found`);

  const needed = neededStages(plan, target);
  const bases = new Map<string, Base>();
  for (const index of needed) {
    const stage = plan.stages[index]!;
    if (
      stage.base === 'scratch' ||
      stageIndex(plan, stage.base, index) !== undefined ||
      bases.has(stage.base)
    )
      continue;
    const vertex: Vertex = {
      name: `[internal] load metadata for ${shownName(stage.base)}`,
      took: 700,
      logs: [],
    };
    vertices.push(vertex);
    try {
      bases.set(stage.base, resolveBase(docker, stage.base, stage.platform ?? platform, registry));
    } catch (error) {
      vertex.error = (error as Error).message.replace(
        /^.*?failed to resolve source metadata for [^ ]+: /,
        '',
      );
      throw fail((error as Error).message, stage.from, vertex.name);
    }
  }
  vertices.push({
    name: '[internal] load .dockerignore',
    took: 20,
    logs: [`transferring context: ${size((input.files ?? {})['.dockerignore']?.length ?? 2)} done`],
  });
  const contextFiles = withoutIgnored(input.files ?? {}, (input.files ?? {})['.dockerignore']);
  if (needed.some((index) => plan.stages[index]!.instructions.some(usesContext))) {
    const total = Object.values(contextFiles).reduce(
      (sum, content) => sum + new TextEncoder().encode(content).length,
      32,
    );
    vertices.push({
      name: '[internal] load build context',
      took: 30,
      logs: [`transferring context: ${size(total)} done`],
    });
  }
  const contextSource: Source = {
    files: new Map(Object.entries(contextFiles).map(([path, content]) => [`/${path}`, content])),
    opaque: false,
    system: false,
  };

  const done = new Map<number, StageState>();
  const newLayers: Layer[] = [];
  const newCache = new Map<string, CachedStep>();
  for (const index of needed) {
    const stage = plan.stages[index]!;
    const title = stage.name ?? (plan.stages.length > 1 ? `stage-${index}` : '');
    const total = 1 + stage.instructions.filter(({ keyword }) => makesLayer.has(keyword)).length;
    const label = (position: number) =>
      `[${title === '' ? '' : `${title} `}${String(position).padStart(String(total).length)}/${total}]`;
    const state = begin(stage, index, label(1));
    let position = 1;
    for (const instruction of stage.instructions) {
      const visible = makesLayer.has(instruction.keyword);
      if (visible) position++;
      const vertex: Vertex = {
        name: `${label(position)} ${instruction.original.replaceAll(/\s+/g, ' ')}`,
        took: 0,
        logs: [],
      };
      if (visible) vertices.push(vertex);
      take(state, instruction, vertex);
    }
    done.set(index, state);
  }

  const final = done.get(target)!;
  const image = assemble(
    {
      created: new Date(final.created).toISOString(),
      architecture: final.architecture,
      os: final.os,
      config: final.config,
      rootfs: { type: 'layers', diff_ids: final.layers.map(({ diffId }) => diffId) },
      history: final.history,
    },
    final.layers,
  );
  vertices.push({
    name: 'exporting to image',
    took: 150,
    logs: [
      'exporting layers done',
      `writing image ${image.id} done`,
      ...names.map((name) => `naming to ${shownName(name)} done`),
    ],
  });
  for (const layer of newLayers) if (!docker.layers.has(layer.digest)) docker.layers.set(layer.digest, layer);
  for (const [key, step] of newCache) docker.cache.set(key, step);
  keep(docker, image, final.layers);
  for (const name of names) docker.references.set(name, image.id);
  return { id: image.id, names, vertices, took: spent() };

  function begin(stage: Stage, index: number, label: string): StageState {
    const earlier = stageIndex(plan, stage.base, index);
    const name = stage.name ?? String(index);
    if (earlier !== undefined) return continueStage(name, done.get(earlier)!);
    if (stage.base === 'scratch')
      return { ...beginStage(name, undefined, stage.platform ?? platform), created: context.date };
    const base = bases.get(stage.base)!;
    const known = base.layers.every(
      ({ digest }) => docker.layers.has(digest) || newLayers.some((layer) => layer.digest === digest),
    );
    vertices.push({
      name: `${label} FROM ${base.shown}`,
      took: known ? 0 : base.took,
      cached: known,
      logs: known ? [] : [`resolve ${base.shown} done`],
    });
    newLayers.push(...base.layers);
    return beginStage(name, base, stage.platform ?? platform);
  }

  function source(from: string | undefined, instruction: Instruction): Source {
    if (from === undefined) return contextSource;
    const index = stageIndex(plan, from, plan.stages.length);
    const stage = index === undefined ? undefined : done.get(index);
    if (stage)
      return {
        files: stage.files,
        folders: stage.folders,
        opaque: stage.opaque,
        system: true,
        key: stage.key,
      };
    try {
      const base = resolveBase(docker, from, platform, registry);
      return { files: new Map(Object.entries(base.files)), opaque: false, system: true };
    } catch (error) {
      throw new DockerfileError((error as Error).message, instruction.line, instruction.endLine);
    }
  }

  function take(state: StageState, instruction: Instruction, vertex: Vertex): void {
    try {
      const result = carryOut(state, instruction, {
        buildArgs: input.buildArgs ?? {},
        globals: plan.globals,
        source,
      });
      const content = result.files ? makeLayer(result.files, stated(result.unpacked)) : undefined;
      state.key = digestOf(`${state.key}\n${result.createdBy}\n${content?.digest ?? ''}`);
      const cached = input.noCache ? undefined : (docker.cache.get(state.key) ?? newCache.get(state.key));
      const now = context.date + spent();
      state.created = cached?.created ?? now;
      if (!cached) newCache.set(state.key, { created: now, ...(content ? { layer: content.digest } : {}) });
      vertex.cached = cached !== undefined;
      vertex.took = cached ? 0 : result.took;
      vertex.logs = cached ? [] : result.logs;
      const history = {
        created: new Date(state.created).toISOString(),
        created_by: result.createdBy,
        comment: 'buildkit.dockerfile.v0',
      };
      state.history.push(content ? history : { ...history, empty_layer: true });
      if (content) {
        state.layers.push(content);
        newLayers.push(content);
      }
    } catch (error) {
      if (error instanceof MissingSource) {
        const reference = BigInt(`0x${digestOf(input.dockerfile).slice(7)}`)
          .toString(36)
          .padStart(50, '0');
        const message = `failed to calculate checksum of ref ${reference.slice(0, 25)}::${reference.slice(25, 50)}: ${error.message}`;
        vertex.error = message;
        throw fail(`failed to compute cache key: ${message}`, instruction, vertex.name);
      }
      if (error instanceof StepFailed) {
        vertex.error = error.message;
        vertex.logs = error.logs;
        throw fail(error.message, instruction, vertex.name);
      }
      if (error instanceof DockerfileError)
        throw fail(error.message, error.line === undefined ? instruction : error);
      throw error;
    }
  }
}

/** Compressed and unpacked size of a layer whose bytes are only a stand-in. */
function stated(unpacked: number | undefined): { size: number; unpacked: number } | undefined {
  return unpacked ? { size: Math.round(unpacked * 0.4), unpacked: Math.round(unpacked) } : undefined;
}

function usesContext({ keyword, flags }: Instruction): boolean {
  return (keyword === 'COPY' || keyword === 'ADD') && !flags.some(({ name }) => name === 'from');
}

function referenceOf(tag: string): string {
  try {
    const reference = parseReference(tag);
    if (reference.digest !== undefined) throw new InvalidReference('tag must not contain a digest');
    return familiarString(reference);
  } catch (error) {
    if (error instanceof InvalidReference)
      throw new EngineError('InvalidParameter', `invalid tag "${tag}": ${error.message}`);
    throw error;
  }
}

function shownName(name: string): string {
  try {
    const { registry, repository, tag, digest } = parseReference(name);
    return `${registry}/${repository}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;
  } catch {
    return name;
  }
}

/** The stage before `before` that a name or number means; the last one wins. */
function stageIndex(plan: Plan, name: string, before: number): number | undefined {
  const lower = name.toLowerCase();
  for (let index = Math.min(before, plan.stages.length) - 1; index >= 0; index--) {
    if (plan.stages[index]!.name === lower) return index;
  }
  return /^\d+$/.test(name) && Number(name) < before ? Number(name) : undefined;
}

function targetOf(plan: Plan, target: string | undefined): number | undefined {
  return target === undefined || target === ''
    ? plan.stages.length - 1
    : stageIndex(plan, target, plan.stages.length);
}

/** The stages that `target` leans on, itself included, in the order of the file. */
function neededStages(plan: Plan, target: number): number[] {
  const needed = new Set<number>();
  const visit = (index: number) => {
    if (needed.has(index)) return;
    needed.add(index);
    const stage = plan.stages[index]!;
    const names = [
      stage.base,
      ...stage.instructions.flatMap(({ flags }) =>
        flags.filter(({ name }) => name === 'from').map(({ value }) => value),
      ),
    ];
    for (const name of names) {
      const earlier = stageIndex(plan, name, index);
      if (earlier !== undefined) visit(earlier);
    }
  };
  visit(target);
  return [...needed].sort((one, other) => one - other);
}

/** Bytes as BuildKit's progress writes them. */
function size(bytes: number): string {
  if (bytes < 1000) return `${bytes}B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(2)}kB` : `${(bytes / 1_000_000).toFixed(2)}MB`;
}
