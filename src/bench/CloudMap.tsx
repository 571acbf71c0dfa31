import { useComputed, useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { viewOf } from '../../learner/bench/index.ts';
import { signColour, signShape, type Sign } from '../status/signs.ts';
import { mapOf, type RegionMap, type TaskEntry } from './map-model.ts';
import type { BenchUi } from './ui.ts';

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
  const { region, repositories, families, clusters, empty } = map.value;
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
      {clusters.map((cluster) => (
        <ClusterPicture key={cluster.name} cluster={cluster} zones={map.value.zones} asked={asked} />
      ))}
      {asked.value && <Details ui={ui} question={asked.value} onClose={() => (asked.value = undefined)} />}
    </div>
  );
}

function ClusterPicture(props: {
  cluster: RegionMap['clusters'][number];
  zones: readonly string[];
  asked: Signal<Question | undefined>;
}) {
  const { cluster, zones, asked } = props;
  const ended = cluster.tasks.filter(({ status }) => status === 'STOPPED');
  return (
    <section class="bench-cluster">
      <h3>
        Cluster <span class="bench-name">{cluster.name}</span>
      </h3>
      <ul class="bench-zones">
        {zones.map((zone) => {
          const tasks = cluster.tasks.filter((task) => task.zone === zone && task.status !== 'STOPPED');
          return (
            <li key={zone} class="bench-zone">
              <span class="bench-muted">{zone}</span>
              <Tasks tasks={tasks} cluster={cluster.name} asked={asked} />
              {tasks.length === 0 && <span class="bench-hidden">no tasks</span>}
            </li>
          );
        })}
      </ul>
      {ended.length > 0 && (
        <div class="bench-ended">
          <span class="bench-muted">stopped</span>
          <Tasks tasks={ended} cluster={cluster.name} asked={asked} />
        </div>
      )}
    </section>
  );
}

function Tasks(props: { tasks: readonly TaskEntry[]; cluster: string; asked: Signal<Question | undefined> }) {
  const { tasks, cluster, asked } = props;
  if (tasks.length === 0) return null;
  return (
    <ul class="bench-tasks">
      {tasks.map((task) => (
        <li key={task.arn} class="bench-task" data-sign={task.sign}>
          <Open
            asked={asked}
            question={{
              title: `Task ${task.name}`,
              service: 'ecs',
              operation: 'DescribeTasks',
              input: { cluster, tasks: [task.arn] },
            }}
          >
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
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), [title]);
  if (gone) return null;
  return (
    <section class="bench-details" aria-label={title} ref={place}>
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
