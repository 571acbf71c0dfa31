import { createDocker } from '../../docker/index.ts';
import { step } from '../../kernel/machine.ts';
import type { Effect } from '../../kernel/queue.ts';
import type { RegionScope } from '../../region.ts';
import { announce } from '../events/bus.ts';
import { environmentOf } from './environment.ts';
import { openLog, write } from './log.ts';
import { buildPhaseTable, buildTable } from './machines.ts';
import { awsProgram } from './shell/aws.ts';
import { dockerProgram } from './shell/docker.ts';
import { plainPrograms } from './shell/programs.ts';
import { runCommand, type Programs } from './shell/run.ts';
import { sourceOf, specOf, type Fault } from './source.ts';
import type { Build } from './state.ts';

/** ms that phases without commands take (recorded build logs: provisioning takes 10 to 40 s). */
const takes: Readonly<Record<string, number>> = {
  SUBMITTED: 500,
  QUEUED: 1_000,
  PROVISIONING: 22_000,
  DOWNLOAD_SOURCE: 3_000,
  UPLOAD_ARTIFACTS: 1_000,
  FINALIZING: 2_000,
};
/** ms between two commands, and of a phase that has none. */
const between = 50;

const commandPhases = new Set(['INSTALL', 'PRE_BUILD', 'BUILD', 'POST_BUILD']);

/** Where the source is put. */
const folderOf = ({ id }: Build) => `/codebuild/output/src${Number.parseInt(id.slice(-8), 16)}/src`;

function notice(
  id: string,
  subject: string,
  from: string,
  to: string,
  event: string,
  { context }: RegionScope,
) {
  context.notice({ kind: 'status', at: context.now, machine: id, subject, from, to, event });
}

/** Begins a new build. */
export function begin(build: Build, scope: RegionScope): void {
  build.status = buildTable.initial.target;
  notice(buildTable.id, build.arn, '', build.status, '', scope);
  tell(build, scope);
  enter(build, buildPhaseTable.initial.target, '', scope);
  scope.context.schedule(build.timeoutInMinutes * 60_000, { type: 'codebuild.timeout', subject: build.arn });
}

function tell(build: Build, scope: RegionScope): void {
  const heading = {
    source: 'aws.codebuild',
    detailType: 'CodeBuild Build State Change',
    resources: [build.arn],
  };
  announce(scope, heading, () => ({
    'build-status': build.status,
    'project-name': build.project,
    'build-id': build.arn,
    'current-phase': build.phase,
    version: '1',
  }));
}

function enter(build: Build, phase: string, event: string, scope: RegionScope): void {
  const { context } = scope;
  notice(buildPhaseTable.id, `${build.arn}#phase`, build.phase, phase, event, scope);
  build.phase = phase;
  build.next = 0;
  delete build.failed;
  build.phases.push({ type: phase, startedAt: context.date });
  if (commandPhases.has(phase) && build.spec?.phases[phase]) write(build, [`Entering phase ${phase}`], scope);
  if (phase === 'COMPLETED') {
    const failed = build.phases.some(({ status }) => status === 'FAILED');
    return finish(build, failed ? 'FAIL' : 'SUCCEED', scope);
  }
  context.schedule(takes[phase] === undefined ? between : context.random.around(takes[phase], 0.2), {
    type: 'codebuild.step',
    subject: build.arn,
  });
}

/** Ends a build. */
export function finish(build: Build, event: string, scope: RegionScope): void {
  const next = step(buildTable, build.status, event);
  if (!next) return;
  const { date } = scope.context;
  const current = build.phases.at(-1);
  if (current && current.type !== 'COMPLETED') {
    Object.assign(current, { endedAt: date, status: event === 'TIME_OUT' ? 'TIMED_OUT' : 'STOPPED' });
    build.phases.push({ type: 'COMPLETED', startedAt: date });
    build.phase = 'COMPLETED';
  }
  notice(buildTable.id, build.arn, build.status, next.target, event, scope);
  build.status = next.target;
  build.endedAt = date;
  const { env = {} } = build.host ?? {};
  build.exported = Object.fromEntries((build.spec?.exported ?? []).map((name) => [name, env[name] ?? '']));
  delete build.host;
  delete build.input;
  tell(build, scope);
}

/** The effect `codebuild.timeout`. */
export function timeoutEvent({ subject }: Effect, scope: RegionScope): void {
  const build = buildAt(subject, scope);
  if (build) finish(build, 'TIME_OUT', scope);
}

function buildAt(arn: string, { neighbours }: RegionScope): Build | undefined {
  return neighbours.codeBuild.builds.get(arn.slice(arn.indexOf(':build/') + ':build/'.length));
}

/** The effect `codebuild.step`: a phase without commands is over, or the next command has its turn. */
export function stepEvent({ subject }: Effect, scope: RegionScope): void {
  const build = buildAt(subject, scope);
  if (!build || build.status !== buildTable.initial.target) return;
  if (commandPhases.has(build.phase)) return runNext(build, scope);
  leave(build, work[build.phase]?.(build, scope), scope);
}

