import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { register, tasksIn, type Task } from './goals.ts';
import { attributeOf, hostedWeb, hostGroup, hostsIn } from './hosts.ts';
import { hasSeen, missing, reached, toSee } from '../goals.ts';

const run = (more: string) =>
  `aws ecs run-task --cluster drydock --task-definition web --launch-type EC2 ${more}`;
const placed = (view: LabView) =>
  tasksIn(view).filter(
    ({ desiredStatus, containerInstanceArn }) => desiredStatus === 'RUNNING' && containerInstanceArn,
  );
const byHand = (view: LabView) => placed(view).filter(({ group = '' }) => group.startsWith('family:'));
/** How many tasks each container instance has, the most first. */
function counts(tasks: readonly Task[]): number[] {
  const found = new Map<string, number>();
  for (const { containerInstanceArn = '' } of tasks)
    found.set(containerInstanceArn, (found.get(containerInstanceArn) ?? 0) + 1);
  return [...found.values()].sort((a, b) => b - a);
}

export default defineLab({
  id: 'ecs-placement',
  title: 'Who goes where?',
  region: 'us-east-1',
  seed: 'ecs-placement',
  open: 'web.json',
  files: { 'web.json': hostedWeb },
  start: [
    'aws ecs create-cluster --cluster-name drydock',
    ...hostGroup(3, 3),
    register('web.json'),
    'sleep 240',
  ],
  firstCommand: 'aws ecs list-container-instances --cluster drydock',
  steps: [
    {
      id: 'room',
      title: 'See what room there is',
      text: 'The cluster has three instances, one in each zone. Find out how much CPU and memory they have left.',
      goal: toSee(
        /describe-container-instances/,
        'remainingResources',
        'no describe-container-instances has shown what remains',
        'a describe-container-instances of the three instances',
      ),
      hints: [
        'An instance tells ECS what it has when it registers; ECS keeps the books from then on.',
        'list-container-instances names them, describe-container-instances takes up to a hundred.',
        "aws ecs describe-container-instances --cluster drydock --container-instances $(aws ecs list-container-instances --cluster drydock --query 'containerInstanceArns[]' --output text)",
      ],
      solution: [
        "aws ecs describe-container-instances --cluster drydock --container-instances $(aws ecs list-container-instances --cluster drydock --query 'containerInstanceArns[]' --output text)",
      ],
      typicalMinutes: 2,
    },
    {
      id: 'pack',
      title: 'Pack them tightly',
      text: 'Run four tasks of web by one run-task, packed by memory, so that two instances stay empty.',
      goal(view) {
        const shouldBe = 'four tasks of web on one instance';
        const [most = 0, ...others] = counts(byHand(view));
        if (most === 0) return missing('no task has been placed', shouldBe);
        return most >= 4 ? reached : missing(`they are spread over ${others.length + 1} instances`, shouldBe);
      },
      hints: [
        'A strategy says which of the instances that fit is best.',
        '--placement-strategy takes a type and a field: binpack, memory.',
        run('--count 4 --placement-strategy type=binpack,field=memory'),
      ],
      solution: [run('--count 4 --placement-strategy type=binpack,field=memory')],
      typicalMinutes: 1,
    },
    {
      id: 'spread',
      title: 'Spread them over zones',
      text: 'Create a service web with three tasks, spread over Availability Zones. The full instance can take none: look what comes of it.',
      goal(view) {
        const shouldBe = 'three tasks of the service web, placed with the strategy spread over zones';
        const tasks = placed(view).filter(({ group }) => group === 'service:web');
        const strategy = view.call<{
          services: { placementStrategy?: { type: string; field?: string }[] }[];
        }>('ecs', 'DescribeServices', { cluster: 'drydock', services: ['web'] })?.services[0]
          ?.placementStrategy;
        if (!strategy) return missing('there is no service web', shouldBe);
        if (
          !strategy.some(
            ({ type, field }) => type === 'spread' && field === 'attribute:ecs.availability-zone',
          )
        )
          return missing('the service does not spread over zones', shouldBe);
        return tasks.length >= 3 ? reached : missing(`${tasks.length} of 3 tasks are placed`, shouldBe);
      },
      hints: [
        'A zone is an attribute that every instance has.',
        'The field is attribute:ecs.availability-zone; create-service takes the same option as run-task.',
        'aws ecs create-service --cluster drydock --service-name web --task-definition web --desired-count 3 --launch-type EC2 --placement-strategy type=spread,field=attribute:ecs.availability-zone',
      ],
      solution: [
        'aws ecs create-service --cluster drydock --service-name web --task-definition web --desired-count 3 --launch-type EC2 --placement-strategy type=spread,field=attribute:ecs.availability-zone',
        { wind: 60_000 },
      ],
      typicalMinutes: 2,
    },
    {
      id: 'constraint',
      title: 'Ask for a fast disk',
      text: 'Give one instance that has room the attribute disk with the value fast. Run one task that may only go to such an instance.',
      goal(view) {
        const shouldBe = 'a task with a memberOf constraint, on an instance whose attribute disk is fast';
        const fast = hostsIn(view).filter((host) => attributeOf(host, 'disk') === 'fast');
        if (fast.length === 0)
          return missing('no instance has the attribute disk with the value fast', shouldBe);
        const asked = view.commands.some(
          ({ line, stdout, exitCode }) =>
            exitCode === 0 &&
            /run-task/.test(line) &&
            /memberOf/.test(line) &&
            fast.some(({ containerInstanceArn }) => stdout.includes(containerInstanceArn)) &&
            stdout.includes('taskArn'),
        );
        return asked ? reached : missing('no run-task with memberOf has placed a task there', shouldBe);
      },
      hints: [
        'Attributes are yours to invent; constraints read them.',
        'aws ecs put-attributes names the instance as targetId; the constraint has the type memberOf and an expression.',
        run("--placement-constraints 'type=memberOf,expression=attribute:disk == fast'"),
      ],
      solution: [
        // One of those that are not full.
        "I=$(aws ecs describe-container-instances --cluster drydock --container-instances $(aws ecs list-container-instances --cluster drydock --query 'containerInstanceArns[]' --output text) --query 'sort_by(containerInstances,&runningTasksCount)[0].containerInstanceArn' --output text)",
        'aws ecs put-attributes --cluster drydock --attributes name=disk,value=fast,targetType=container-instance,targetId=$I',
        run("--placement-constraints 'type=memberOf,expression=attribute:disk == fast'"),
      ],
      typicalMinutes: 3,
    },
    {
      id: 'refused',
      title: 'Ask for too much',
      text: 'Run ten more tasks of web at once, and read under failures why some of them found no place.',
      goal(view) {
        return hasSeen(view, /run-task/, /"reason": "RESOURCE:/)
          ? reached
          : missing(
              'no run-task has failed for want of CPU or memory',
              'a run-task whose failures name the resource that is missing',
            );
      },
      hints: [
        'run-task exits with 0 all the same: the failures stand in its answer.',
        'No strategy, no constraint; only more than there is room for.',
        run('--count 10'),
      ],
      solution: [run('--count 10')],
      typicalMinutes: 1,
    },
  ],
});
