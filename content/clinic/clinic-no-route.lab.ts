import { missing, reached } from '../goals.ts';
import {
  createService,
  describeStopped,
  httpd,
  registerQuietly,
  serviceIn,
  shop,
  toFind,
  updateService,
} from './goals.ts';
import { incident, provenWell } from './incident.ts';

const mend = updateService('--network-configuration $NETWORK');

export default incident({
  id: 'clinic-no-route',
  title: 'Incident: no way out',
  files: { 'taskdef.json': shop({ image: httpd, portMappings: [{ containerPort: 80 }] }) },
  start: [
    registerQuietly,
    createService(1, '', '"awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=DISABLED}"'),
    'sleep 600',
  ],
  firstCommand: describeStopped,
  steps: [
    {
      id: 'find',
      title: 'Find the cause',
      text: 'The image exists, the role is right, and no task starts. Read the last words of its stoppedReason.',
      goal: toFind('i/o timeout', 'nothing has shown how the pull ended', 'a stoppedReason, read to its end'),
      hints: [
        'A wrong name is refused at once. This took minutes.',
        'describe-tasks of a stopped task, or the events.',
        describeStopped,
      ],
      solution: [describeStopped],
      typicalMinutes: 2,
    },
    {
      id: 'mend',
      title: 'Mend it',
      text: 'The subnet leads to an internet gateway, and the tasks have no public address to use it with. Give them one. $NETWORK holds a network configuration that does.',
      goal(view) {
        const network = serviceIn(view)?.networkConfiguration?.awsvpcConfiguration;
        return network?.assignPublicIp === 'ENABLED'
          ? reached
          : missing(
              `the service has assignPublicIp=${network?.assignPublicIp ?? 'DISABLED'}`,
              'assignPublicIp=ENABLED in the network configuration of the service',
            );
      },
      hints: [
        'Behind a gateway to the internet, a private address gets no answer.',
        'update-service takes a network configuration.',
        mend,
      ],
      solution: [mend],
      typicalMinutes: 2,
    },
    provenWell(),
  ],
});
