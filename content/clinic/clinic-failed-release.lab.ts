import type { LabView } from '../../learner/bench/index.ts';
import { register } from '../ecs/goals.ts';
import { missing, reached } from '../goals.ts';
import {
  createService,
  deploy,
  describeService,
  describeStopped,
  httpd,
  lacksToBeWell,
  nameOf,
  serviceIn,
  shop,
  toFind,
  updateService,
} from './goals.ts';
import { incident } from './incident.ts';

const good = shop({ image: httpd });
const bad = shop({ image: httpd, command: ['httpd-foregound'] });
const deployments = `${describeService} --query "services[0].deployments[].[taskDefinition,rolloutState,failedTasks,runningCount]"`;
const rollBack = updateService('--task-definition shop:1');
const breaker = updateService(
  '--deployment-configuration "deploymentCircuitBreaker={enable=true,rollback=true}"',
);
const releaseAgain = updateService('--task-definition shop:2');

/** How the deployments of the service ended, the newest first. */
const endsOf = (view: LabView): string[] =>
  view
    .call<{ serviceDeployments: { status: string }[] }>('ecs', 'ListServiceDeployments', {
      cluster: 'drydock',
      service: 'shop',
    })
    ?.serviceDeployments.map(({ status }) => status) ?? [];

export default incident({
  id: 'clinic-failed-release',
  title: 'Incident: the release that nobody stops',
  files: { 'taskdef.json': bad, 'before.json': good },
  start: [
    `${register('before.json')} > /dev/null`,
    createService(2),
    'sleep 180',
    `${register('taskdef.json')} > /dev/null`,
    `${deploy} > /dev/null`,
    'sleep 720',
  ],
  firstCommand: deployments,
  steps: [
    {
      id: 'find',
      title: 'Find the cause',
      text: 'shop:2 went out twelve minutes ago. Look at the deployments first, and then at what a task of shop:2 says when it stops.',
      goal: toFind(
        'executable file not found in $PATH',
        'nothing has shown why the tasks of shop:2 stop',
        'a stoppedReason of one of them, read to its end',
      ),
      hints: [
        'failedTasks counts what has been tried in vain.',
        'list-tasks --desired-status STOPPED, then describe-tasks.',
        describeStopped,
      ],
      solution: [deployments, describeStopped],
      typicalMinutes: 2,
    },
    {
      id: 'mend',
      title: 'Go back',
      text: 'The old tasks still serve, for nothing has replaced them. End the attempt: give the service the revision that ran, and wait until it is well.',
      goal(view) {
        const wanted = serviceIn(view)?.taskDefinition;
        return wanted !== undefined && nameOf(wanted) === 'shop:2'
          ? missing('the service still wants shop:2', 'shop:1 or a mended revision, completely rolled out')
          : lacksToBeWell(view, 2);
      },
      hints: [
        'First the customers, then the typing mistake.',
        'update-service takes a revision that is there already.',
        `${rollBack}, and four minutes`,
      ],
      solution: [rollBack, { wind: 240_000 }],
      typicalMinutes: 2,
    },
    {
      id: 'guard',
      title: 'Set a guard',
      text: 'Switch on the deployment circuit breaker of the service, with rollback.',
      goal(view) {
        const found = serviceIn(view)?.deploymentConfiguration.deploymentCircuitBreaker;
        const shouldBe = 'deploymentCircuitBreaker with enable and rollback';
        if (!found?.enable) return missing('the service has no circuit breaker', shouldBe);
        return found.rollback ? reached : missing('the breaker stops a rollout and leaves it so', shouldBe);
      },
      hints: [
        'It belongs to the deployment configuration of the service.',
        'Both members are asked for: enable and rollback.',
        breaker,
      ],
      solution: [breaker],
      typicalMinutes: 1,
    },
    {
      id: 'prove',
      title: 'Prove it',
      text: 'Release shop:2 once more, on purpose. Wind on until the service has ended the attempt by itself and is well again.',
      goal(view) {
        const shouldBe = 'a deployment that was rolled back, and two tasks of a good revision';
        const ends = endsOf(view);
        if (!ends.includes('ROLLBACK_SUCCESSFUL'))
          return missing(
            `no deployment has been rolled back; the newest is ${ends[0] ?? 'not there'}`,
            shouldBe,
          );
        return lacksToBeWell(view, 2);
      },
      hints: [
        'A fire alarm that nobody has tried is a hope.',
        'update-service --task-definition shop:2, then a quarter of an hour.',
        `${releaseAgain}; wind on by 15 minutes, then aws ecs list-service-deployments --cluster drydock --service shop`,
      ],
      solution: [releaseAgain, { wind: 900_000 }],
      typicalMinutes: 3,
    },
  ],
});
