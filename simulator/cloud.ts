import { dispatch } from './api/service.ts';
import { answerDocker, createDocker, type DockerState } from './docker/index.ts';
import { ecrService } from './ecr/index.ts';
import { createEcr, type EcrState } from './ecr/state.ts';
import { authorizeRegistry, tokenEvent } from './ecr/tokens.ts';
import { ecsService } from './ecs/index.ts';
import { createEcs, type EcsState } from './ecs/state.ts';
import { beginPull, containerEvent, pullFailed, stopContainers } from './ecs/tasks/agent.ts';
import { taskEvent, type TaskScope } from './ecs/tasks/life.ts';
import type { Call, Reply } from './kernel/journal.ts';
import type { Effect } from './kernel/queue.ts';
import type { Context, Definition } from './kernel/world.ts';
import { createDefaultVpc, type Vpc } from './neighbours/vpc.ts';

/** The simulated cloud: an AWS account, Region by Region, and the learner's Docker engine. */
export interface CloudState {
  accountId: string;
  regions: Map<string, RegionState>;
  docker: DockerState;
}

export interface RegionState {
  region: string;
  vpc: Vpc;
  ecr: EcrState;
  ecs: EcsState;
}

/** AWS's own example account. */
export const defaultAccountId = '123456789012';
export const defaultRegion = 'us-east-1';
/** Who the learner is unless a call says otherwise. */
export const learner = `arn:aws:iam::${defaultAccountId}:user/learner`;

/** The Region's state, made at its first use, as every Region of an account is there from the start. */
function regionOf(cloud: CloudState, region: string, context: Context): RegionState {
  const known = cloud.regions.get(region);
  if (known) return known;
  const created = { region, vpc: createDefaultVpc(region, context), ecr: createEcr(), ecs: createEcs() };
  cloud.regions.set(region, created);
  return created;
}

function taskScope(cloud: CloudState, region: string, context: Context): TaskScope {
  const { ecs, vpc } = regionOf(cloud, region, context);
  const registry = (accountId: string, of: string) =>
    accountId === cloud.accountId ? cloud.regions.get(of)?.ecr : undefined;
  return { context, accountId: cloud.accountId, region, ecs, vpc, registry };
}

function answer(cloud: CloudState, call: Call, context: Context): Reply {
  const { service, region, principal } = call;
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    return {
      ok: false,
      error: {
        code: 'InvalidRegionException',
        message: `There is no Region ${region}: a Region's name looks like us-east-1.`,
      },
    };
  }
  switch (service) {
    case 'ecs':
      return dispatch(ecsService, call, { ...taskScope(cloud, region, context), principal });
    case 'ecr':
      return dispatch(ecrService, call, {
        context,
        accountId: cloud.accountId,
        region,
        principal,
        ecr: regionOf(cloud, region, context).ecr,
      });
    case 'docker':
      return answerDocker(cloud.docker, call, context, {
        authorize(host, basic) {
          const where = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/.exec(host);
          if (!where) return { ok: false, status: 401, message: 'no basic auth credentials' };
          const [, accountId, of] = where as unknown as [string, string, string];
          if (accountId !== cloud.accountId)
            return { ok: false, status: 400, message: 'Your Authorization Token is invalid.' };
          return authorizeRegistry(regionOf(cloud, of, context).ecr, { accountId, region: of }, basic);
        },
        send: (inner) => answer(cloud, inner, context),
        blob(host, digest) {
          const [, accountId, of] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/.exec(host) ?? [];
          return accountId === cloud.accountId
            ? cloud.regions.get(of ?? '')?.ecr.blobs.get(digest)
            : undefined;
        },
      });
    default:
      return {
        ok: false,
        error: {
          code: 'NotSimulatedException',
          message: `Drydock does not simulate the service ${service}.`,
        },
      };
  }
}

/** The Region in an ARN (`arn:aws:ecs:us-east-1:…`). */
function regionIn(arn: string): string {
  return arn.slice(12, arn.indexOf(':', 12));
}

const onTask =
  (react: (effect: Effect, scope: TaskScope) => void) =>
  (cloud: CloudState, effect: Effect, context: Context): void =>
    react(effect, taskScope(cloud, regionIn(effect.subject), context));

export const cloud: Definition<CloudState> = {
  create(context) {
    const state: CloudState = { accountId: defaultAccountId, regions: new Map(), docker: createDocker() };
    regionOf(state, defaultRegion, context);
    return state;
  },
  answer,
  reactions: {
    'ecs.task': onTask(taskEvent),
    'ecs.pull': onTask(beginPull),
    'ecs.pullFailed': onTask(pullFailed),
    'ecs.container': onTask(containerEvent),
    'ecs.stopContainers': onTask(stopContainers),
    'ecr.token'(state, effect, context) {
      const [region, id] = effect.subject.split('/') as [string, string];
      tokenEvent(regionOf(state, region, context).ecr, id, effect, context);
    },
  },
};
