import { run } from '../../images/process.ts';
import { resolvePath } from '../../images/path.ts';
import { DockerfileError, type Instruction } from '../dockerfile/parse.ts';
import { pairs, substitute, words } from '../dockerfile/substitute.ts';
import { copied, type Source } from './copy.ts';
import { exposedPort } from './expose.ts';
import { duration, healthcheck } from './healthcheck.ts';
import { variable, type StageState } from './stage.ts';
import { buildTools, type Effects } from './tools.ts';

/** What a step needs of the build round it. */
export interface BuildScope {
  buildArgs: Readonly<Record<string, string>>;
  globals: ReadonlyMap<string, string>;
  /** The source of `COPY --from`, or the build context. */
  source(from: string | undefined, instruction: Instruction): Source;
}

/** What a step did. */
export interface StepResult {
  /** The line of the image's history. */
  createdBy: string;
  /** Files that the step wrote; absent for a step that makes no layer. */
  files?: Map<string, string>;
  /** Bytes on disk beyond the files, where the layer stands for something bigger. */
  unpacked?: number;
  /** ms. */
  took: number;
  logs: string[];
}

/** A RUN that ended with another exit code than 0. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
  readonly logs: string[];

  constructor(message: string, logs: string[]) {
    super(message);
    this.logs = logs;
  }
}

type Step = (stage: StageState, instruction: Instruction, scope: BuildScope) => StepResult;

const meta = (createdBy: string): StepResult => ({ createdBy, took: 0, logs: [] });
const expand = (stage: StageState, text: string) => substitute(text, (name) => variable(stage, name));
/** Go's `%q` of a list of strings, as BuildKit writes CMD and ENTRYPOINT into the history. */
const quoted = (list: readonly string[]) => `[${list.map((item) => JSON.stringify(item)).join(' ')}]`;
const shellOf = (stage: StageState) => stage.config.Shell ?? ['/bin/sh', '-c'];
const argvOf = (stage: StageState, { json, rest }: Instruction) =>
  json ?? (rest === '' ? [] : [...shellOf(stage), rest]);

const copy: Step = (stage, instruction, scope) => {
  const from = instruction.flags.find(({ name }) => name === 'from')?.value;
  const list = (instruction.json ?? words(instruction.rest)).map((word) => expand(stage, word));
  const source = scope.source(from === undefined ? undefined : expand(stage, from), instruction);
  const files = copied(instruction, list, source, stage);
  for (const [path, content] of files) stage.files.set(path, content);
  return { createdBy: `${instruction.keyword} ${list.join(' ')} # buildkit`, files, took: 100, logs: [] };
};

const runStep: Step = (stage, instruction) => {
  const script = instruction.heredocs.length ? instruction.heredocs[0]!.content : undefined;
  const argv = script === undefined ? argvOf(stage, instruction) : [...shellOf(stage), script];
  const shown = argv.join(' ');
  const effects: Effects = { unpacked: 0, opaque: false };
  const before = new Map(stage.files);
  const outcome = run(
    argv.map((word) => expand(stage, word)),
    {
      run,
      config: stage.config,
      files: stage.files,
      programs: buildTools(effects),
    },
  );
  if (outcome.cannotStart !== undefined || (outcome.ends && outcome.ends.exitCode !== 0)) {
    const code = outcome.ends?.exitCode ?? 127;
    throw new StepFailed(
      `process "${shown}" did not complete successfully: exit code: ${code}`,
      outcome.logs,
    );
  }
  if (!outcome.ends) {
    throw new StepFailed(
      `process "${shown}" does not end by itself, so the build would wait for ever: start servers with CMD`,
      outcome.logs,
    );
  }
  stage.opaque ||= effects.opaque;
  const files = new Map([...stage.files].filter(([path, content]) => before.get(path) !== content));
  const args = [...stage.args].map(([name, value]) => `${name}=${value}`);
  return {
    createdBy: `RUN ${args.length ? `|${args.length} ${args.join(' ')} ` : ''}${shown} # buildkit`,
    files: files.size > 0 ? files : new Map([['/etc/drydock/run', `${stage.key}\n${shown}\n`]]),
    unpacked: effects.unpacked,
    took: Math.max(200, outcome.ends.after),
    logs: outcome.logs,
  };
};

