import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { definitionOf, register, runOnFargate, setNetwork, tasksOf } from './goals.ts';
import { missing, reached } from '../goals.ts';

const image = 'public.ecr.aws/docker/library';
const containers = {
  web: {
    name: 'web',
    image: `${image}/nginx:stable`,
    essential: true,
    portMappings: [{ containerPort: 80 }],
  },
  api: { name: 'api', image: `${image}/httpd:2.4`, essential: true, portMappings: [{ containerPort: 8080 }] },
  cache: {
    name: 'cache',
    image: `${image}/redis:7`,
    essential: true,
    portMappings: [{ containerPort: 6379 }],
  },
};
type Tier = keyof typeof containers;

function taskDefinition(family: string, cpu: string, memory: string, tiers: readonly Tier[]): string {
  return `${JSON.stringify(
    {
      family,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu,
      memory,
      containerDefinitions: tiers.map((tier) => containers[tier]),
    },
    null,
    2,
  )}\n`;
}

function tierGoal(family: string, tier: Tier) {
  return (view: LabView) => {
    const definition = definitionOf(view, family);
    if (!definition)
      return missing(`there is no family ${family}`, `a family ${family} with the container ${tier} alone`);
    const names = definition.containerDefinitions.map(({ name }) => name);
    if (names.join() === tier) return reached;
    return missing(
      `${family}:${definition.revision} holds ${names.join(', ')}`,
      `the container ${tier} alone`,
    );
  };
}

const files = { 'shop.json': taskDefinition('shop', '1024', '2048', ['web', 'api', 'cache']) };

export default defineLab({
  id: 'ecs-tiers',
  title: 'Take an application apart',
  region: 'us-east-1',
  seed: 'ecs-tiers',
  open: 'shop.json',
  files,
  start: ['aws ecs create-cluster --cluster-name drydock', register('shop.json'), setNetwork],
  firstCommand: runOnFargate('shop', ' --count 3'),
  steps: [
    {
      id: 'all-in-one',
      title: 'Scale the whole thing',
      text: 'Three web servers are wanted. Run three copies of shop, in which all tiers share one task, and let them start.',
      goal(view) {
        const running = tasksOf(view, 'shop').filter(({ lastStatus }) => lastStatus === 'RUNNING').length;
        if (running >= 3) return reached;
        return missing(`${running} of 3 tasks of shop are RUNNING`, 'three tasks of shop that are RUNNING');
      },
      hints: [
        'run-task can start up to ten copies at once.',
        'The number goes with --count; $NETWORK holds the network configuration.',
        `${runOnFargate('shop', ' --count 3')}, then wind the clock on by a minute.`,
      ],
      solution: [runOnFargate('shop', ' --count 3'), { wind: 60_000 }],
      typicalMinutes: 2,
    },
    {
      id: 'web-family',
      title: 'A family for the web tier',
      text: 'Make shop-web.json: family shop-web, 256 CPU units and 512 MiB, with the container web alone. Register it.',
      goal: tierGoal('shop-web', 'web'),
      hints: [
        'Start from a copy of shop.json and cut it down.',
        'cp shop.json shop-web.json, then change family, cpu and memory, and delete two containers.',
        'jq \'.family="shop-web" | .cpu="256" | .memory="512" | .containerDefinitions |= map(select(.name=="web"))\' shop.json > shop-web.json, then register it.',
      ],
      solution: [
        { save: 'shop-web.json', content: taskDefinition('shop-web', '256', '512', ['web']) },
        register('shop-web.json'),
      ],
      typicalMinutes: 3,
    },
    {
      id: 'api-family',
      title: 'A family for the API',
      text: 'Do the same for the container api: family shop-api.',
      goal: tierGoal('shop-api', 'api'),
      hints: [
        'The same cuts, another name.',
        'Only the container api stays.',
        'jq \'.family="shop-api" | .cpu="256" | .memory="512" | .containerDefinitions |= map(select(.name=="api"))\' shop.json > shop-api.json, then register it.',
      ],
      solution: [
        { save: 'shop-api.json', content: taskDefinition('shop-api', '256', '512', ['api']) },
        register('shop-api.json'),
      ],
      typicalMinutes: 2,
    },
    {
      id: 'scale-apart',
      title: 'Scale one tier alone',
      text: 'Run three tasks of shop-web and one of shop-api, and let them start.',
      goal(view) {
        const running = (family: string) =>
          tasksOf(view, family).filter(({ lastStatus }) => lastStatus === 'RUNNING').length;
        const web = running('shop-web');
        const api = running('shop-api');
        if (web >= 3 && api >= 1) return reached;
        return missing(
          `${web} of shop-web and ${api} of shop-api are RUNNING`,
          'three tasks of shop-web and one of shop-api that are RUNNING',
        );
      },
      hints: [
        'Two families, two calls.',
        'Use --count 3 for one and no count for the other.',
        `${runOnFargate('shop-web', ' --count 3')} and ${runOnFargate('shop-api')}, then a minute on the clock.`,
      ],
      solution: [runOnFargate('shop-web', ' --count 3'), runOnFargate('shop-api'), { wind: 60_000 }],
      typicalMinutes: 2,
    },
  ],
});
