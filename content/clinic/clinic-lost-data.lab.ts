import { hasSeen, missing, reached } from '../goals.ts';
import {
  awslogs,
  busybox,
  createService,
  deploy,
  hasLogged,
  logGroup,
  readLog,
  registerQuietly,
  shop,
  toFind,
  wantedIn,
} from './goals.ts';
import { register } from '../ecs/goals.ts';
import { incident } from './incident.ts';

const order = 'order 1: green tea';
const container = {
  image: busybox,
  command: [
    'sh',
    '-c',
    `cat /data/orders || echo "no orders yet"; echo "${order}" >> /data/orders; exec sleep infinity`,
  ],
  logConfiguration: awslogs,
};
const onEfs = shop(
  { ...container, mountPoints: [{ sourceVolume: 'orders', containerPath: '/data' }] },
  { volumes: [{ name: 'orders', efsVolumeConfiguration: { fileSystemId: 'FILESYSTEM' } }] },
);
const stop =
  'aws ecs stop-task --cluster drydock --task $(aws ecs list-tasks --cluster drydock --query taskArns[0] --output text) --query task.lastStatus';
const fill = 'sed -i "s/FILESYSTEM/$FILESYSTEM/" efs.json';

export default incident({
  id: 'clinic-lost-data',
  title: 'Incident: the orders are gone',
  files: { 'taskdef.json': shop(container), 'efs.json': onEfs },
  start: [
    logGroup,
    'FILESYSTEM=$(aws efs create-file-system --creation-token orders --query FileSystemId --output text)',
    'sleep 60',
    'for each in $(aws ec2 describe-subnets --query Subnets[].SubnetId --output text); do aws efs create-mount-target --file-system-id $FILESYSTEM --subnet-id $each > /dev/null; done',
    registerQuietly,
    createService(1),
    'sleep 240',
    stop,
    'sleep 180',
  ],
  steps: [
    {
      id: 'find',
      title: 'Find the cause',
      text: 'Each task begins by printing the orders it finds in /data/orders, then takes one. Since a task was replaced, the order is gone. Read both beginnings in the log.',
      goal: toFind(
        /no orders yet[\s\S]*no orders yet/,
        'nobody has read how both tasks began',
        'a log that shows both tasks beginning without orders',
      ),
      hints: [
        'The service is steady and no task has failed: only the log can tell.',
        'aws logs filter-log-events reads the streams of both tasks.',
        readLog,
      ],
      solution: [readLog],
      typicalMinutes: 1,
    },
    {
      id: 'mend',
      title: 'Mend it',
      text: 'efs.json mounts a file system at /data. It lacks the id, which $FILESYSTEM holds. Fill it in and put that revision into the service.',
      goal(view) {
        const shouldBe = 'a revision in the service that mounts an EFS file system at /data';
        const definition = wantedIn(view);
        const mount = definition?.containerDefinitions[0]?.mountPoints?.find(
          ({ containerPath }) => containerPath === '/data',
        );
        if (!mount) return missing('nothing is mounted at /data', shouldBe);
        const volume = definition?.volumes?.find(({ name }) => name === mount.sourceVolume);
        if (!volume?.efsVolumeConfiguration)
          return missing(`the volume ${mount.sourceVolume} goes with its task`, shouldBe);
        return volume.efsVolumeConfiguration.fileSystemId.startsWith('fs-')
          ? reached
          : missing(`no file system is called ${volume.efsVolumeConfiguration.fileSystemId}`, shouldBe);
      },
      hints: [
        'What is to outlive a task must not live in it.',
        'sed, or the editor: put the id in place of FILESYSTEM.',
        `${fill}, then register efs.json and update the service.`,
      ],
      solution: [fill, register('efs.json'), deploy],
      typicalMinutes: 3,
    },
    {
      id: 'prove',
      title: 'Prove it',
      text: 'Do again what lost the order: when the new task runs, stop it, wait for its successor, and read what that one finds.',
      goal(view) {
        const shouldBe = 'a log in which a task begins with the order, and a look at it';
        if (!hasLogged(view, order)) return missing('no task has found an order at its beginning', shouldBe);
        return hasSeen(view, /filter-log-events|get-log-events|logs tail/, order)
          ? reached
          : missing('a task has found the order, and nobody has looked', shouldBe);
      },
      hints: [
        'A cure against loss is proven by losing something.',
        'Three minutes, stop-task, three minutes, and the log.',
        `${stop}; then wind on and ${readLog}`,
      ],
      solution: [{ wind: 180_000 }, stop, { wind: 180_000 }, readLog],
      typicalMinutes: 3,
    },
  ],
});
