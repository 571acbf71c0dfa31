import { serviceArn } from '../../ecs/services/service.ts';
import type { Service } from '../../ecs/services/record.ts';
import type { RegionScope } from '../../region.ts';
import { sampleAt } from './history.ts';
import type { MetricId, Point } from './state.ts';
import { usageOf, type Usage } from './usage.ts';

/**
 * Metrics that AWS's services publish by themselves, worked out of what the world remembers:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html,
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-ECS.html and
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html.
 */
type Values = Omit<Point, 'at'>;

/** The same value from each of `count` sources. */
const same = (value: number, count = 1): Values | undefined =>
  count === 0 ? undefined : { count, sum: value * count, min: value, max: value };

interface ServiceMetric {
  unit: string;
  of(usage: Usage): Values | undefined;
}

const ofService: Readonly<Record<string, Readonly<Record<string, ServiceMetric>>>> = {
  'AWS/ECS': {
    CPUUtilization: {
      unit: 'Percent',
      of: ({ cpuUtilized, cpuReserved, running }) => same(percent(cpuUtilized, cpuReserved), running),
    },
    MemoryUtilization: {
      unit: 'Percent',
      of: ({ memoryUtilized, memoryReserved, running }) =>
        same(percent(memoryUtilized, memoryReserved), running),
    },
  },
  'ECS/ContainerInsights': {
    RunningTaskCount: { unit: 'Count', of: ({ running }) => same(running) },
    PendingTaskCount: { unit: 'Count', of: ({ pending }) => same(pending) },
    DesiredTaskCount: { unit: 'Count', of: ({ desired }) => same(desired) },
    DeploymentCount: { unit: 'Count', of: ({ deployments }) => same(deployments) },
    CpuUtilized: { unit: 'None', of: ({ cpuUtilized, running }) => same(cpuUtilized, running) },
    CpuReserved: { unit: 'None', of: ({ cpuReserved, running }) => same(cpuReserved, running) },
    MemoryUtilized: { unit: 'Megabytes', of: ({ memoryUtilized, running }) => same(memoryUtilized, running) },
    MemoryReserved: { unit: 'Megabytes', of: ({ memoryReserved, running }) => same(memoryReserved, running) },
  },
};

function percent(part: number, whole: number): number {
  return Math.round((part / whole) * 1e4) / 100;
}

/** Metrics of a target group; the group and, where it has one, its load balancer are their dimensions. */
const ofTargetGroup: Readonly<
  Record<string, { unit: string; of(group: string, at: number, scope: RegionScope): Values | undefined }>
> = {
  HealthyHostCount: { unit: 'Count', of: (group, at, scope) => hosts('healthy', group, at, scope) },
  UnHealthyHostCount: { unit: 'Count', of: (group, at, scope) => hosts('unhealthy', group, at, scope) },
  RequestCount: {
    unit: 'Count',
    of: (group, at, scope) => {
      const sum = requests(group, at, scope);
      return sum === 0 ? undefined : { count: sum, sum, min: 1, max: 1 };
    },
  },
  RequestCountPerTarget: {
    unit: 'Count',
    of(group, at, scope) {
      const healthy = sampleAt(scope.neighbours.cloudwatch.targetGroups.get(group), at)?.healthy ?? 0;
      const sum = requests(group, at, scope);
      return healthy === 0 || sum === 0 ? undefined : { count: 1, sum: sum / healthy, min: 0, max: 0 };
    },
  },
};

function hosts(which: 'healthy' | 'unhealthy', group: string, at: number, { neighbours }: RegionScope) {
  const sample = sampleAt(neighbours.cloudwatch.targetGroups.get(group), at);
  return sample && same(sample[which]);
}

/** What comes in through a target group in a minute: the load of the services behind it. */
function requests(group: string, at: number, scope: RegionScope): number {
  return [...scope.ecs.services.values()]
    .filter(({ deployments }) =>
      deployments[0]?.loadBalancers?.some(({ targetGroupArn }) => targetGroupArn === group),
    )
    .reduce((sum, service) => sum + (usageOf(service, at, scope)?.requests ?? 0), 0);
}

/** How a derived metric is worked out for one minute; undefined where there is no such metric. */
export function derivedMetric(
  { namespace, name, dimensions }: MetricId,
  scope: RegionScope,
): { unit: string; at(minute: number): Values | undefined } | undefined {
  const named = Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value]));
  if (namespace === 'AWS/ApplicationELB' && Object.hasOwn(ofTargetGroup, name)) {
    const group = [...scope.neighbours.loadBalancing.targetGroups.keys()].find((arn) =>
      arn.endsWith(`:${named['TargetGroup']}`),
    );
    const metric = ofTargetGroup[name]!;
    return group === undefined
      ? undefined
      : { unit: metric.unit, at: (minute) => metric.of(group, minute, scope) };
  }
  const metric = ofService[namespace]?.[name];
  const { ClusterName: cluster = '', ServiceName: service } = named;
  if (!metric || !hasInsights(namespace, cluster, scope)) return undefined;
  if (service === undefined) {
    const all = [...scope.ecs.services.values()].filter((each) => each.cluster === cluster);
    return {
      unit: metric.unit,
      at: (minute) => merge(all.map((each) => valuesOf(each, metric, minute, scope))),
    };
  }
  const found = scope.ecs.services.get(serviceArn(service, cluster, scope));
  return found && { unit: metric.unit, at: (minute) => valuesOf(found, metric, minute, scope) };
}

function valuesOf(
  service: Service,
  metric: ServiceMetric,
  minute: number,
  scope: RegionScope,
): Values | undefined {
  const usage = usageOf(service, minute, scope);
  return usage && metric.of(usage);
}

/** Container Insights publishes for clusters that have it switched on. */
function hasInsights(namespace: string, cluster: string, { ecs }: RegionScope): boolean {
  if (namespace !== 'ECS/ContainerInsights') return true;
  const setting = ecs.clusters.get(cluster)?.settings.find(({ name }) => name === 'containerInsights');
  return setting?.value === 'enabled' || setting?.value === 'enhanced';
}

/** All values of several statistic sets. */
export function merge(sets: readonly (Values | undefined)[]): Values | undefined {
  return sets.reduce<Values | undefined>(
    (all, each) =>
      all && each
        ? {
            count: all.count + each.count,
            sum: all.sum + each.sum,
            min: Math.min(all.min, each.min),
            max: Math.max(all.max, each.max),
          }
        : (all ?? each),
    undefined,
  );
}

/** The derived metrics that there are now. */
export function derivedIds(scope: RegionScope): MetricId[] {
  const services = [...scope.ecs.services.values()].filter(({ status }) => status !== 'INACTIVE');
  const groups = [...scope.neighbours.loadBalancing.targetGroups.keys()];
  return [
    ...services.flatMap(({ name, cluster }) =>
      Object.entries(ofService)
        .filter(([namespace]) => hasInsights(namespace, cluster, scope))
        .flatMap(([namespace, metrics]) =>
          Object.keys(metrics).map((metric) => ({
            namespace,
            name: metric,
            dimensions: [
              { Name: 'ServiceName', Value: name },
              { Name: 'ClusterName', Value: cluster },
            ],
          })),
        ),
    ),
    ...groups.flatMap((arn) =>
      Object.keys(ofTargetGroup).map((name) => ({
        namespace: 'AWS/ApplicationELB',
        name,
        dimensions: [{ Name: 'TargetGroup', Value: arn.split(':').slice(5).join(':') }],
      })),
    ),
  ];
}