function leave(build: Build, fault: Fault | undefined, scope: RegionScope): void {
  const current = build.phases.at(-1)!;
  current.endedAt = scope.context.date;
  current.status = fault ? 'FAILED' : 'SUCCEEDED';
  if (fault) current.context = fault;
  if (!['SUBMITTED', 'QUEUED', 'PROVISIONING'].includes(build.phase))
    write(
      build,
      [
        `Phase complete: ${build.phase} State: ${current.status}`,
        `Phase context status code: ${fault?.statusCode ?? ''} Message: ${fault?.message ?? ''}`,
      ],
      scope,
    );
  if (fault && build.host) build.host.env['CODEBUILD_BUILD_SUCCEEDING'] = '0';
  const onFailure = build.spec?.phases[build.phase]?.onFailure;
  const event = !fault || onFailure === 'CONTINUE' ? 'NEXT' : onFailure === 'ABORT' ? 'ABORT' : 'FAIL';
  const next =
    step(buildPhaseTable, build.phase, event) ??
    step(buildPhaseTable, build.phase, fault ? 'FAIL' : 'NEXT') ??
    step(buildPhaseTable, build.phase, 'NEXT')!;
  enter(build, next.target, event, scope);
}

/** What phases without commands do at their end; a fault fails them. */
const work: Readonly<Record<string, (build: Build, scope: RegionScope) => Fault | undefined>> = {
  PROVISIONING(build, scope) {
    return openLog(build, principalOf(build, scope), scope);
  },
  DOWNLOAD_SOURCE(build, scope) {
    write(build, ['Waiting for agent ping', 'Waiting for DOWNLOAD_SOURCE'], scope);
    const source = sourceOf(build, scope);
    if ('statusCode' in source) return source;
    const spec = specOf(build, source.files);
    if ('statusCode' in spec) return spec;
    const folder = folderOf(build);
    const version = source.version ?? '';
    const principal = principalOf(build, scope) ?? '';
    const env = environmentOf(build, spec, { folder, version, principal }, scope);
    if (isFault(env)) return env;
    build.spec = spec;
    const files = Object.fromEntries(
      Object.entries(source.files).map(([path, text]) => [`${folder}/${path}`, text]),
    );
    build.host = { env, files, folder, docker: createDocker() };
    write(
      build,
      [
        `CODEBUILD_SRC_DIR=${folder}`,
        'YAML location is inline or in the source',
        'Processing environment variables',
      ],
      scope,
    );
    return undefined;
  },
  UPLOAD_ARTIFACTS(build, scope) {
    const { files = [], folder = '.' } = build.spec?.artifacts ?? {};
    if (files.length === 0) return undefined;
    const root = folder === '.' ? folderOf(build) : `${folderOf(build)}/${folder}`;
    const found = matching(files, root, build.host?.files ?? {});
    write(
      build,
      [`Expanding base directory path: ${folder}`, `Found ${Object.keys(found).length} file(s)`],
      scope,
    );
    if (Object.keys(found).length === 0)
      return { statusCode: 'CLIENT_ERROR', message: 'no matching artifact paths found' };
    build.artifacts = found;
    return undefined;
  },
};

function isFault(value: Record<string, string> | Fault): value is Fault {
  return 'statusCode' in value && 'message' in value;
}

function principalOf({ role, id }: Build, scope: RegionScope): string | undefined {
  const session = `AWSCodeBuild-${id.slice(id.indexOf(':') + 1)}`;
  const taken = scope.assume(role, 'codebuild.amazonaws.com', session);
  return 'refused' in taken ? undefined : taken.principal;
}

/** Files under `root` that a pattern names: `*` within a folder, double stars across folders. */
function matching(
  patterns: readonly string[],
  root: string,
  files: Readonly<Record<string, string>>,
): Record<string, string> {
  const tests = patterns.map((pattern) => {
    const source = pattern
      .replace(/^\.\//, '')
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*\*\/?/g, '\u0000')
      .replace(/\*/g, '[^/]*')
      .replaceAll('\u0000', '.*');
    return new RegExp(`^${source}$`);
  });
  return Object.fromEntries(
    Object.entries(files)
      .filter(([path]) => path.startsWith(`${root}/`))
      .map(([path, text]): [string, string] => [path.slice(root.length + 1), text])
      .filter(([path]) => tests.some((test) => test.test(path))),
  );
}

/** The next command of a phase; after the last, or the first that fails, those of `finally`, then the phase ends. */
function runNext(build: Build, scope: RegionScope): void {
  const { commands = [], finally: last = [] } = build.spec?.phases[build.phase] ?? {};
  const all = build.failed === undefined ? [...commands, ...last] : last;
  const command = all[build.next++];
  if (command === undefined) {
    const { failed } = build;
    return leave(
      build,
      failed === undefined
        ? undefined
        : {
            statusCode: 'COMMAND_EXECUTION_ERROR',
            message: `Error while executing command: ${failed}`,
          },
      scope,
    );
  }
  write(build, [`Running command ${command}`], scope);
  const { output, status, took } = runCommand(command, build.host!, programsOf(build, scope));
  write(build, output.replace(/\n$/, '').split('\n'), scope, false);
  const inFinally = build.failed !== undefined || build.next > commands.length;
  if (status !== 0 && !inFinally) {
    build.failed = `${command}. Reason: exit status ${status}`;
    build.next = 0;
    write(build, [`Command did not exit successfully ${command} exit status ${status}`], scope);
  }
  scope.context.schedule(Math.max(between, Math.round(took)), { type: 'codebuild.step', subject: build.arn });
}

function programsOf(build: Build, scope: RegionScope): Programs {
  const principal = principalOf(build, scope) ?? '';
  return {
    ...plainPrograms,
    aws: awsProgram((service, operation, input) => scope.send({ service, operation, input, principal })),
    docker: dockerProgram(
      (operation, input) => scope.docker(build.host!.docker, { operation, input, principal }),
      build.privileged,
    ),
  };
}
