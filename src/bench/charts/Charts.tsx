import { useComputed } from '@preact/signals';
import type { Bench } from '../../../learner/bench/index.ts';
import { viewOf } from '../../../learner/bench/index.ts';
import { shortSubject } from '../happenings.ts';
import { axisOf } from '../timeline/axis.ts';
import type { BenchUi } from '../ui.ts';
import { servicesSeries } from './series.ts';
import { StepChart, type Line } from './StepChart.tsx';
import './charts.css';

/** Which service a task belongs to; kept, since ECS forgets tasks that have ended. */
const known = new WeakMap<Bench, Map<string, string>>();

function serviceOf(bench: Bench, task: string): string | undefined {
  const services = known.get(bench) ?? new Map<string, string>();
  known.set(bench, services);
  const found = services.get(task);
  if (found !== undefined) return found;
  // The live world knows more tasks than the past that may be looked at.
  const record = bench.standing.world.state.regions.get(bench.region)?.ecs.tasks.get(task);
  if (!record?.group.startsWith('service:')) return undefined;
  const [arn] = task.split(':task/');
  const service = `${arn}:service/${record.cluster}/${record.group.slice('service:'.length)}`;
  services.set(task, service);
  return service;
}

const metrics = [
  { name: 'CPUUtilization', title: 'CPU', colour: 'var(--dd-accent)' },
  { name: 'MemoryUtilization', title: 'Memory', colour: 'var(--dd-info)' },
];

/** Charts where people would rather look than read: tasks of services, deployments, CPU and memory. */
export function Charts({ ui }: { ui: BenchUi }) {
  const { bench } = ui;
  const picture = useComputed(() => {
    void ui.calm.value;
    const { happenings } = bench.chronicle;
    const end = bench.now;
    const axis = axisOf(
      happenings.map(({ at }) => at),
      end,
    );
    return { end, axis, series: servicesSeries(happenings, end, (task) => serviceOf(bench, task)) };
  });
  const { end, axis, series } = picture.value;
  const { ecs } = bench.world.state.regions.get(bench.region) ?? {};
  if (series.size === 0)
    return (
      <p class="bench-empty">
        Nothing to chart yet. Create a service, and its tasks are drawn here over time.
      </p>
    );
  return (
    <div class="bench-charts" tabIndex={0} role="group" aria-label="Charts">
      {[...series].map(([arn, points]) => {
        const service = ecs?.services.get(arn);
        const name = shortSubject(arn);
        return (
          <section key={arn} aria-label={`Service ${name}`}>
            <h2>Service {name}</h2>
            <StepChart
              title="Tasks"
              unit=""
              axis={axis}
              end={end}
              lines={[
                {
                  title: 'running',
                  colour: 'var(--dd-ok)',
                  points: points.map(({ at, running }) => ({ at, value: running })),
                },
                {
                  title: 'desired',
                  colour: 'var(--dd-text-muted)',
                  dashed: true,
                  points: points.map(({ at, desired }) => ({ at, value: desired })),
                },
              ]}
            />
            {service?.deployments.map(({ id, rolloutState, running, status }) => (
              <label key={id} class="bench-progress">
                <span>
                  Deployment {id.slice(-5)}, {rolloutState || status}
                </span>
                <progress max={Math.max(1, service.desiredCount)} value={running} />
                <span>
                  {running} of {service.desiredCount}
                </span>
              </label>
            ))}
            <Usage bench={bench} cluster={service?.cluster} name={name} {...{ axis, end }} />
          </section>
        );
      })}
    </div>
  );
}

/** CPU and memory as CloudWatch has them, a point a minute. */
function Usage(props: {
  bench: Bench;
  cluster: string | undefined;
  name: string;
  axis: ReturnType<typeof axisOf>;
  end: number;
}) {
  const { bench, cluster, name, axis, end } = props;
  if (!cluster) return null;
  const { startsAt } = bench.world;
  const view = viewOf(bench);
  const lines = metrics.map(({ name: metric, title, colour }): Line => {
    const answer = view.call<{ Datapoints?: { Timestamp: number; Average: number }[] }>(
      'cloudwatch',
      'GetMetricStatistics',
      {
        Namespace: 'AWS/ECS',
        MetricName: metric,
        Dimensions: [
          { Name: 'ClusterName', Value: cluster },
          { Name: 'ServiceName', Value: name },
        ],
        StartTime: startsAt / 1000,
        EndTime: (startsAt + end) / 1000 + 60,
        // CloudWatch answers with at most 1,440 points.
        Period: 60 * Math.max(1, Math.ceil(end / 60_000 / 1_400)),
        Statistics: ['Average'],
      },
    );
    const points = (answer?.Datapoints ?? [])
      .map(({ Timestamp, Average }) => ({ at: Math.max(0, Timestamp * 1000 - startsAt), value: Average }))
      .sort((a, b) => a.at - b.at);
    return { title, colour, points };
  });
  if (lines.every(({ points }) => points.length === 0))
    return <p class="bench-muted">CPU and memory come a minute after the first task runs.</p>;
  return <StepChart title="Use" unit=" %" axis={axis} end={end} lines={lines} />;
}