const steps: Readonly<Record<string, Step>> = {
  COPY: copy,
  ADD: copy,
  RUN: runStep,
  WORKDIR(stage, { rest }) {
    const folder = resolvePath(stage.config.WorkingDir || '/', words(expand(stage, rest)).join(' '));
    stage.config.WorkingDir = folder;
    stage.folders.add(folder);
    return {
      createdBy: `WORKDIR ${folder}`,
      files: new Map([[`${folder === '/' ? '' : folder}/`, '']]),
      took: 50,
      logs: [],
    };
  },
  ARG(stage, { rest }, { buildArgs, globals }) {
    for (const word of words(rest)) {
      const at = word.indexOf('=');
      const name = at === -1 ? word : word.slice(0, at);
      const fallback = at === -1 ? globals.get(name) : expand(stage, word.slice(at + 1));
      const value = buildArgs[name] ?? fallback;
      if (value !== undefined) stage.args.set(name, value);
    }
    return meta(`ARG ${rest}`);
  },
  ENV(stage, { rest }) {
    for (const [name, value] of pairs(expand(stage, rest))) {
      stage.config.Env = [
        ...(stage.config.Env ?? []).filter((entry) => !entry.startsWith(`${name}=`)),
        `${name}=${value}`,
      ];
    }
    return meta(
      `ENV ${pairs(expand(stage, rest))
        .map(([name, value]) => `${name}=${value}`)
        .join(' ')}`,
    );
  },
  LABEL(stage, { rest }) {
    const labels = pairs(expand(stage, rest));
    stage.config.Labels = { ...stage.config.Labels, ...Object.fromEntries(labels) };
    return meta(`LABEL ${labels.map(([name, value]) => `${name}=${value}`).join(' ')}`);
  },
  EXPOSE(stage, instruction) {
    const ports = words(expand(stage, instruction.rest)).map((word) => exposedPort(word, instruction));
    stage.config.ExposedPorts = {
      ...stage.config.ExposedPorts,
      ...Object.fromEntries(ports.map((port) => [port, {}])),
    };
    return meta(`EXPOSE [${ports.join(' ')}]`);
  },
  CMD(stage, instruction) {
    stage.config.Cmd = argvOf(stage, instruction);
    return meta(`CMD ${quoted(stage.config.Cmd)}`);
  },
  ENTRYPOINT(stage, instruction) {
    stage.config.Entrypoint = argvOf(stage, instruction);
    // An ENTRYPOINT takes back the CMD of the base image, as the base's arguments fit the base's program only.
    delete stage.config.Cmd;
    return meta(`ENTRYPOINT ${quoted(stage.config.Entrypoint)}`);
  },
  USER(stage, { rest }) {
    stage.config.User = expand(stage, rest);
    return meta(`USER ${stage.config.User}`);
  },
  VOLUME(stage, { rest, json }) {
    const volumes = (json ?? words(rest)).map((word) => expand(stage, word));
    stage.config.Volumes = {
      ...stage.config.Volumes,
      ...Object.fromEntries(volumes.map((volume) => [volume, {}])),
    };
    return meta(`VOLUME ${quoted(volumes)}`);
  },
  STOPSIGNAL(stage, { rest }) {
    stage.config.StopSignal = expand(stage, rest);
    return meta(`STOPSIGNAL ${stage.config.StopSignal}`);
  },
  SHELL(stage, instruction) {
    if (!instruction.json)
      throw new DockerfileError(
        `dockerfile parse error on line ${instruction.line}: SHELL requires the arguments to be in JSON form`,
        instruction.line,
        instruction.endLine,
      );
    stage.config.Shell = instruction.json;
    return meta(`SHELL ${quoted(instruction.json)}`);
  },
  HEALTHCHECK(stage, instruction) {
    stage.config.Healthcheck = healthcheck(instruction);
    return meta(
      `HEALTHCHECK &{${quoted(stage.config.Healthcheck.Test)} ${duration(stage.config.Healthcheck.Interval)}}`,
    );
  },
  MAINTAINER(stage, { rest }) {
    stage.config.Labels = { ...stage.config.Labels, maintainer: rest };
    return meta(`MAINTAINER ${rest}`);
  },
  ONBUILD: (_stage, { rest }) => meta(`ONBUILD ${rest}`),
};

/** Instructions that show as a line of their own while building, because they make a layer. */
export const makesLayer = new Set(['COPY', 'ADD', 'RUN', 'WORKDIR']);

/** Carries out one instruction on the stage. @throws DockerfileError, MissingSource, StepFailed */
export function carryOut(stage: StageState, instruction: Instruction, scope: BuildScope): StepResult {
  return steps[instruction.keyword]!(stage, instruction, scope);
}
