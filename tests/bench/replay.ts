import { createCloud, defaultRegion, foldCloud, learner, type Cloud } from '../../simulator/index.ts';
import { webDefinition } from '../simulator/cloud.ts';
import { print, time } from './figure.ts';

type Event = Parameters<Cloud['apply']>[0];

/** A learner's long day: for each task run and stopped, six looks at what there is, and the clock wound on twice. */
function journalOf(count: number): Event[] {
  const journal: Event[] = [];
  const cloud = createCloud({ seed: 'bench' });
  const apply = (event: Event) => {
    journal.push(event);
    return cloud.apply(event);
  };
  const ask = (operation: string, input: object): any => {
    const call = { service: 'ecs', operation, input, region: defaultRegion, principal: learner };
    const reply = apply({ type: 'call', at: cloud.now, call });
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.output;
  };
  ask('CreateCluster', { clusterName: 'harbour' });
  ask('RegisterTaskDefinition', webDefinition);
  const subnets = cloud.state.regions.get(defaultRegion)!.vpc.subnets.map(({ subnetId }) => subnetId);
  const networkConfiguration = { awsvpcConfiguration: { subnets, assignPublicIp: 'ENABLED' } };
  while (journal.length < count) {
    const input = { cluster: 'harbour', taskDefinition: 'web', launchType: 'FARGATE', networkConfiguration };
    const { taskArn: task } = ask('RunTask', input).tasks[0];
    for (let look = 0; look < 3; look++) ask('DescribeTasks', { cluster: 'harbour', tasks: [task] });
    apply({ type: 'clock', at: cloud.now + 60_000 });
    for (let look = 0; look < 3; look++) ask('ListTasks', { cluster: 'harbour' });
    ask('StopTask', { cluster: 'harbour', task });
    apply({ type: 'clock', at: cloud.now + 60_000 });
  }
  return journal.slice(0, count);
}

export function benchReplay(): void {
  const count = 10_000;
  const journal = journalOf(count);
  foldCloud(journal.slice(0, 1_000), { seed: 'bench' });
  print({
    figure: 'replay-10000-events',
    value: time(() => void foldCloud(journal, { seed: 'bench' })),
    unit: 'ms',
    of: `a journal of ${count} events folded from its beginning: ${count / 10} tasks run and stopped`,
  });
}
