import { useComputed, useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { viewOf } from '../../../learner/bench/index.ts';
import { signColour, signShape, statusSign, type Sign } from '../../status/signs.ts';
import type { RegionState } from '../../../simulator/index.ts';
import { Field } from './Field.tsx';
import { mapOf, taskEntry, type ClusterEntry, type RegionMap, type TaskEntry } from './map-model.ts';
import type { BenchUi } from '../ui.ts';

/** A question to the cloud whose answer is the details of an entry. */
interface Question {
  title: string;
  operation: string;
  service: string;
  input: object;
}

/** What exists: repositories and images, task definitions, clusters and their tasks by zone. */
export function CloudMap({ ui }: { ui: BenchUi }) {
  const { bench } = ui;
  const map = useComputed(() => {
    void ui.version.value;
    return mapOf(bench);
  });
  const asked = useSignal<Question | undefined>(undefined);
  const { region, repositories, families, clusters, targetGroups, empty } = map.value;
  const state = bench.world.state.regions.get(region);
  return (
    <div class="bench-map" tabIndex={0} role="group" aria-label={`Map of ${region}`}>
      <h2 class="bench-region">{region}</h2>
      {empty && <p class="bench-empty">Nothing here yet. What you create appears on this map.</p>}
      <div class="bench-stores">
        {repositories.length > 0 && (
          <section>
            <h3>Repositories</h3>
            <ul class="bench-things">
              {repositories.map((repository) => (
                <li key={repository.name} class="bench-thing">
                  <Open
                    asked={asked}
                    question={{
                      title: `Repository ${repository.name}`,
                      service: 'ecr',
                      operation: 'DescribeImages',
                      input: { repositoryName: repository.name },
                    }}
                  >
                    {repository.name}
                  </Open>
                  {repository.images.length === 0 && <span class="bench-muted"> no image</span>}
                  <ul>
                    {repository.images.map(({ digest, tags, megabytes }) => (
                      <li key={digest} class="bench-image">
                        {tags.join(', ') || 'untagged'}
                        <span class="bench-muted">
                          {' '}
                          {digest.slice(7, 15)} · {megabytes.toFixed(0)} MB
                        </span>
                      </li>
                    ))}
                  </ul>
                </li>
              ))}
            </ul>
          </section>
        )}
        {families.length > 0 && (
          <section>
            <h3>Task definitions</h3>
            <ul class="bench-things">
              {families.map(({ name, revision, size }) => (
                <li key={name} class="bench-thing">
                  <Open
                    asked={asked}
                    question={{
                      title: `Task definition ${name}:${revision}`,
                      service: 'ecs',
                      operation: 'DescribeTaskDefinition',
                      input: { taskDefinition: `${name}:${revision}` },
                    }}
                  >
                    {name}:{revision}
                  </Open>
                  <span class="bench-muted"> {size}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      {(clusters.length > 0 || targetGroups.length > 0) && state && (
        <section class="bench-vpc">
          <h3>
            VPC <span class="bench-name">{map.value.vpc.id}</span> {map.value.vpc.cidr}
          </h3>
          {targetGroups.length > 0 && <TargetGroups groups={targetGroups} asked={asked} />}
          {clusters.map((cluster) => (
            <ClusterPicture
              key={cluster.name}
              cluster={cluster}
              zones={map.value.zones}
              state={state}
              asked={asked}
            />
          ))}
        </section>
      )}
      {asked.value && <Details ui={ui} question={asked.value} onClose={() => (asked.value = undefined)} />}
    </div>
  );
}

function TargetGroups(props: { groups: RegionMap['targetGroups']; asked: Signal<Question | undefined> }) {
  const { groups, asked } = props;
  return (
    <ul class="bench-things">
      {groups.map(({ name, arn, port, targets }) => (
        <li key={arn} class="bench-thing">
          <Open
            asked={asked}
            question={{
              title: `Target group ${name}`,
              service: 'elbv2',
              operation: 'DescribeTargetHealth',
              input: { TargetGroupArn: arn },
            }}
          >
            Target group {name}:{port}
          </Open>
          <span class="bench-muted">
            {' '}
            {Object.entries(targets)
              .map(([status, count]) => `${count} ${status}`)
              .join(', ') || 'no target'}
          </span>
        </li>
      ))}
    </ul>
  );
}

function ClusterPicture(props: {
  cluster: ClusterEntry;
  zones: RegionMap['zones'];
  state: RegionState;
  asked: Signal<Question | undefined>;
}) {
  const { cluster, zones, state, asked } = props;
  const { services, instances, places } = cluster;
  const outside = [
    ['waiting', 'waiting for a container instance'],
    ['stopped', 'stopped'],
  ].map(([at, words]) => ({ words, group: places.find(({ place }) => place === at)! }));
  return (
    <section class="bench-cluster">
      <h3>
        Cluster{' '}
        <Open
          asked={asked}
          question={{
            title: `Cluster ${cluster.name}`,
            service: 'ecs',
            operation: 'DescribeClusters',
            input: { clusters: [cluster.name] },
          }}
        >
          {cluster.name}
        </Open>{' '}
        on {cluster.capacity}
      </h3>
      {services.length + instances.length > 0 && (
        <ul class="bench-things">
          {services.map(({ name, status, sign, running, desired, rollout }) => (
            <li key={name} class="bench-thing">
              <Open
                asked={asked}
                question={{
                  title: `Service ${name}`,
                  service: 'ecs',
                  operation: 'DescribeServices',
                  input: { cluster: cluster.name, services: [name] },
                }}
              >
                <StatusSign key={sign} sign={sign} /> Service {name}
              </Open>
              <span class="bench-muted">
                {' '}
                {running} of {desired} running, {status === 'ACTIVE' ? rollout || status : status}
              </span>
            </li>
          ))}
          {instances.map(({ id, arn, status, sign }) => (
            <li key={arn} class="bench-thing">
              <Open
                asked={asked}
                question={{
                  title: `Container instance ${id}`,
                  service: 'ecs',
                  operation: 'DescribeContainerInstances',
                  input: { cluster: cluster.name, containerInstances: [arn] },
                }}
              >
                <StatusSign key={sign} sign={sign} /> {id}
              </Open>
              <span class="bench-muted"> {status}</span>
            </li>
          ))}
        </ul>
      )}
      <ul class="bench-zones">
        {zones.map(({ name, subnets }) => {
          const group = places.find(({ place }) => place === name)!;
          return (
            <li key={name} class="bench-zone">
              <span class="bench-muted" title={subnets.join('\n')}>
                {name}
              </span>
              <Tasks group={group} cluster={cluster.name} state={state} asked={asked} />
              {group.arns.length === 0 && <span class="bench-hidden">no tasks</span>}
            </li>
          );
        })}
      </ul>
      {outside
        .filter(({ group }) => group.arns.length > 0)
        .map(({ words, group }) => (
          <div key={words} class="bench-ended">
            <span class="bench-muted">{words}</span>
            <Tasks group={group} cluster={cluster.name} state={state} asked={asked} />
          </div>
        ))}
    </section>
  );
}

/** More tasks than these at one place are a field of signs. */
const fewTasks = 12;

const taskQuestion = (cluster: string, { arn, name }: TaskEntry): Question => ({
  title: `Task ${name}`,
  service: 'ecs',
  operation: 'DescribeTasks',
  input: { cluster, tasks: [arn] },
});

function Tasks(props: {
  group: ClusterEntry['places'][number];
  cluster: string;
  state: RegionState;
  asked: Signal<Question | undefined>;
}) {
  const { group, cluster, state, asked } = props;
  const { arns, counts, place } = group;
  if (arns.length === 0) return null;
  if (arns.length > fewTasks) {
    return (
      <div class="bench-many">
        <ul class="bench-counts">
          {[...counts].map(([status, count]) => (
            <li key={status}>
              <StatusSign sign={statusSign(status)} /> {count} <span class="bench-status">{status}</span>
            </li>
          ))}
        </ul>
        <Field
          label={`${arns.length} tasks in ${place} of ${cluster}`}
          arns={arns}
          state={state}
          onOpen={(task) => (asked.value = taskQuestion(cluster, task))}
        />
      </div>
    );
  }
  const tasks = arns.flatMap((arn) => taskEntry(arn, state) ?? []);
  return (
    <ul class="bench-tasks">
      {tasks.map((task) => (
        <li key={task.arn} class="bench-task" data-sign={task.sign}>
          <Open asked={asked} question={taskQuestion(cluster, task)}>
            <StatusSign key={task.sign} sign={task.sign} />
            <span class="bench-status">{task.status}</span>
            <span class="bench-muted">
              {task.definition} · {task.name}
            </span>
          </Open>
          <ul class="bench-containers">
            {task.containers.map(({ name, status, exitCode }) => (
              <li key={name}>
                {name}{' '}
                <span class="bench-muted">
                  {exitCode === undefined ? status : `${status} (exit ${exitCode})`}
                </span>
              </li>
            ))}
          </ul>
          {task.stopCode && <span class="bench-muted">{task.stopCode}</span>}
        </li>
      ))}
    </ul>
  );
}

function StatusSign({ sign }: { sign: Sign }) {
  return (
    <svg
      class="bench-sign bench-turn"
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      style={{ color: signColour[sign] }}
      // oxlint-disable-next-line react/no-danger -- the course's own constant
      dangerouslySetInnerHTML={{ __html: signShape[sign] }}
    />
  );
}

function Open(props: {
  asked: Signal<Question | undefined>;
  question: Question;
  children: preact.ComponentChildren;
}) {
  const { asked, question } = props;
  const isOpen = asked.value?.title === question.title;
  return (
    <button
      type="button"
      class="bench-open"
      aria-expanded={isOpen}
      onClick={() => (asked.value = isOpen ? undefined : question)}
    >
      {props.children}
    </button>
  );
}

/** What AWS says about an entry, as the command line would print it. */
function Details({ ui, question, onClose }: { ui: BenchUi; question: Question; onClose: () => void }) {
  void ui.version.value;
  const { service, operation, input, title } = question;
  const answer = viewOf(ui.bench).reply(service, operation, input);
  // Undo, or a command, may have taken away what the details are of.
  const gone = !answer.ok || ((answer.output as { failures?: unknown[] }).failures?.length ?? 0) > 0;
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (gone) onClose();
  }, [gone]);
  // Whoever opened them by mouse or key reads on here, and comes back to where they were.
  useEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    const section = place.current;
    section?.scrollIntoView({ block: 'nearest' });
    section?.focus({ preventScroll: true });
    return () => {
      if (section?.contains(document.activeElement)) opener?.focus();
    };
  }, [title]);
  if (gone) return null;
  return (
    <section
      class="bench-details"
      aria-label={title}
      ref={place}
      tabIndex={-1}
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <header>
        <h3>{title}</h3>
        <button
          type="button"
          class="bench-icon"
          aria-label={`Close the details of ${title}`}
          onClick={onClose}
        >
          ×
        </button>
      </header>
      <pre tabIndex={0} aria-label={`${operation} says`}>
        {JSON.stringify(answer.output, null, 2)}
      </pre>
    </section>
  );
}
