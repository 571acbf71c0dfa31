import { dispatch } from '../api/service.ts';
import { answerDocker, type RegistryAccess } from '../docker/index.ts';
import { answerRegistry, type RegistryDoor } from '../ecr/distribution/index.ts';
import { ecrService } from '../ecr/index.ts';
import { ecrPublicService } from '../ecr/public/index.ts';
import { publicRegion, regionRefusal } from '../ecr/public/region.ts';
import { authorizeAmong } from '../ecr/tokens.ts';
import { ecsService } from '../ecs/index.ts';
import { assumeRole } from '../iam/assume-role.ts';
import { iamService, stsService } from '../iam/index.ts';
import { createIam } from '../iam/state.ts';
import type { Call, Failure, Reply } from '../kernel/journal.ts';
import type { Context } from '../kernel/world.ts';
import { neighbourServices } from '../neighbours/index.ts';
import { visit } from '../neighbours/network/visit.ts';
import type { RegionScope } from '../region.ts';
import { answerSteering } from '../steering/index.ts';
import {
  type CloudState,
  accountIn,
  regionKey,
  regionOf,
  galleryOf,
  publicRegistry,
  iamOf,
} from './state.ts';
import { registryScope, worldRegistries, ecrScope } from './registry-scopes.ts';
import { authorizeAt, forbids, principalExists } from './permissions.ts';

/** The scopes of a cloud's Regions, made once each: reactions ask for them hundreds of thousands of times. */
const scopes = new WeakMap<CloudState, Map<string, RegionScope>>();

export function regionScope(
  cloud: CloudState,
  accountId: string,
  region: string,
  context: Context,
): RegionScope {
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
    assume: (roleArn, service, session) => assumeRole((id) => cloud.iam.get(id), roleArn, service, session),
    docker: (engine, inner) =>
      answerDocker(engine, { service: 'docker', ...inner, region }, context, dockersDoor(cloud, context)),
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

function registryDoor(cloud: CloudState, context: Context): RegistryDoor {
  return {
    authorize: (at, password) => authorizeAt(cloud, at, password),
    registry: (accountId, region) => cloud.regions.get(regionKey(cloud, accountId, region))?.ecr,
    send: (inner) => answer(cloud, inner, context),
    forbids: (inner) => forbids(cloud, inner, context),
  };
}

/** How Docker engines reach registries. */
function dockersDoor(cloud: CloudState, context: Context): RegistryAccess {
  return {
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
  };
}

const privateRegistry = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com$/;

export function answer(
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
      const elsewhere = regionRefusal(call.operation, region);
      if (elsewhere) return { ok: false, error: elsewhere };
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
      return answerDocker(cloud.docker, call, context, dockersDoor(cloud, context));
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
