import { register, runOnFargate, setNetwork, setTask } from '../../../content/ecs/goals.ts';
import type { NearMiss } from '../walk.ts';

const runNotes = runOnFargate('notes', ' --enable-execute-command');

const infrastructureRole = `aws iam create-role --role-name ecsInfrastructureRole --assume-role-policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs.amazonaws.com"},"Action":"sts:AssumeRole"}]}'`;
const volumePolicy =
  'aws iam attach-role-policy --role-name ecsInfrastructureRole --policy-arn arn:aws:iam::aws:policy/service-role/AmazonECSInfrastructureRolePolicyForVolumes';
/** Both halves of the volume in the lab on EBS, as they should be. */
const halves = [
  `jq '.containerDefinitions[0].mountPoints=[{sourceVolume:"data",containerPath:"/var/lib/postgresql/data"}]' db.json > d.json`,
  register('d.json'),
  `sed -i -e 's/"disk"/"data"/' -e 's/ecsTaskExecutionRole/ecsInfrastructureRole/' -e 's/"sizeInGiB": 0/"sizeInGiB": 20/' volume.json`,
  `jq '.[0].managedEBSVolume.terminationPolicy.deleteOnTermination=false' volume.json > v.json; mv v.json volume.json`,
];
const runDb = (file: string) =>
  runOnFargate('db', ` --enable-execute-command --volume-configurations file://${file}`);
const noteAndStop = [
  runDb('volume.json'),
  { wind: 60_000 },
  setTask('db'),
  `$EXEC --task $TASK --container db --command "sh -c 'echo milk > /var/lib/postgresql/data/note.txt'"`,
  'aws ecs stop-task --cluster drydock --task $TASK',
  { wind: 120_000 },
  'aws ec2 describe-volumes',
];
const elsewhere =
  'SUBNET=$(aws ec2 describe-subnets --filters Name=availability-zone,Values=us-east-1b --query "Subnets[0].SubnetId" --output text)';

