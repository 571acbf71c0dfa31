import { missing, reached, toSee } from '../goals.ts';
import {
  awslogs,
  createService,
  describeStopped,
  httpd,
  lacksToBeWell,
  readEvents,
  registerQuietly,
  serviceIn,
  shop,
  toFind,
  updateService,
} from './goals.ts';
import { incident, provenWell } from './incident.ts';

const create = 'aws logs create-log-group --log-group-name /shop';
const anew = updateService('--force-new-deployment');

export default incident({
  id: 'clinic-throttled-rollout',
  title: 'Incident: a service that has lost patience',
  files: { 'taskdef.json': shop({ image: httpd, logConfiguration: awslogs }) },
  start: [registerQuietly, createService(1), 'sleep 3600'],
  steps: [
    {
      id: 'find-pace',
      title: 'Find why so little happens',
      text: 'The service wants one task and tries less and less often. Find the event in which it says so.',
      goal: toFind(
        'is unable to consistently start tasks successfully',
        'no event has been read',
        'the event that announces the throttling',
      ),
      hints: ['A service tells its diary.', 'events of describe-services.', readEvents],
      solution: [readEvents],
      typicalMinutes: 1,
    },
    {
      id: 'find',
      title: 'Find the cause behind it',
      text: 'Throttling is a consequence. Read what stops each of the tasks.',
      goal: toSee(
        /describe-tasks/,
        'ResourceNotFoundException',
        'nothing has shown what stops the tasks',
        'a stoppedReason, read to its end',
      ),
      hints: [
        'The tasks never reached RUNNING.',
        'stoppedReason of a stopped task; wind on a quarter of an hour if none is left.',
        describeStopped,
      ],
      solution: [describeStopped],
      typicalMinutes: 2,
    },
    {
      id: 'mend',
      title: 'Mend it, and say so',
      text: 'Make what is missing. Then begin a new deployment, so that the service does not sit out its pause.',
      goal(view) {
        const shouldBe = 'the log group /shop, and a deployment that began after it was made';
        const groups = view.call<{ logGroups: { logGroupName: string; creationTime: number }[] }>(
          'logs',
          'DescribeLogGroups',
        )?.logGroups;
        const group = groups?.find(({ logGroupName }) => logGroupName === '/shop');
        if (!group) return missing('there is no log group /shop', shouldBe);
        const began = serviceIn(view)?.deployments[0]?.createdAt ?? 0;
        return began * 1000 >= group.creationTime || lacksToBeWell(view, 1).length === 0
          ? reached
          : missing('the log group is there, and the service still waits in its old deployment', shouldBe);
      },
      hints: [
        'The log driver asks for a group that nobody has made.',
        'aws logs create-log-group, then update-service --force-new-deployment.',
        `${create}; ${anew}`,
      ],
      solution: [create, anew],
      typicalMinutes: 2,
    },
    provenWell(1),
  ],
});
