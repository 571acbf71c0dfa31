import { describe, expect, it } from 'vitest';
import clusters from '../../content/ecs/ecs-clusters.lab.ts';
import containerDefinitions from '../../content/ecs/ecs-container-definitions.lab.ts';
import inOrder from '../../content/ecs/ecs-containers-in-order.lab.ts';
import jobs from '../../content/ecs/ecs-jobs.lab.ts';
import launchTypes from '../../content/ecs/ecs-launch-types.lab.ts';
import revisions from '../../content/ecs/ecs-revisions.lab.ts';
import tiers from '../../content/ecs/ecs-tiers.lab.ts';
import watchman from '../../content/ecs/ecs-watchman.lab.ts';
import whyTasksStop from '../../content/ecs/ecs-why-tasks-stop.lab.ts';
import { register, runOnFargate } from '../../content/ecs/goals.ts';
import { missingAfter, walk, type NearMiss } from './ecs-walk.ts';

const nearMisses: readonly NearMiss[] = [
  {
    lab: clusters,
    slip: 'a cluster of another name',
    acts: ['aws ecs create-cluster --cluster-name stagging'],
    step: 'create-cluster',
    is: 'there is stagging, and no cluster staging',
  },
  {
    lab: clusters,
    slip: 'a task in the cluster default',
    acts: [
      'aws ecs create-cluster --cluster-name staging',
      'aws ecs create-cluster',
      'aws ecs run-task --task-definition web --launch-type FARGATE --network-configuration $NETWORK',
    ],
    step: 'run-in-it',
    is: 'the task is in the cluster default',
  },
  {
    lab: clusters,
    slip: 'a delete that comes too early',
    acts: [
      'aws ecs create-cluster --cluster-name staging',
      'aws ecs run-task --cluster staging --task-definition web --launch-type FARGATE --network-configuration $NETWORK',
      'aws ecs delete-cluster --cluster staging',
    ],
    step: 'clear-away',
    is: 'staging still has 1 task that has not stopped',
  },
  {
    lab: revisions,
    slip: 'registering twice without a change',
    acts: [register('taskdef.json'), register('taskdef.json')],
    step: 'second-revision',
    is: 'shop:2 runs httpd:2.4',
  },
  {
    lab: revisions,
    slip: 'running the newest',
    acts: [register('taskdef.json'), register('taskdef.json'), runOnFargate('shop')],
    step: 'go-back',
    is: 'the task runs shop:2',
  },
  {
    lab: containerDefinitions,
    slip: 'registering the file as it stands',
    acts: [register('taskdef.json')],
    step: 'essential',
    is: 'no task definition of the family shop is registered',
  },
  {
    lab: containerDefinitions,
    slip: 'another port',
    acts: [
      `sed -i 's/"essential": false/"essential": true, "portMappings": [{ "containerPort": 8080 }]/' taskdef.json`,
      register('taskdef.json'),
    ],
    step: 'port',
    is: 'shop:1 maps port 8080',
  },
  {
    lab: containerDefinitions,
    slip: 'a password that stays in environment',
    acts: [`sed -i 's/"essential": false/"essential": true/' taskdef.json`, register('taskdef.json')],
    step: 'secret',
    is: 'shop:1 has DB_PASSWORD in environment, for all to read',
  },
  {
    lab: tiers,
    slip: 'two copies in place of three',
    acts: [runOnFargate('shop', ' --count 2'), { wind: 60_000 }],
    step: 'all-in-one',
    is: '2 of 3 tasks of shop are RUNNING',
  },
  {
    lab: tiers,
    slip: 'a family that still holds every tier',
    acts: [`jq '.family="shop-web"' shop.json > shop-web.json`, register('shop-web.json')],
    step: 'web-family',
    is: 'shop-web:1 holds web, api, cache',
  },
  {
    lab: whyTasksStop,
    slip: 'stopping the task that should crash before it starts',
    acts: [
      runOnFargate('crash'),
      'aws ecs stop-task --cluster drydock --task $(aws ecs list-tasks --cluster drydock --query taskArns[0] --output text)',
      { wind: 60_000 },
    ],
    step: 'crash',
    is: 'the task is STOPPED, with stopCode UserInitiated',
  },
  {
    lab: whyTasksStop,
    slip: 'not waiting for the seventh try',
    acts: [runOnFargate('lost'), { wind: 30_000 }],
    step: 'lost',
    is: 'the task is PENDING',
  },
  {
    lab: whyTasksStop,
    slip: 'a stop timeout of a minute',
    acts: [
      `sed -i 's/"essential": true,/"essential": true, "stopTimeout": 60,/' deaf.json`,
      register('deaf.json'),
    ],
    step: 'stop-timeout',
    is: 'deaf:2 has a stopTimeout of 60 s',
  },
  {
    lab: inOrder,
    slip: 'no order at all',
    acts: [register('taskdef.json')],
    step: 'in-order',
    is: 'in shop:1, web waits for nothing',
  },
  {
    lab: inOrder,
    slip: 'waiting for the start only',
    acts: [
      `jq '.containerDefinitions[0].dependsOn=[{containerName:"migrate",condition:"START"}]' taskdef.json > t.json`,
      register('t.json'),
    ],
    step: 'in-order',
    is: 'web waits for START of migrate',
  },
  {
    lab: jobs,
    slip: 'not waiting for the end',
    acts: [runOnFargate('report'), { wind: 10_000 }],
    step: 'run-to-the-end',
    is: 'the tasks of report are PENDING',
  },
  {
    lab: jobs,
    slip: 'one marked task in place of three',
    acts: [runOnFargate('report', ' --started-by nightly')],
    step: 'started-by',
    is: '1 of 3 tasks are started by nightly',
  },
  {
    lab: watchman,
    slip: 'one copy',
    acts: [runOnFargate('web'), { wind: 60_000 }],
    step: 'two-copies',
    is: '1 of 2 tasks are RUNNING',
  },
  {
    lab: watchman,
    slip: 'two replacements for one loss',
    acts: [
      runOnFargate('web', ' --count 2'),
      { wind: 60_000 },
      'aws ecs stop-task --cluster drydock --task $(aws ecs list-tasks --cluster drydock --query taskArns[0] --output text)',
      { wind: 60_000 },
      runOnFargate('web', ' --count 2'),
      { wind: 60_000 },
    ],
    step: 'replace',
    is: '3 tasks are RUNNING, and 2 are desired',
  },
  {
    lab: launchTypes,
    slip: 'a revision without a size',
    acts: [`sed -i 's/bridge/awsvpc/' web.json`, register('web.json')],
    step: 'fit-fargate',
    is: 'web:1 fits EC2',
  },
  {
    lab: launchTypes,
    slip: 'Fargate in place of EC2',
    acts: [register('web.json'), runOnFargate('web')],
    step: 'no-instances',
    is: 'no run-task has looked for a container instance',
  },
];

const labs = [
  clusters,
  revisions,
  containerDefinitions,
  tiers,
  whyTasksStop,
  inOrder,
  jobs,
  watchman,
  launchTypes,
];

describe('the labs on Amazon ECS', () => {
  it.each(labs)('$id: the solution reaches each goal, and the start none', walk);

  it.each(nearMisses)('$lab.id: $slip', async ({ lab, step, acts, is }) => {
    expect((await missingAfter(lab, step, acts)).map((missing) => missing.is)).toEqual([is]);
  });
});
