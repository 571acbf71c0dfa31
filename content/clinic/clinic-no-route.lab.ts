import { buildAndPush, logIn, page, registry } from '../ecr/goals.ts';
import { missing, reached } from '../goals.ts';
import {
  createService,
  describeStopped,
  lacksToBeWell,
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
  files: {
    'taskdef.json': shop({ image: `${registry}/shop:v1`, command: ['httpd', '-f', '-h', '/www'] }),
    ...page,
  },
  start: [
    'aws ecr create-repository --repository-name shop > /dev/null',
    logIn(),
    buildAndPush('shop:v1'),
    registerQuietly,
    createService(1, '', '"awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=DISABLED}"'),
    'sleep 600',
  ],
  steps: [
    {
      id: 'find',
      title: 'Find the cause',
      text: 'The image exists, the role is right, and no task starts. Read the last words of its stoppedReason.',
      goal: toFind(
        /connection issue between the task and Amazon ECR[\s\S]*i\/o timeout/,
        'nothing has shown how the way to ECR ended',
        'a stoppedReason, read to its end',
      ),
      hints: [
        'A refusal comes at once. This took minutes.',
        'describe-tasks of a stopped task, or the events.',
        describeStopped,
      ],
      solution: [describeStopped],
      typicalMinutes: 2,
    },
    {
      id: 'mend',
      title: 'Mend it',
      text: 'The subnet leads to an internet gateway, and the tasks have no public address to use it with. Give them one: $NETWORK holds a network configuration that does. VPC endpoints, as below, count as well.',
      goal(view) {
        const network = serviceIn(view)?.networkConfiguration?.awsvpcConfiguration;
        if (network?.assignPublicIp === 'ENABLED') return reached;
        return lacksToBeWell(view, 1).length === 0
          ? reached
          : missing(
              network
                ? `the service has assignPublicIp=${network.assignPublicIp ?? 'DISABLED'}, and no task has found another way`
                : 'the service shop is gone',
              'tasks with a way to ECR: a public address, a NAT gateway or VPC endpoints',
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
    provenWell(1),
  ],
});
