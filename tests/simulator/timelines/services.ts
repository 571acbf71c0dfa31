import { defaultRegion, type Notice } from '../../../simulator/index.ts';
import { hands, type Hands } from '../cloud.ts';
import { behaving, breaker, createShop, updateShop } from '../ecs/harbour.ts';
import { webDefinition } from '../cloud.ts';
import { front } from '../neighbours/harbour.ts';
import type { Scenario } from './scenario.ts';

/** A world whose telling is kept, with times in seconds since `begin`. */
interface Told {
  one: Hands;
  begin(): void;
  /** When the world told the first, or a later, time of something. */
  when(what: RegExp, nth?: number): number;
}

function told(): Told {
  const one = hands('timeline');
  const heard: { at: number; text: string }[] = [];
  let beginning = 0;
  one.cloud.observe((notice) => heard.push({ at: notice.at, text: textOf(notice) }));
  one.ask('ecs', 'CreateCluster', { clusterName: 'harbour' });
  one.ask('ecs', 'RegisterTaskDefinition', webDefinition);
  return {
    one,
    begin() {
      beginning = one.cloud.now;
    },
    when(what, nth = 1) {
      const found = heard.filter(({ at, text }) => at >= beginning && what.test(text))[nth - 1];
      return found ? (found.at - beginning) / 1000 : Number.NaN;
    },
  };
}

function textOf(notice: Notice): string {
  if (notice.kind === 'status') return `${notice.machine} ${notice.to}`;
  return 'message' in notice ? notice.message : '';
}

/** A service of one task behind the circuit breaker, once it is steady. */
function steadyShop({ one }: Told, more: object = {}): void {
  createShop(one, { desiredCount: 1, deploymentConfiguration: breaker, ...more });
  one.wind(300_000);
}

/** A load balancer before `steadyShop`, with the settings of its target group. */
function balanced({ one }: Told, group: object = {}): { loadBalancers: object[]; targetGroup: string } {
  const { targetGroup } = front(one, group);
  return {
    loadBalancers: [{ targetGroupArn: targetGroup, containerName: 'web', containerPort: 80 }],
    targetGroup,
  };
}

/** Rolls a definition out; the scenario begins with it. */
function deploy(world: Told, definition: object): void {
  world.one.ask('ecs', 'RegisterTaskDefinition', definition);
  world.begin();
  updateShop(world.one, { taskDefinition: 'web' });
  world.one.wind(3_600_000);
}

const anyTask = ({ one }: Told): string => one.ask('ecs', 'ListTasks', { cluster: 'harbour' }).taskArns[0];

const steady = /has reached a steady state/;
const started = /has started 1 tasks/;
const rollingBack = /rolling back to deployment/;

