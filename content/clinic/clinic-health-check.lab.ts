import { hasSeen, missing, reached } from '../goals.ts';
import { createService, httpd, readEvents, registerQuietly, shop, toFind } from './goals.ts';
import { healthOf, makeLoadBalancer, targetGroupOf } from './balancing.ts';
import { incident } from './incident.ts';

const look = 'aws elbv2 describe-target-health --target-group-arn $TARGETS';
const mend = 'aws elbv2 modify-target-group --target-group-arn $TARGETS --health-check-path /';

export default incident({
  id: 'clinic-health-check',
  title: 'Incident: well, and called ill',
  files: { 'taskdef.json': shop({ image: httpd, portMappings: [{ containerPort: 80 }] }) },
  start: [
    ...makeLoadBalancer('/healthz'),
    registerQuietly,
    createService(2, ' --load-balancers targetGroupArn=$TARGETS,containerName=shop,containerPort=80'),
    'sleep 160',
  ],
  firstCommand: 'curl http://$ADDRESS/',
  steps: [
    {
      id: 'find',
      title: 'Find the cause',
      text: 'Tasks start, run, and are replaced minutes later. $TARGETS holds the target group: ask it what its check was answered.',
      goal: toFind(
        /failed with these codes: \[404\]/,
        'nothing has shown what the check was answered',
        'the reason that the target group or an event gives',
      ),
      hints: [
        'The program does not end by itself; somebody calls it unhealthy.',
        'describe-target-health gives a reason and a description; so do the service’s events.',
        readEvents,
      ],
      solution: [readEvents, look],
      typicalMinutes: 2,
    },
    {
      id: 'mend',
      title: 'Mend it',
      text: 'The server has a page at / and none at /healthz. Ask for what it has.',
      goal(view) {
        const group = targetGroupOf(view);
        const found = group?.HealthCheckPath ?? 'nothing';
        const matcher = group?.Matcher?.HttpCode ?? '200';
        if (matcher !== '200')
          return missing(`the check is content with ${matcher}`, 'a check that only 200 satisfies');
        return found === '/' || found === '/index.html'
          ? reached
          : missing(`the check asks for ${found}`, 'a check that asks for a page of the server');
      },
      hints: [
        'The check asks a question to which 404 is the honest answer.',
        'aws elbv2 modify-target-group changes path and codes.',
        mend,
      ],
      solution: [mend],
      typicalMinutes: 2,
    },
    {
      id: 'prove',
      title: 'Prove it',
      text: 'Let some minutes go by, and have the target group show two healthy targets.',
      goal(view) {
        const healthy = healthOf(view).filter((state) => state === 'healthy').length;
        if (healthy < 2)
          return missing(`${healthy} of 2 targets are healthy`, 'two healthy targets, and a look at them');
        return hasSeen(view, /describe-target-health/, /"healthy"|\bhealthy\b/)
          ? reached
          : missing(
              'the targets are healthy, and nobody has looked',
              'two healthy targets, and a look at them',
            );
      },
      hints: ['Give it five minutes.', 'Then describe-target-health once more.', look],
      solution: [{ wind: 300_000 }, look],
      typicalMinutes: 2,
    },
  ],
});
