import { register } from '../ecs/goals.ts';
import { missing, reached } from '../goals.ts';
import { deploy, httpd, lacksToBeWell, nameOf, readEvents, serviceIn, toFind, wantedIn } from './goals.ts';
import { incident } from './incident.ts';

/** A task definition for container instances; `hostPort` 0 lets Docker choose. */
const definition = (hostPort: number, greeting: string) =>
  `${JSON.stringify(
    {
      family: 'shop',
      requiresCompatibilities: ['EC2'],
      networkMode: 'bridge',
      containerDefinitions: [
        {
          name: 'shop',
          image: httpd,
          essential: true,
          memory: 256,
          environment: [{ name: 'GREETING', value: greeting }],
          portMappings: [{ containerPort: 80, hostPort }],
        },
      ],
    },
    null,
    2,
  )}\n`;

const instances =
  "aws ec2 run-instances --image-id ami-0c1d2e3f4a5b6c7d8 --instance-type t3.small --count 2 --iam-instance-profile Name=ecsInstanceRole --user-data 'ECS_CLUSTER=drydock' > /dev/null";

export default incident({
  id: 'clinic-port-clash',
  title: 'Incident: the port is taken',
  files: { 'taskdef.json': definition(80, 'hello') },
  start: [
    instances,
    'sleep 180',
    `${register('taskdef.json')} > /dev/null`,
    'aws ecs create-service --cluster drydock --service-name shop --task-definition shop --desired-count 2 --launch-type EC2 > /dev/null',
    'sleep 180',
    `sed -i 's/hello/welcome/' taskdef.json; ${register('taskdef.json')} > /dev/null`,
    `${deploy} > /dev/null`,
    'sleep 600',
  ],
  steps: [
    {
      id: 'find',
      title: 'Find the cause',
      text: 'shop:2 was rolled out ten minutes ago, on two container instances with plenty of memory left. Not one of its tasks has been placed. Find the event that says what it collides with.',
      goal: toFind(
        'is already using a port required by your task',
        'no event has been read',
        'the event that names what the instances lack',
      ),
      hints: [
        'No task, no stop code: only the service can tell.',
        'The events name the instance that came closest, and what it lacked.',
        readEvents,
      ],
      solution: [readEvents],
      typicalMinutes: 1,
    },
    {
      id: 'mend',
      title: 'Mend it',
      text: 'Have Docker choose the host port, so that two tasks find room on one instance. Put that revision into the service.',
      goal(view) {
        const shouldBe = 'a revision in the service with hostPort 0, or none';
        const wanted = wantedIn(view);
        if (!wanted) return missing('the service shop is gone', shouldBe);
        const port = wanted.containerDefinitions[0]?.portMappings.find(
          ({ containerPort }) => containerPort === 80,
        );
        if (!port) return missing('the revision publishes no port at all', shouldBe);
        return port.hostPort === undefined || port.hostPort === 0
          ? reached
          : missing(`the revision asks each instance for its port ${port.hostPort}`, shouldBe);
      },
      hints: [
        'Two programs cannot listen on one port of one host.',
        'hostPort 0 means: any that is free. A load balancer learns which one.',
        'Set "hostPort": 0 in taskdef.json, save, register, and update the service.',
      ],
      solution: [
        { save: 'taskdef.json', content: definition(0, 'welcome') },
        register('taskdef.json'),
        deploy,
      ],
      typicalMinutes: 3,
    },
    {
      id: 'prove',
      title: 'Prove it',
      text: 'Wind on until the new revision has both its tasks and the old one is gone.',
      goal(view) {
        const wanted = nameOf(serviceIn(view)?.taskDefinition ?? 'shop:0');
        return wanted === 'shop:1'
          ? missing('the service has gone back to shop:1', 'a new revision, completely rolled out')
          : lacksToBeWell(view, 2);
      },
      hints: [
        'Old and new tasks share the instances for a moment.',
        'Five minutes are ample.',
        'Wind on by 5 minutes, then read the deployments.',
      ],
      solution: [{ wind: 300_000 }],
      typicalMinutes: 1,
    },
  ],
});
