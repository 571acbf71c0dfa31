import { dispatch } from './api/service.ts';
import { answerDocker, createDocker, type DockerState } from './docker/index.ts';
import { answerRegistry, type RegistryDoor } from './ecr/distribution/index.ts';
import { ecrService } from './ecr/index.ts';
import { ecrPublicService } from './ecr/public/index.ts';
import { createEcrPublic, publicRegion, type EcrPublicState } from './ecr/public/state.ts';
import { ecrReactions } from './ecr/reactions.ts';
import { readSubject, type EcrScope, type RegistryScope } from './ecr/scope.ts';
import { createEcr, type EcrState } from './ecr/state.ts';
import { authorizeAmong, authorizeRegistry, tokenEvent, type Authorization } from './ecr/tokens.ts';
import { ecsService } from './ecs/index.ts';
import { capacityReactions } from './ecs/capacity/index.ts';
import { serviceReactions } from './ecs/services/reactions.ts';
import { createEcs, type EcsState } from './ecs/state.ts';
import { taskReactions } from './ecs/tasks/reactions.ts';
import { faultDue } from './faults/index.ts';
import { forbidden } from './iam/authorize.ts';
import { assumeRole } from './iam/assume-role.ts';
import { identify, type Identified } from './iam/credentials.ts';
import { iamService, stsService } from './iam/index.ts';
import { readPrincipal } from './iam/principal.ts';
import { createIam, createLearnersIam, type IamState } from './iam/state.ts';
import type { Call, Failure, Reply } from './kernel/journal.ts';
import type { Effect } from './kernel/queue.ts';
import { createRandom } from './kernel/random.ts';
import type { Context, Definition } from './kernel/world.ts';
import { hear } from './neighbours/events/sources/index.ts';
import { neighbourReactions, neighbourServices } from './neighbours/index.ts';
import { createNeighbours, type Neighbours } from './neighbours/state.ts';
import { visit } from './neighbours/network/visit.ts';
import { createDefaultVpc, type Vpc } from './neighbours/vpc.ts';
import type { MetricId, Point } from './neighbours/cloudwatch/state.ts';
import { seriesOf } from './neighbours/cloudwatch/series.ts';
import type { RegionScope } from './region.ts';
import { answerSteering } from './steering/index.ts';
import type { WorldRegistries } from './registries/resolve.ts';

/** The simulated cloud: AWS accounts, Region by Region, and the learner's Docker engine. */
export interface CloudState {
  /** The learner's own account. */
  accountId: string;
  /** By Region for the learner's own account, by `account/Region` for the others. */
  regions: Map<string, RegionState>;
  /** Public registries by account, from their first use. */
  publicRegistries: Map<string, EcrPublicState>;
  /** IAM by account. An account that is not here lets its own people do everything. */
  iam: Map<string, IamState>;
  docker: DockerState;
}

export interface RegionState {
  region: string;
  vpc: Vpc;
  ecr: EcrState;
  ecs: EcsState;
  neighbours: Neighbours;
}

/** AWS's own example account. */
export const defaultAccountId = '123456789012';
export const defaultRegion = 'us-east-1';
/** Who the learner is unless a call says otherwise. */
export const learner = `arn:aws:iam::${defaultAccountId}:user/learner`;

function regionKey(cloud: CloudState, accountId: string, region: string): string {
  return accountId === cloud.accountId ? region : `${accountId}/${region}`;
}

/** The Region's state, made at its first use, as every Region of an account is there from the start. */
function regionOf(cloud: CloudState, accountId: string, region: string, context: Context): RegionState {
  const key = regionKey(cloud, accountId, region);
  const known = cloud.regions.get(key);
  if (known) return known;
  const created = {
    region,
    vpc: createDefaultVpc(region, context),
    ecr: createEcr(accountId, region),
    ecs: createEcs(),
    neighbours: createNeighbours(),
  };
  cloud.regions.set(key, created);
  return created;
}

/** The account of a principal, as its ARN says. */
function accountIn(arn: string): string | undefined {
  return /^arn:aws:(?:iam|sts)::(\d{12}):/.exec(arn)?.[1];
}

/** Whether anybody has used this account yet. */
function isAccount(cloud: CloudState, accountId: string): boolean {
  return (
    accountId === cloud.accountId || [...cloud.regions.keys()].some((key) => key.startsWith(`${accountId}/`))
  );
}

function registryScope(
  cloud: CloudState,
  registryId: string,
  region: string,
  context: Context,
): RegistryScope {
  return {
    context,
    ecr: regionOf(cloud, registryId, region, context).ecr,
    registries: (id, of) =>
      isAccount(cloud, id)
        ? (cloud.regions.get(regionKey(cloud, id, of))?.ecr ?? createEcr(id, of))
        : undefined,
    openRegistry: (id, of) => (isAccount(cloud, id) ? regionOf(cloud, id, of, context).ecr : undefined),
    publicRegistry: (alias) => publicRegistry(cloud, alias),
  };
}

