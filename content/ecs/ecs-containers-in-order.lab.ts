import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { definitionOf, register, runOnFargate, setNetwork, tasksOf } from './goals.ts';
import { missing, reached, toSee } from '../goals.ts';

const image = 'public.ecr.aws/docker/library';

/** The shop's two containers: one prepares the database, the other serves. */
function taskDefinition(condition: string | undefined, migrateIsEssential: boolean): string {
  return `${JSON.stringify(
    {
      family: 'shop',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      containerDefinitions: [
        {
          name: 'web',
          image: `${image}/httpd:2.4`,
          essential: true,
          ...(condition ? { dependsOn: [{ containerName: 'migrate', condition }] } : {}),
        },
        {
          name: 'migrate',
          image: `${image}/busybox:latest`,
          essential: migrateIsEssential,
          command: ['sleep', '20'],
        },
      ],
    },
    null,
    2,
  )}\n`;
}

function dependency(view: LabView) {
  const definition = definitionOf(view, 'shop');
  const web = definition?.containerDefinitions.find(({ name }) => name === 'web');
  return { definition, on: web?.dependsOn?.find(({ containerName }) => containerName === 'migrate') };
}

export default defineLab({
  id: 'ecs-containers-in-order',
  title: 'First the migration, then the shop',
  region: 'us-east-1',
  seed: 'ecs-containers-in-order',
  open: 'taskdef.json',
  files: { 'taskdef.json': taskDefinition(undefined, true) },
  start: ['aws ecs create-cluster --cluster-name drydock', setNetwork],
  firstCommand: register('taskdef.json'),
  steps: [
    {
      id: 'no-order',
      title: 'See them start together',
      text: 'Register taskdef.json as it stands and run shop. Let two minutes go by: the migration sleeps for 20 seconds, and ends.',
      goal(view) {
        const [task] = tasksOf(view, 'shop');
        if (!task)
          return missing('no task of shop has been run', 'a task of shop that ends with its migration');
        if (task.stopCode === 'EssentialContainerExited' && task.lastStatus === 'STOPPED') return reached;
        return missing(`the task is ${task.lastStatus}`, 'a task of shop that ends with its migration');
      },
      hints: [
        'Both containers are essential, and nothing says which comes first.',
        'Register, run on Fargate in the cluster drydock, wind the clock.',
        `${register('taskdef.json')} and ${runOnFargate('shop')}, then two minutes on the clock.`,
      ],
      solution: [register('taskdef.json'), runOnFargate('shop'), { wind: 120_000 }],
      typicalMinutes: 2,
    },
    {
      id: 'refused',
      title: 'Ask for the impossible',
      text: 'Make web depend on migrate with the condition SUCCESS, leave both essential, and try to register it.',
      goal: toSee(
        /register-task-definition/,
        'cannot be an essential container',
        'no registration has been refused',
        'a registration that is refused because migrate is essential',
      ),
      hints: [
        'dependsOn stands in the container that waits.',
        'It is a list of objects with containerName and condition.',
        'Add "dependsOn": [{ "containerName": "migrate", "condition": "SUCCESS" }] to web, save, and register.',
      ],
      solution: [
        { save: 'taskdef.json', content: taskDefinition('SUCCESS', true) },
        register('taskdef.json'),
      ],
      typicalMinutes: 2,
    },
    {
      id: 'in-order',
      title: 'Put them in order',
      text: 'Make migrate non-essential, and register.',
      goal(view) {
        const { definition, on } = dependency(view);
        if (!definition)
          return missing('no task definition of the family shop is registered', 'web waiting for migrate');
        if (!on)
          return missing(`in shop:${definition.revision}, web waits for nothing`, 'web waiting for migrate');
        if (on.condition !== 'SUCCESS')
          return missing(`web waits for ${on.condition} of migrate`, 'web waiting for SUCCESS of migrate');
        return reached;
      },
      hints: [
        'A container whose ending is a success must not take the task along.',
        'Look for "essential" in migrate.',
        'Set "essential": false in migrate, save, and register.',
      ],
      solution: [
        { save: 'taskdef.json', content: taskDefinition('SUCCESS', false) },
        register('taskdef.json'),
      ],
      typicalMinutes: 1,
    },
    {
      id: 'watch',
      title: 'Watch the order',
      text: 'Run shop again, and step the clock until the task is RUNNING: migrate STOPPED with exit code 0, web RUNNING.',
      goal(view) {
        const good = tasksOf(view, 'shop').some(({ lastStatus, containers }) => {
          const of = (name: string) => containers.find((one) => one.name === name);
          return (
            lastStatus === 'RUNNING' && of('web')?.lastStatus === 'RUNNING' && of('migrate')?.exitCode === 0
          );
        });
        if (good) return reached;
        const alive = tasksOf(view, 'shop').find(({ desiredStatus }) => desiredStatus === 'RUNNING');
        return missing(
          alive
            ? `the task is ${alive.lastStatus}: ${alive.containers.map(({ name, lastStatus }) => `${name} ${lastStatus}`).join(', ')}`
            : 'no task of shop is on its way',
          'a task that is RUNNING, after migrate has ended with exit code 0',
        );
      },
      hints: [
        'The task stays PENDING while its slowest container has not started.',
        'Use “Next” at the clock and watch both containers on the map.',
        `${runOnFargate('shop')}, then wind the clock on by a minute and a half.`,
      ],
      solution: [runOnFargate('shop'), { wind: 90_000 }],
      typicalMinutes: 2,
    },
  ],
});
