import { register } from '../ecs/goals.ts';
import { missing, reached } from '../goals.ts';
import {
  createService,
  deploy,
  describeService,
  lacksToBeWell,
  httpd,
  nameOf,
  readEvents,
  registerQuietly,
  serviceIn,
  shop,
  toFind,
  updateService,
} from './goals.ts';
import { incident } from './incident.ts';

const mend = updateService('--deployment-configuration minimumHealthyPercent=100,maximumPercent=200');

export default incident({
  id: 'clinic-stuck-deployment',
  title: 'Incident: the rollout that stands still',
  files: { 'taskdef.json': shop({ image: httpd }) },
  start: [
    registerQuietly,
    createService(2, ' --deployment-configuration minimumHealthyPercent=100,maximumPercent=120'),
    'sleep 180',
    `sed -i 's/"memory": "512"/"memory": "1024"/' taskdef.json`,
    register('taskdef.json') + ' > /dev/null',
    `${deploy} > /dev/null`,
    'sleep 900',
  ],
  firstCommand: `${describeService} --query "services[0].deployments[].[taskDefinition,rolloutState,desiredCount,runningCount]"`,
  steps: [
    {
      id: 'find',
      title: 'Find the cause',
      text: 'Fifteen minutes ago shop:2 was rolled out, and the customers still get shop:1. Nothing fails, and nothing moves. Find the event that says why.',
      goal: toFind(
        'because of the service deployment configuration',
        'no event has been read',
        'the event that names what hinders the rollout',
      ),
      hints: [
        'No task has stopped, so no task can tell.',
        'A service writes down what it cannot do.',
        readEvents,
      ],
      solution: [readEvents],
      typicalMinutes: 1,
    },
    {
      id: 'mend',
      title: 'Mend it',
      text: 'Change the two percentages so that the service may either start before it stops, or stop before it starts.',
      goal(view) {
        const found = serviceIn(view)?.deploymentConfiguration;
        const shouldBe = 'percentages that leave room for one task more, or one fewer';
        if (!found) return missing('the service shop is gone', shouldBe);
        const wanted = serviceIn(view)!.desiredCount;
        const fewest = Math.ceil((wanted * found.minimumHealthyPercent) / 100);
        const most = Math.floor((wanted * found.maximumPercent) / 100);
        return most > fewest
          ? reached
          : missing(
              `with ${found.minimumHealthyPercent} and ${found.maximumPercent} percent there must be ${fewest} tasks and may be ${most}`,
              shouldBe,
            );
      },
      hints: [
        '100 percent of two is two, rounded up; 120 percent of two is two as well, rounded down.',
        'update-service takes --deployment-configuration.',
        mend,
      ],
      solution: [mend],
      typicalMinutes: 2,
    },
    {
      id: 'prove',
      title: 'Prove it',
      text: 'Wind on until the deployment of shop:2 is COMPLETED and shop:1 is gone.',
      goal(view) {
        const wanted = nameOf(serviceIn(view)?.taskDefinition ?? 'shop:0');
        return wanted === 'shop:1'
          ? missing('the service has gone back to shop:1', 'shop:2, completely rolled out')
          : lacksToBeWell(view, 2);
      },
      hints: [
        'New tasks start now; the old ones leave once the new ones have proved themselves.',
        'Five minutes are ample.',
        'Wind on, and read the deployments again.',
      ],
      solution: [{ wind: 300_000 }],
      typicalMinutes: 1,
    },
  ],
});
