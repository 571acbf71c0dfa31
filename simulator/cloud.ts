import { createDocker } from './docker/index.ts';
import { ecrReactions } from './ecr/reactions.ts';
import { readSubject, type RegistryScope } from './ecr/scope.ts';
import { tokenEvent } from './ecr/tokens.ts';
import { capacityReactions } from './ecs/capacity/index.ts';
import { serviceReactions } from './ecs/services/reactions.ts';
import { taskReactions } from './ecs/tasks/reactions.ts';
import { faultDue } from './faults/index.ts';
import { createLearnersIam } from './iam/state.ts';
import type { Effect } from './kernel/queue.ts';
import { createRandom } from './kernel/random.ts';
import type { Context, Definition } from './kernel/world.ts';
import { hear } from './neighbours/events/sources/index.ts';
import { neighbourReactions } from './neighbours/index.ts';
import type { MetricId, Point } from './neighbours/cloudwatch/state.ts';
import { seriesOf } from './neighbours/cloudwatch/series.ts';
import type { RegionScope } from './region.ts';
import {
  defaultAccountId,
  defaultRegion,
  type CloudState,
  regionKey,
  regionOf,
  galleryOf,
} from './cloud/state.ts';
import { registryScope } from './cloud/registry-scopes.ts';
import { regionScope, answer } from './cloud/answer.ts';

export { defaultRegion, learner, type CloudState, type RegionState } from './cloud/state.ts';
export { identifyKey } from './cloud/permissions.ts';

/**
 * A metric of CloudWatch minute by minute, to be drawn; it changes nothing.
 * @param from and `to`, ms since 1970
 */
export function metricSeries(
  { state, startsAt, now }: { state: Readonly<CloudState>; startsAt: number; now: number },
  { region = defaultRegion, ...id }: MetricId & { region?: string },
  from: number,
  to: number,
): Point[] {
  if (!state.regions.has(region)) return [];
  const context: Context = {
    now,
    date: startsAt + now,
    random: createRandom({ seed: '' }),
    schedule() {},
    notice() {},
  };
  return seriesOf(id, from, to, regionScope(state, state.accountId, region, context));
}

/** The subject of such an effect begins with an ARN. */
const inRegion =
  (react: (effect: Effect, scope: RegionScope) => void) =>
  (cloud: CloudState, effect: Effect, context: Context): void => {
    const { subject } = effect;
    // `arn:aws:SERVICE:REGION:ACCOUNT:…`
    const region = subject.indexOf(':', 8) + 1;
    const account = subject.indexOf(':', region) + 1;
    const end = subject.indexOf(':', account);
    const scope = regionScope(
      cloud,
      subject.slice(account, end === -1 ? undefined : end),
      subject.slice(region, account - 1),
      context,
    );
    react(effect, scope);
  };

const onRegistry =
  (react: (effect: Effect, scope: RegistryScope) => void) =>
  (cloud: CloudState, effect: Effect, context: Context): void => {
    const { registryId, region } = readSubject(effect.subject);
    react(effect, registryScope(cloud, registryId, region, context));
  };

export const cloud: Definition<CloudState> = {
  create(context) {
    const state: CloudState = {
      accountId: defaultAccountId,
      regions: new Map(),
      publicRegistries: new Map(),
      iam: new Map([[defaultAccountId, createLearnersIam(defaultAccountId, context.date)]]),
      docker: createDocker(),
    };
    regionOf(state, state.accountId, defaultRegion, context);
    return state;
  },
  answer,
  watch(state, notice, context) {
    if (notice.kind === 'call') return;
    // `<ARN of the target group> <target>`.
    if (notice.kind === 'status' && notice.machine === 'target')
      context.schedule(0, { type: 'cloudwatch.targets', subject: notice.subject.split(' ')[0]! });
    for (const { neighbours } of state.regions.values()) {
      if (neighbours.events.listening === 0) continue;
      const [, , , region = '', accountId = ''] = notice.subject.split(':', 5);
      const there = state.regions.get(regionKey(state, accountId, region));
      if (there?.neighbours.events.listening) hear(notice, there.neighbours.events, context);
      return;
    }
  },
  reactions: {
    'drydock.fault': inRegion(faultDue),
    ...Object.fromEntries(Object.entries(taskReactions).map(([type, react]) => [type, inRegion(react)])),
    ...Object.fromEntries(Object.entries(capacityReactions).map(([type, react]) => [type, inRegion(react)])),
    ...Object.fromEntries(Object.entries(serviceReactions).map(([type, react]) => [type, inRegion(react)])),
    'ecr-public.token'(state, effect, context) {
      const { registryId, region } = readSubject(effect.subject);
      const { ecr } = galleryOf(state, registryId, context);
      tokenEvent(effect, { ...registryScope(state, registryId, region, context), ecr });
    },
    ...Object.fromEntries(Object.entries(ecrReactions).map(([type, react]) => [type, onRegistry(react)])),
    ...Object.fromEntries(Object.entries(neighbourReactions).map(([type, react]) => [type, inRegion(react)])),
  },
};