/** Services on Fargate with one task. */
export const serviceScenarios: readonly Scenario[] = [
  {
    id: 'service-task-stopped',
    title: 'A service’s only task is stopped by hand',
    source: 'recorded with a service without a load balancer',
    milestones: { 'replacement started': { recorded: 19 }, 'steady again': { recorded: 116 } },
    simulate() {
      const world = told();
      steadyShop(world);
      world.begin();
      world.one.ask('ecs', 'StopTask', { cluster: 'harbour', task: anyTask(world) });
      world.one.wind(600_000);
      return { 'replacement started': world.when(started), 'steady again': world.when(steady) };
    },
  },
  {
    id: 'stop-behind-load-balancer',
    title: 'A task behind a load balancer stops',
    source: 'recorded with a target group that has the deregistration delay of 300 s',
    milestones: { 'DEACTIVATING lasts': { recorded: 361 } },
    simulate() {
      const world = told();
      const { loadBalancers } = balanced(world);
      steadyShop(world, { loadBalancers });
      world.begin();
      world.one.ask('ecs', 'StopTask', { cluster: 'harbour', task: anyTask(world) });
      world.one.wind(900_000);
      return { 'DEACTIVATING lasts': world.when(/^task STOPPING$/) };
    },
  },
  {
    id: 'service-missing-image',
    title: 'A deployment of an image tag that is missing',
    source:
      'recorded on 2 July 2026, desired count 1, circuit breaker with roll-back; the breaker’s delay on the next day',
    milestones: {
      'first start': { recorded: 48, why: 'Every other recording of an update has 17 to 19 s.' },
      'first failure': { recorded: 140 },
      'second failure': { recorded: 258 },
      'third failure': { recorded: 374 },
      'rolling back after it': { recorded: 44 },
    },
    simulate() {
      const world = told();
      world.one.ask('ecr', 'CreateRepository', { repositoryName: 'web' });
      steadyShop(world);
      const image = '123456789012.dkr.ecr.us-east-1.amazonaws.com/web:gone';
      deploy(world, { ...webDefinition, containerDefinitions: [{ name: 'web', image }] });
      const failed = (nth: number) =>
        world.when(/was unable to place a task|unable to consistently start/, nth);
      return {
        'first start': world.when(started),
        'first failure': failed(1),
        'second failure': failed(2),
        'third failure': failed(3),
        'rolling back after it': world.when(rollingBack) - failed(3),
      };
    },
  },
  {
    id: 'service-crash-on-start',
    title: 'A deployment of a container that crashes at once',
    source: 'recorded on 24 September 2026, exit code 1, desired count 1',
    milestones: {
      'first start': { recorded: 17 },
      'second start': { recorded: 69 },
      'third start': { recorded: 120 },
      'rolling back': { recorded: 175 },
      'rolled back': { recorded: 254 },
    },
    simulate() {
      const world = told();
      steadyShop(world);
      deploy(world, behaving('exits=1@2s'));
      return {
        'first start': world.when(started),
        'second start': world.when(started, 2),
        'third start': world.when(started, 3),
        'rolling back': world.when(rollingBack),
        'rolled back': world.when(/deployment completed/),
      };
    },
  },
  {
    id: 'service-never-listens',
    title: 'A deployment whose application never listens behind its load balancer',
    source:
      'recorded in 2026; the target group’s settings were not told, and are set here to fit the first failure',
    milestones: {
      'first failure': { recorded: 230 },
      'second failure': { recorded: 568 },
      'third failure': { recorded: 897 },
      'rolling back': { recorded: 934 },
    },
    simulate() {
      const world = told();
      const { loadBalancers, targetGroup: TargetGroupArn } = balanced(world, { UnhealthyThresholdCount: 5 });
      const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '90' }];
      world.one.ask('elbv2', 'ModifyTargetGroupAttributes', { TargetGroupArn, Attributes });
      steadyShop(world, { loadBalancers });
      deploy(world, behaving('hangs=0s'));
      const failed = (nth: number) => world.when(/is unhealthy in/, nth);
      return {
        'first failure': failed(1),
        'second failure': failed(2),
        'third failure': failed(3),
        'rolling back': world.when(rollingBack),
      };
    },
  },
  {
    id: 'service-hung-task',
    title: 'A task behind a load balancer hangs',
    source: 'recorded from the moment at which it hung; the health checks are set to fit',
    milestones: {
      'target unhealthy': { recorded: 26 },
      'replacement started': { recorded: 62 },
      'replacement registered': { recorded: 80 },
      'replacement healthy': { recorded: 82 },
      'old task stopped': { recorded: 89 },
      'steady again': { recorded: 109 },
    },
    simulate() {
      const world = told();
      const { one } = world;
      one.ask('ecs', 'RegisterTaskDefinition', behaving('hangs=400s'));
      const { loadBalancers } = balanced(world, {
        HealthCheckIntervalSeconds: 10,
        HealthCheckTimeoutSeconds: 5,
      });
      steadyShop(world, { loadBalancers });
      const { tasks } = one.cloud.state.regions.get(defaultRegion)!.ecs;
      const { startedAt = 0 } = tasks.get(anyTask(world))!.containers[0]!;
      one.wind(startedAt - one.cloud.startsAt - one.cloud.now + 400_000);
      world.begin();
      one.wind(300_000);
      return {
        'target unhealthy': world.when(/^target unhealthy$/),
        'replacement started': world.when(/Amazon ECS replaced 1 tasks/),
        'replacement registered': world.when(/ registered 1 targets/),
        'replacement healthy': world.when(/^target healthy$/),
        'old task stopped': world.when(/has stopped 1 running tasks/),
        'steady again': world.when(steady),
      };
    },
  },
  {
    id: 'service-health-check-fails',
    title: 'A deployment whose container health check fails',
    source: 'recorded in 2026, from the start of the last task that counted',
    milestones: {
      'health check failed': { recorded: 143 },
      'replacement started': { recorded: 143 },
      'rolling back': { recorded: 207 },
      'rolled back': {
        recorded: 398,
        why: '191 s after the roll-back began; the recording of a crash, which the simulator follows, has 79 s.',
      },
    },
    simulate() {
      const world = told();
      steadyShop(world);
      deploy(world, behaving('', { healthCheck: { command: ['CMD-SHELL', 'exit 1'] } }));
      const third = world.when(started, 3);
      const since = (moment: number) => moment - third;
      return {
        'health check failed': since(world.when(/failed container health checks/, 3)),
        'replacement started': since(world.when(started, 4)),
        'rolling back': since(world.when(rollingBack)),
        'rolled back': since(world.when(/deployment completed/)),
      };
    },
  },
];