/** The public registry with an alias. */
function publicRegistry(cloud: CloudState, alias: string): EcrState | undefined {
  for (const each of cloud.publicRegistries.values()) if (each.alias === alias) return each.ecr;
  return undefined;
}

/** Where images are pulled from: private registries that have been used, and the public ones. */
function worldRegistries(cloud: CloudState, context: Context): WorldRegistries {
  return {
    private: (accountId, region) =>
      cloud.regions.has(regionKey(cloud, accountId, region))
        ? registryScope(cloud, accountId, region, context)
        : undefined,
    public: (alias) => publicRegistry(cloud, alias),
  };
}

/** The account's public registry, made at its first use. */
function galleryOf(cloud: CloudState, accountId: string, context: Context): EcrPublicState {
  const known = cloud.publicRegistries.get(accountId);
  if (known) return known;
  const created = createEcrPublic(accountId, context);
  cloud.publicRegistries.set(accountId, created);
  return created;
}

/** ECR's scope: the registry is the one that the call names by `registryId`, else the caller's own. */
function ecrScope(cloud: CloudState, { input, region, principal }: Call, context: Context): EcrScope {
  const caller = accountIn(principal) ?? cloud.accountId;
  const named = (input as { registryId?: unknown } | null)?.registryId;
  const accountId = typeof named === 'string' ? named : caller;
  // Nobody has used that account yet: its registry is there, and empty.
  if (accountId !== caller && !isAccount(cloud, accountId))
    return {
      ...registryScope(cloud, caller, region, context),
      ecr: createEcr(accountId, region),
      accountId,
      region,
      principal,
    };
  return { ...registryScope(cloud, accountId, region, context), accountId, region, principal };
}

/** The scopes of a cloud's Regions, made once each: reactions ask for them hundreds of thousands of times. */
const scopes = new WeakMap<CloudState, Map<string, RegionScope>>();

function regionScope(cloud: CloudState, accountId: string, region: string, context: Context): RegionScope {
  let known = scopes.get(cloud);
  if (!known) scopes.set(cloud, (known = new Map()));
  const key = regionKey(cloud, accountId, region);
  const scope = known.get(key);
  if (scope?.context === context) return scope;
  const made = makeRegionScope(cloud, accountId, region, context);
  known.set(key, made);
  return made;
}

function makeRegionScope(
  cloud: CloudState,
  accountId: string,
  region: string,
  context: Context,
): RegionScope {
  const { ecs, vpc, neighbours } = regionOf(cloud, accountId, region, context);
  return {
    context,
    accountId,
    region,
    ecs,
    vpc,
    neighbours,
    registries: worldRegistries(cloud, context),
    send(inner) {
      const call = { ...inner, region };
      const reply = answer(cloud, call, context, serviceLinked.test(call.principal) ? allow : undefined);
      context.notice({ kind: 'call', at: context.now, call, reply });
      return reply;
    },
    forbids: (inner) => forbids(cloud, { ...inner, region }, context),
    assume: (roleArn, service, session) =>
      assumeRole((id) => cloud.iam.get(id) ?? createIam(id), roleArn, service, session),
    principalExists: (arn) => principalExists(cloud, arn),
  };
}

/** Each Region that the learner has used. */
function scopesOf(cloud: CloudState, context: Context): RegionScope[] {
  return [...cloud.regions.values()]
    .filter(({ ecr }) => ecr.registryId === cloud.accountId)
    .map(({ region }) => regionScope(cloud, cloud.accountId, region, context));
}

/** A service-linked role may do what its service does; nobody else can assume it. */
const serviceLinked = /:assumed-role\/AWSServiceRoleFor/;
const allow = () => undefined;

/** Whose token a password is; where no registry is named, the token opens its own. */
function authorizeAt(
  cloud: CloudState,
  at: { accountId: string; region: string } | undefined,
  password: string | undefined,
): Authorization {
  const registries = [...cloud.regions.values()].map(({ ecr }) => ecr);
  // A token opens every registry of its Region: what it may do there is for the permissions to say.
  if (at) {
    return authorizeAmong(
      registries.filter(({ region }) => region === at.region),
      at,
      password,
    );
  }
  const answers = registries.map((ecr) =>
    authorizeRegistry(ecr, { accountId: ecr.registryId, region: ecr.region }, password),
  );
  return answers.find((each) => each.ok || each.status === 403) ?? answers[0]!;
}

function registryDoor(cloud: CloudState, context: Context): RegistryDoor {
  return {
    authorize: (at, password) => authorizeAt(cloud, at, password),
    registry: (accountId, region) => cloud.regions.get(regionKey(cloud, accountId, region))?.ecr,
    send: (inner) => answer(cloud, inner, context),
    forbids: (inner) => forbids(cloud, inner, context),
  };
}