export const nearMisses: readonly NearMiss[] = [
  {
    lab: 'storage-writable-layer',
    slip: 'a task that nobody can look into',
    acts: [runOnFargate('notes'), { wind: 60_000 }],
    step: 'write',
    is: 'the task was run without --enable-execute-command',
  },
  {
    lab: 'storage-writable-layer',
    slip: 'the note in the other container',
    acts: [
      runNotes,
      { wind: 60_000 },
      setTask('notes'),
      `$EXEC --task $TASK --container writer --command "sh -c 'echo milk > /tmp/note.txt'"`,
    ],
    step: 'write',
    is: 'the container web has no file /tmp/note.txt',
  },
  {
    lab: 'storage-writable-layer',
    slip: 'a volume that only writer mounts',
    acts: [
      `jq '.volumes=[{name:"pages"}] | .containerDefinitions[1].mountPoints=[{sourceVolume:"pages",containerPath:"/out"}]' notes.json > n.json`,
      register('n.json'),
      runNotes,
      { wind: 60_000 },
    ],
    step: 'share',
    is: 'web does not see the page in a task of notes:2',
  },
  {
    lab: 'storage-efs',
    slip: 'a mount target in one zone only',
    acts: [
      'FS=$(aws efs create-file-system --query FileSystemId --output text)',
      { wind: 10_000 },
      'aws efs create-mount-target --file-system-id $FS --subnet-id $SUBNET',
      { wind: 120_000 },
    ],
    step: 'mount-targets',
    is: 'there are mount targets in 1 of 3 zones',
  },
  {
    lab: 'storage-efs',
    slip: 'a note beside the mount',
    acts: [
      'FS=$(aws efs create-file-system --query FileSystemId --output text)',
      { wind: 10_000 },
      'aws efs create-mount-target --file-system-id $FS --subnet-id $SUBNET',
      { wind: 120_000 },
      'sed -i "s/fs-00000000/$FS/" notes.json',
      register('notes.json'),
      runNotes,
      { wind: 60_000 },
      setTask('notes'),
      `$EXEC --task $TASK --container web --command "sh -c 'echo milk > /tmp/note.txt'"`,
    ],
    step: 'keep',
    is: 'the running task sees no /data/note.txt',
  },
  {
    lab: 'storage-access-points',
    slip: 'two entrances for one user',
    acts: ['/shop', '/blog'].map(
      (path) =>
        `aws efs create-access-point --file-system-id $FS --posix-user Uid=1000,Gid=1000 --root-directory Path=${path}`,
    ),
    step: 'points',
    is: 'both access points act as user 1000',
  },
  {
    lab: 'storage-access-points',
    slip: 'a folder that nobody makes',
    acts: [
      'A=$(aws efs create-access-point --file-system-id $FS --posix-user Uid=1000,Gid=1000 --root-directory Path=/shop --query AccessPointId --output text)',
      'sed -i -e /rootDirectory/d -e "s/ACCESS_POINT/$A/" shop.json',
      register('shop.json'),
      runOnFargate('shop', ' --enable-execute-command'),
      { wind: 60_000 },
    ],
    step: 'shop',
    is: 'no task of shop is RUNNING',
  },
  {
    lab: 'storage-access-points',
    slip: 'the blog through the entrance of the shop',
    acts: [
      'A=$(aws efs create-access-point --file-system-id $FS --posix-user Uid=1000,Gid=1000 --root-directory "Path=/shop,CreationInfo={OwnerUid=1000,OwnerGid=1000,Permissions=750}" --query AccessPointId --output text)',
      'sed -i -e /rootDirectory/d -e "s/ACCESS_POINT/$A/" shop.json blog.json',
      register('shop.json'),
      register('blog.json'),
      runOnFargate('shop', ' --enable-execute-command'),
      runOnFargate('blog', ' --enable-execute-command'),
      { wind: 60_000 },
      setTask('shop'),
      `$EXEC --task $TASK --container web --command "sh -c 'echo 1 > /data/order.txt'"`,
    ],
    step: 'blog',
    is: 'the blog sees the order of the shop',
  },
  {
    lab: 'storage-choosing',
    slip: 'EFS for the Windows program',
    acts: [
      `jq '.pictures="EFS" | .database="EBS" | .thumbnails="ephemeral storage" | .reports="EFS"' choices.json > c.json; mv c.json choices.json`,
    ],
    step: 'usual',
    is: 'reports is set to EFS',
  },
  {
    lab: 'storage-choosing',
    slip: 'a file with a comma too many',
    acts: [{ save: 'choices.json', content: '{ "training": "FSx for Lustre", }' }],
    step: 'special',
    is: 'choices.json is not JSON',
  },
  {
    lab: 'storage-choosing',
    slip: 'registering the file as it stands',
    acts: [register('reports.json')],
    step: 'mount-it',
    is: 'reports:1 names the file system FILE_SYSTEM',
  },
  {
    lab: 'storage-ebs',
    slip: 'a role for tasks in place of the service',
    acts: [
      `aws iam create-role --role-name ecsInfrastructureRole --assume-role-policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}'`,
    ],
    step: 'role',
    is: 'the role trusts another service',
  },
  {
    lab: 'storage-ebs',
    slip: 'everything right but the end',
    acts: [
      `sed -i -e 's/"disk"/"data"/' -e 's/ecsTaskExecutionRole/ecsInfrastructureRole/' -e 's/"sizeInGiB": 0/"sizeInGiB": 20/' volume.json`,
    ],
    step: 'at-launch',
    is: 'the volume is deleted when the task ends',
  },
  {
    lab: 'storage-ebs',
    slip: 'a role that may do nothing',
    acts: [infrastructureRole],
    step: 'role',
    is: 'the role may be taken on, and may do nothing',
  },
  {
    lab: 'storage-ebs',
    slip: 'the launch with that role',
    acts: [infrastructureRole, ...halves, runDb('volume.json'), { wind: 120_000 }],
    step: 'at-launch',
    is: "no task of db is RUNNING: ECS was unable to assume the configured ECS Infrastructure Role 'arn:aws:iam::123456789012:role/ecsInfrastructureRole'. Please verify that the role being passed has the proper trust relationship with Amazon ECS",
  },
  {
    lab: 'storage-ebs',
    slip: 'a volume that went with its task',
    acts: [infrastructureRole, volumePolicy, ...halves, 'sed -i s/false/true/ volume.json', ...noteAndStop],
    step: 'stays',
    is: 'there is no volume of 20 GiB',
  },
  {
    lab: 'storage-ebs',
    slip: 'an empty volume in the other zone',
    acts: [
      infrastructureRole,
      volumePolicy,
      ...halves,
      ...noteAndStop,
      'aws ec2 create-snapshot --volume-id $(aws ec2 describe-volumes --query "Volumes[0].VolumeId" --output text)',
      elsewhere,
      setNetwork,
      runDb('volume.json'),
      { wind: 60_000 },
    ],
    step: 'carry-on',
    is: 'the task has an empty volume',
  },
  {
    lab: 'storage-ebs',
    slip: 'the snapshot in the zone of the first task',
    acts: [
      infrastructureRole,
      volumePolicy,
      ...halves,
      ...noteAndStop,
      'SNAPSHOT=$(aws ec2 create-snapshot --volume-id $(aws ec2 describe-volumes --query "Volumes[0].VolumeId" --output text) --query SnapshotId --output text)',
      { wind: 60_000 },
      `jq --arg id "$SNAPSHOT" '.[0].managedEBSVolume.snapshotId=$id' volume.json > again.json`,
      runDb('again.json'),
      { wind: 60_000 },
    ],
    step: 'carry-on',
    is: 'the task runs in us-east-1a, like the first',
  },
  {
    lab: 'storage-ebs',
    slip: 'a snapshot that is forgotten',
    acts: [
      infrastructureRole,
      volumePolicy,
      ...halves,
      ...noteAndStop,
      'VOLUME=$(aws ec2 describe-volumes --query "Volumes[0].VolumeId" --output text)',
      'aws ec2 create-snapshot --volume-id $VOLUME',
      'aws ec2 delete-volume --volume-id $VOLUME',
      'sed -i s/false/true/ volume.json',
      ...noteAndStop,
    ],
    step: 'clean-up',
    is: 'there is a snapshot',
  },
];
