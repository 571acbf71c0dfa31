import type { RegionScope } from '../../region.ts';
import { openEndpoints } from './discovery.ts';
import { wake } from './looks.ts';
import { rolloutTable, serviceDeploymentTable } from './machines.ts';
import { begins, moveServiceDeployment } from './moves.ts';
import type { Deployment, Service, Template } from './record.ts';
import { placed } from './traffic.ts';

/** Service deployments that are kept of a service; AWS keeps those of the last 90 days. */
const kept = 100;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

/** `ecs-svc/` and 19 digits, as AWS names deployments and task sets. */
export function groupId({ random }: RegionScope['context']): string {
  return `ecs-svc/${digits(random)}`;
}

function digits(random: RegionScope['context']['random']): string {
  const parts = [0, 1, 2].map(() => String(random.integer(1_000_000, 9_999_999)));
  return parts.join('').slice(0, 19);
}

/** Makes a deployment the PRIMARY; those before it go on as ACTIVE until their tasks have stopped. */
export function deploy(service: Service, template: Template, scope: RegionScope): void {
  const { context } = scope;
  const { random, date } = context;
  openEndpoints(template, scope);
  const id = groupId(context);
  const revision = `${service.arn.replace(':service/', ':service-revision/')}/${digits(random)}`;
  service.revisions.unshift({ ...template, arn: revision, createdAt: date });
  const [before] = service.history;
  // Its successor takes over: what was on its way stops. The reason's text is unverified.
  moveServiceDeployment(before, 'STOP', scope);
  if (before?.status === 'STOP_REQUESTED')
    moveServiceDeployment(
      before,
      'STOPPED',
      scope,
      'Service deployment stopped because a new service deployment was started.',
    );
  const suffix = Array.from({ length: 21 }, () => letters[random.integer(0, 63)]).join('');
  const arn = `${service.arn.replace(':service/', ':service-deployment/')}/${suffix}`;
  service.history.unshift({
    arn,
    deployment: id,
    status: begins(serviceDeploymentTable, arn, scope),
    sources: service.deployments
      .filter(({ running, pending }) => running + pending > 0)
      .map((each) => each.revision),
    target: revision,
    desiredCount: service.desiredCount,
    configuration: service.deploymentConfiguration,
    failures: 0,
    triggeredAlarms: [],
    hooks: [],
    createdAt: date,
    updatedAt: date,
  });
  if (service.history.length > kept) service.history.length = kept;
  const proven = service.deployments.find((each) => each.proven);
  const shifts = (service.deploymentConfiguration.strategy ?? 'ROLLING') !== 'ROLLING';
  const deployment: Deployment = {
    ...template,
    ...(shifts && template.loadBalancers ? { placed: placed(template.loadBalancers, proven) } : {}),
    ...(!shifts && proven?.placed && template.loadBalancers ? { placed: proven.placed } : {}),
    id,
    status: 'PRIMARY',
    rolloutState: begins(rolloutTable, `${service.arn}#${id}`, scope),
    rolloutStateReason: `ECS deployment ${id} in progress.`,
    running: 0,
    pending: 0,
    failedTasks: 0,
    proven: false,
    revision,
    createdAt: date,
    updatedAt: date,
  };
  for (const each of service.deployments) each.status = 'ACTIVE';
  service.deployments = [deployment, ...service.deployments];
  service.steady = false;
  // A new deployment clears start throttling (developer guide, service throttle logic).
  service.failedStarts = 0;
  service.startsAgainAt = 0;
  wake(service, scope);
}
