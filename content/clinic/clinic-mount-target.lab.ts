import type { LabView } from '../../learner/bench/index.ts';
import { missing, reached } from '../goals.ts';
import {
  busybox,
  createService,
  describeStopped,
  registerQuietly,
  serviceIn,
  setSubnet,
  shop,
  toFind,
  wantedIn,
} from './goals.ts';
import { incident, provenWell } from './incident.ts';

const target =
  'aws efs create-mount-target --file-system-id $FILESYSTEM --subnet-id $SUBNET_B --security-groups $SECURITY_GROUP --query LifeCycleState';

/** The subnets in which the file system of the service can be reached. */
function mountable(view: LabView): string[] {
  const FileSystemId = wantedIn(view)?.volumes?.[0]?.efsVolumeConfiguration?.fileSystemId;
  if (FileSystemId === undefined) return [];
  const answer = view.call<{ MountTargets: { SubnetId: string; LifeCycleState: string }[] }>(
    'efs',
    'DescribeMountTargets',
    { FileSystemId },
  );
  return answer?.MountTargets.map(({ SubnetId }) => SubnetId) ?? [];
}

export default incident({
  id: 'clinic-mount-target',
  title: 'Incident: no door in this zone',
  files: {
    'taskdef.json': shop(
      {
        image: busybox,
        command: ['sleep', 'infinity'],
        mountPoints: [{ sourceVolume: 'orders', containerPath: '/data' }],
      },
      { volumes: [{ name: 'orders', efsVolumeConfiguration: { fileSystemId: 'FILESYSTEM' } }] },
    ),
  },
  start: [
    ...['a', 'b'].map(setSubnet),
    'FILESYSTEM=$(aws efs create-file-system --creation-token orders --query FileSystemId --output text)',
    'sleep 60',
    'aws efs create-mount-target --file-system-id $FILESYSTEM --subnet-id $SUBNET_A --security-groups $SECURITY_GROUP > /dev/null',
    'sleep 120',
    'sed -i "s/FILESYSTEM/$FILESYSTEM/" taskdef.json',
    registerQuietly,
    createService(2, '', '"awsvpcConfiguration={subnets=[$SUBNET_A,$SUBNET_B],assignPublicIp=ENABLED}"'),
    'sleep 300',
  ],
  steps: [
    {
      id: 'find',
      title: 'Find the cause',
      text: 'Of two tasks one always runs and the other never starts. Read what the one that does not start could not find, and compare the zones of both.',
      goal: toFind(
        'ensure that the VPC has an EFS mount target',
        'nothing has shown why the second task does not start',
        'a stoppedReason, read to its end',
      ),
      hints: [
        'Half of it works: look for what differs between the halves.',
        'stoppedReason of a stopped task, and its availabilityZone.',
        describeStopped,
      ],
      solution: [describeStopped],
      typicalMinutes: 2,
    },
    {
      id: 'mend',
      title: 'Mend it',
      text: 'aws efs describe-mount-targets lists the doors of the file system; $FILESYSTEM, $SUBNET_A, $SUBNET_B and $SECURITY_GROUP hold the ids. Open the missing one. The service is to stay in two zones.',
      goal(view) {
        const shouldBe = 'a service in two zones, with a mount target in each of its subnets';
        const subnets = serviceIn(view)?.networkConfiguration?.awsvpcConfiguration.subnets ?? [];
        if (subnets.length < 2) return missing(`the service has ${subnets.length} of two subnets`, shouldBe);
        const doors = mountable(view);
        const closed = subnets.filter((each) => !doors.includes(each));
        if (closed.length > 0 && doors.length === 0)
          return missing('the service’s revision mounts no file system', shouldBe);
        return closed.length === 0
          ? reached
          : missing(`${closed.length} of ${subnets.length} subnets has no mount target`, shouldBe);
      },
      hints: [
        'A file system is reached through one mount target in each zone.',
        'create-mount-target takes the file system, a subnet and a security group.',
        target,
      ],
      solution: [target],
      typicalMinutes: 2,
    },
    provenWell(2, 300_000),
  ],
});