/** Why the caller may not make this call; undefined when it may. */
function forbids(cloud: CloudState, call: Call, { date }: Context): Failure | undefined {
  return forbidden(call, date, {
    iamOf: (accountId) => cloud.iam.get(accountId) ?? createIam(accountId),
    registry: (service, accountId, region) =>
      service === 'ecr-public'
        ? cloud.publicRegistries.get(accountId)?.ecr
        : cloud.regions.get(regionKey(cloud, accountId, region))?.ecr,
  });
}

/** Whether a principal is there, as far as this cloud knows its account. */
function principalExists(cloud: CloudState, arn: string): boolean {
  const principal = readPrincipal(arn);
  const iam = cloud.iam.get(principal?.accountId ?? '');
  if (!principal || !iam || principal.kind === 'root') return principal !== undefined;
  return (principal.kind === 'user' ? iam.users : iam.roles).has(principal.name);
}

/** The account's IAM, made at its first use. */
function iamOf(cloud: CloudState, accountId: string): IamState {
  const known = cloud.iam.get(accountId);
  if (known) return known;
  const created = createIam(accountId);
  cloud.iam.set(accountId, created);
  return created;
}

/**
 * Whose an access key is, or why it is refused; undefined when nobody in this cloud has it.
 * @param date ms since 1970
 */
export function identifyKey(
  cloud: Readonly<CloudState>,
  accessKeyId: string,
  date: number,
): Identified | undefined {
  return identify(cloud.iam.values(), accessKeyId, date);
}

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

const privateRegistry = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/;

function answer(
  cloud: CloudState,
  call: Call,
  context: Context,
  guard: (each: Call) => Failure | undefined = (each) => forbids(cloud, each, context),
): Reply {
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
  const caller = accountIn(principal) ?? cloud.accountId;
  switch (service) {
    case 'ecs':
      return dispatch(ecsService, call, { ...regionScope(cloud, caller, region, context), principal }, guard);
    case 'ecr':
      return dispatch(
        ecrService,
        call,
        { ...ecrScope(cloud, call, context), principalExists: (arn) => principalExists(cloud, arn) },
        guard,
      );
    case 'ecr-public': {
      // ECR Public has no endpoint elsewhere; the words are the AWS CLI's.
      if (region !== publicRegion) {
        return {
          ok: false,
          error: {
            code: 'EndpointConnectionError',
            message: `Could not connect to the endpoint URL: "https://api.ecr-public.${region}.amazonaws.com/"`,
          },
        };
      }
      const gallery = galleryOf(cloud, caller, context);
      const scope = registryScope(cloud, caller, region, context);
      return dispatch(
        ecrPublicService,
        call,
        { ...scope, ecr: gallery.ecr, gallery, accountId: caller, region, principal },
        guard,
      );
    }
    case 'iam':
      return dispatch(
        iamService,
        call,
        { context, iam: iamOf(cloud, caller), accountId: caller, region, principal },
        guard,
      );
    case 'sts':
      return dispatch(
        stsService,
        call,
        { context, iamOf: (id) => cloud.iam.get(id) ?? createIam(id), accountId: caller, region, principal },
        guard,
      );
    case 'drydock':
      return answerSteering(call, regionScope(cloud, caller, region, context));
    case 'registry':
      return answerRegistry(call, context, registryDoor(cloud, context));
    case 'http':
      return {
        ok: true,
        output: visit(String((call.input as { url?: unknown } | null)?.url), scopesOf(cloud, context)),
      };
    case 'docker':
      return answerDocker(cloud.docker, call, context, {
        authorize(host, basic) {
          if (host === 'public.ecr.aws') {
            const galleries = [...cloud.publicRegistries.values()].map(({ ecr }) => ecr);
            return authorizeAmong(galleries, { accountId: cloud.accountId, region: publicRegion }, basic);
          }
          const [, accountId, of] = privateRegistry.exec(host) ?? [];
          return accountId && of
            ? authorizeAt(cloud, { accountId, region: of }, basic)
            : { ok: false, status: 401, message: 'no basic auth credentials' };
        },
        send: (inner) => answer(cloud, inner, context),
        blob(host, digest) {
          const [, accountId, of] = privateRegistry.exec(host) ?? [];
          return cloud.regions.get(regionKey(cloud, accountId ?? '', of ?? ''))?.ecr.blobs.get(digest);
        },
        publicRegistry: (alias) => publicRegistry(cloud, alias),
      });
    default: {
      const neighbour = Object.hasOwn(neighbourServices, service) ? neighbourServices[service] : undefined;
      if (neighbour)
        return dispatch(
          neighbour,
          call,
          { ...regionScope(cloud, caller, region, context), principal },
          guard,
        );
      return {
        ok: false,
        error: {
          code: 'NotSimulatedException',
          message: `Drydock does not simulate the service ${service}.`,
        },
      };
    }
  }
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
