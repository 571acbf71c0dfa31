import { defineLab, type LabView } from '../../learner/bench/index.ts';
import {
  definitionOf,
  printedIn,
  register,
  roleForExec,
  runOnFargate,
  setExec,
  setNetwork,
  setTask,
  tasksOf,
} from '../ecs/goals.ts';
import { commandsLike, hasSeen, missing, reached } from '../goals.ts';

const account = '123456789012';
const definition = `${JSON.stringify(
  {
    family: 'db',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '512',
    memory: '1024',
    taskRoleArn: `arn:aws:iam::${account}:role/db`,
    volumes: [{ name: 'data', configuredAtLaunch: true }],
    containerDefinitions: [
      {
        name: 'db',
        image: 'public.ecr.aws/docker/library/postgres:17',
        essential: true,
        environment: [
          { name: 'PGDATA', value: '/var/lib/postgresql/data/files' },
          { name: 'POSTGRES_PASSWORD', value: 'for-the-lab-only' },
        ],
        mountPoints: [],
      },
    ],
  },
  null,
  2,
)}\n`;
const mounted = definition.replace(
  '"mountPoints": []',
  '"mountPoints": [{ "sourceVolume": "data", "containerPath": "/var/lib/postgresql/data" }]',
);

interface Volume {
  name?: string;
  managedEBSVolume?: {
    roleArn?: string;
    sizeInGiB?: number;
    volumeType?: string;
    filesystemType?: string;
    snapshotId?: string;
    encrypted?: boolean;
    terminationPolicy?: { deleteOnTermination?: boolean };
  };
}
const volumes = (volume: Volume) => `${JSON.stringify([volume], null, 2)}\n`;
const unfinished = volumes({
  name: 'disk',
  managedEBSVolume: {
    roleArn: `arn:aws:iam::${account}:role/ecsTaskExecutionRole`,
    sizeInGiB: 0,
    volumeType: 'gp3',
    encrypted: true,
    filesystemType: 'xfs',
    terminationPolicy: { deleteOnTermination: true },
  },
});
const finished = volumes({
  name: 'data',
  managedEBSVolume: {
    roleArn: `arn:aws:iam::${account}:role/ecsInfrastructureRole`,
    sizeInGiB: 20,
    volumeType: 'gp3',
    encrypted: true,
    filesystemType: 'xfs',
    terminationPolicy: { deleteOnTermination: false },
  },
});

const roleName = 'ecsInfrastructureRole';
const policyName = 'AmazonECSInfrastructureRolePolicyForVolumes';
const attachPolicy = `aws iam attach-role-policy --role-name ${roleName} --policy-arn arn:aws:iam::aws:policy/service-role/${policyName}`;
const note = '/var/lib/postgresql/data/note.txt';
const start = (file: string) =>
  runOnFargate('db', ` --enable-execute-command --volume-configurations file://${file}`);
/** Puts a subnet of another zone into the variable SUBNET. */
const elsewhere =
  'SUBNET=$(aws ec2 describe-subnets --filters Name=availability-zone,Values=us-east-1b --query "Subnets[0].SubnetId" --output text)';
const stop = 'aws ecs stop-task --cluster drydock --task $TASK';

interface Disk {
  VolumeId: string;
  Size: number;
  State: string;
  AvailabilityZone: string;
  Attachments: { AssociatedResource?: string; DeleteOnTermination?: boolean }[];
}
const disks = (view: LabView) => view.call<{ Volumes: Disk[] }>('ec2', 'DescribeVolumes')?.Volumes ?? [];
const snapshots = (view: LabView) =>
  view.call<{ Snapshots: { State: string }[] }>('ec2', 'DescribeSnapshots')?.Snapshots ?? [];
const running = (view: LabView) => tasksOf(view, 'db').filter(({ lastStatus }) => lastStatus === 'RUNNING');
const ended = (view: LabView) =>
  tasksOf(view, 'db').filter(({ lastStatus, startedAt }) => lastStatus === 'STOPPED' && startedAt);
const reasonOf = (view: LabView) =>
  tasksOf(view, 'db').findLast(({ stopCode }) => stopCode === 'TaskFailedToStart')?.stoppedReason;
const trusts = (view: LabView, RoleName: string): boolean | undefined => {
  const role = view.call<{ Role: { AssumeRolePolicyDocument: string } }>('iam', 'GetRole', {
    RoleName,
  })?.Role;
  return (
    role && decodeURIComponent(JSON.stringify(role.AssumeRolePolicyDocument)).includes('"ecs.amazonaws.com')
  );
};
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

function readVolume(view: LabView): Volume | undefined {
  try {
    return (JSON.parse(view.files.get('volume.json') ?? '') as Volume[])[0];
  } catch {
    return undefined;
  }
}

export default defineLab({
  id: 'storage-ebs',
  title: 'Two halves of a volume',
  region: 'us-east-1',
  seed: 'storage-ebs',
  open: 'db.json',
  files: { 'db.json': definition, 'volume.json': unfinished },
  start: ['aws ecs create-cluster --cluster-name drydock', ...roleForExec('db'), setNetwork, setExec],
  firstCommand: register('db.json'),
  steps: [
    {
      id: 'nobody-wants-it',
      title: 'Name a volume that nobody mounts',
      text: 'db.json names a volume data that is configured at launch. Register it as it stands, and read why ECS refuses.',
      goal: (view) =>
        hasSeen(view, /register-task-definition/, 'are not referenced by any of the containers')
          ? reached
          : missing('no registration has been refused', 'a registration that is refused for its volume'),
      hints: [
        'A volume that costs money is to be used by somebody.',
        'Register the file before you change it.',
        register('db.json'),
      ],
      solution: [register('db.json')],
      typicalMinutes: 1,
    },
    {
      id: 'mount',
      title: 'Mount it',
      text: 'Mount data at /var/lib/postgresql/data in the container db, and register.',
      goal(view) {
        const shouldBe = 'a revision of db that mounts data at /var/lib/postgresql/data';
        const found = definitionOf(view, 'db');
        if (!found) return missing('the family db has no revision', shouldBe);
        const mount = found.containerDefinitions[0]?.mountPoints?.find(
          ({ sourceVolume }) => sourceVolume === 'data',
        );
        return mount?.containerPath === '/var/lib/postgresql/data'
          ? reached
          : missing(`db:${found.revision} mounts data at ${mount?.containerPath ?? 'no path'}`, shouldBe);
      },
      hints: [
        'This half belongs to the task definition: a name and a path, no size.',
        'mountPoints has sourceVolume and containerPath.',
        '"mountPoints": [{ "sourceVolume": "data", "containerPath": "/var/lib/postgresql/data" }]',
      ],
      solution: [{ save: 'db.json', content: mounted }, register('db.json')],
      typicalMinutes: 2,
    },
    {
      id: 'role',
      title: 'Let ECS make volumes',
      text: 'ECS creates and attaches volumes in your name. Create the role ecsInfrastructureRole for it, which the service ecs.amazonaws.com may take on, and give it the policy of AWS for volumes.',
      goal(view) {
        const shouldBe = `a role ${roleName} that ecs.amazonaws.com may take on, with the policy ${policyName}`;
        const found = trusts(view, roleName);
        if (found === undefined) return missing('there is no role ecsInfrastructureRole', shouldBe);
        if (!found) return missing('the role trusts another service', shouldBe);
        const attached = view.call<{ AttachedPolicies: { PolicyName: string }[] }>(
          'iam',
          'ListAttachedRolePolicies',
          { RoleName: roleName },
        )?.AttachedPolicies;
        return attached?.some(({ PolicyName }) => PolicyName === policyName)
          ? reached
          : missing('the role may be taken on, and may do nothing', shouldBe);
      },
      hints: [
        'Not the program acts, and not the agent that starts it: the service itself does.',
        `aws iam create-role takes --assume-role-policy-document. The service is ecs, not ecs-tasks. attach-role-policy takes ${policyName}, whose ARN has service-role/ before the name.`,
        `aws iam create-role --role-name ${roleName} --assume-role-policy-document '${trust}' and then ${attachPolicy}`,
      ],
      solution: [
        `aws iam create-role --role-name ${roleName} --assume-role-policy-document '${trust}'`,
        attachPolicy,
      ],
      typicalMinutes: 2,
    },
    {
      id: 'at-launch',
      title: 'Write the other half, and launch',
      text: 'volume.json is what run-task gets as --volume-configurations, and it has four mistakes: the name, the role, the size, and what becomes of the volume when the task ends. 20 GiB are wanted, and they are to stay. Then run db with it, so that you can look into it.',
      goal(view) {
        const shouldBe =
          'a running task of db with a volume out of volume.json: 20 GiB, made by ecsInfrastructureRole, kept when the task ends';
        const volume = readVolume(view);
        if (!volume) return missing('volume.json is not JSON', shouldBe);
        if (volume.name !== 'data')
          return missing(`it configures a volume ${volume.name ?? 'without a name'}`, shouldBe);
        const ebs = volume.managedEBSVolume ?? {};
        if (!ebs.roleArn?.endsWith(`:role/${roleName}`))
          return missing(`the role is ${ebs.roleArn?.split('/').at(-1) ?? 'missing'}`, shouldBe);
        if (ebs.sizeInGiB !== 20) return missing(`the size is ${ebs.sizeInGiB ?? 'not set'}`, shouldBe);
        if (ebs.terminationPolicy?.deleteOnTermination !== false)
          return missing('the volume is deleted when the task ends', shouldBe);
        const [task] = running(view);
        if (!task)
          return missing(`no task of db is RUNNING: ${reasonOf(view) ?? 'none has been run'}`, shouldBe);
        return printedIn(view, task, 'db', 'pwd') === undefined
          ? missing('the task was run without --enable-execute-command', shouldBe)
          : reached;
      },
      hints: [
        'The name ties the halves together. The rest is what the definition does not say.',
        'Four members: name, roleArn, sizeInGiB, terminationPolicy.deleteOnTermination.',
        `"name": "data", "roleArn": "…:role/ecsInfrastructureRole", "sizeInGiB": 20, "deleteOnTermination": false; then ${start('volume.json')} and a minute`,
      ],
      solution: [{ save: 'volume.json', content: finished }, start('volume.json'), { wind: 60_000 }],
      typicalMinutes: 4,
    },
    {
      id: 'stays',
      title: 'Write to it, and stop the task',
      text: `Write a file ${note} in the container db. Then stop the task, and look for the volume with aws ec2 describe-volumes.`,
      goal(view) {
        const shouldBe = 'a volume of 20 GiB with your note on it, attached to nothing';
        const wrote = commandsLike(view, />\s*\S*note\.txt/).some(({ exitCode }) => exitCode === 0);
        if (!wrote) return missing('nobody has written note.txt', shouldBe);
        const volume = disks(view).find(({ Size }) => Size === 20);
        if (!volume) return missing('there is no volume of 20 GiB', shouldBe);
        if (volume.State !== 'available')
          return missing(`the volume ${volume.VolumeId} is ${volume.State}`, shouldBe);
        return hasSeen(view, /describe-volumes/, 'available')
          ? reached
          : missing('nobody has looked for the volume since the task ended', shouldBe);
      },
      hints: [
        'A disk that belongs to nobody is available, and you pay for it all the same.',
        'The variable EXEC holds the first words of execute-command; stop-task needs the task, and the volume needs a minute to come off.',
        `${setTask('db')}; $EXEC --task $TASK --container db --command "sh -c 'echo milk > ${note}'"; ${stop}; a minute; aws ec2 describe-volumes`,
      ],
      solution: [
        setTask('db'),
        `$EXEC --task $TASK --container db --command "sh -c 'echo milk > ${note}'"`,
        stop,
        { wind: 120_000 },
        'aws ec2 describe-volumes --query "Volumes[].[VolumeId,State,AvailabilityZone]" --output text',
      ],
      typicalMinutes: 3,
    },
    {
      id: 'carry-on',
      title: 'Go on in another zone',
      text: 'No task can be given that volume. Make a snapshot of it, and run db in another zone with a volume made of the snapshot. This time let the volume go with its task.',
      goal(view) {
        const shouldBe =
          'a running task of db that reads the note in another zone, with a volume that goes with it';
        const home = disks(view).find(({ State }) => State === 'available')?.AvailabilityZone;
        if (snapshots(view).length === 0) return missing('there is no snapshot', shouldBe);
        const [task] = running(view);
        if (!task)
          return missing(`no task of db is RUNNING: ${reasonOf(view) ?? 'the first has ended'}`, shouldBe);
        if (task.availabilityZone === home)
          return missing(`the task runs in ${home}, like the first`, shouldBe);
        if (!printedIn(view, task, 'db', `ls ${note}`)?.startsWith(note))
          return missing('the task has an empty volume', shouldBe);
        const volume = disks(view).find(
          ({ Attachments }) => Attachments[0]?.AssociatedResource === task.taskArn,
        );
        return volume?.Attachments[0]?.DeleteOnTermination
          ? reached
          : missing('the second volume would stay too', shouldBe);
      },
      hints: [
        'A snapshot lies in the Region; the zone of the new volume follows from the subnet of the task.',
        'aws ec2 create-snapshot takes the id of the volume. snapshotId and deleteOnTermination go into the volume configuration. aws ec2 describe-subnets has a subnet in each zone.',
        `jq --arg id "$SNAPSHOT" '.[0].managedEBSVolume += {snapshotId: $id, terminationPolicy: {deleteOnTermination: true}}' volume.json > again.json, and run-task with file://again.json and a subnet of another zone`,
      ],
      solution: [
        'VOLUME=$(aws ec2 describe-volumes --query "Volumes[0].VolumeId" --output text)',
        'SNAPSHOT=$(aws ec2 create-snapshot --volume-id $VOLUME --query SnapshotId --output text)',
        { wind: 60_000 },
        `jq --arg id "$SNAPSHOT" '.[0].managedEBSVolume += {snapshotId: $id, terminationPolicy: {deleteOnTermination: true}}' volume.json > again.json`,
        elsewhere,
        setNetwork,
        start('again.json'),
        { wind: 60_000 },
      ],
      typicalMinutes: 4,
    },
    {
      id: 'clean-up',
      title: 'Leave nothing that costs',
      text: 'Stop the second task, and see which volume goes by itself. Delete what is left: the first volume, and the snapshot.',
      goal(view) {
        const shouldBe = 'no running task of db, no volume and no snapshot';
        if (ended(view).length < 2)
          return missing(`${ended(view).length} of 2 tasks of db have ended`, shouldBe);
        if (running(view).length > 0) return missing('a task of db is RUNNING', shouldBe);
        const [volume] = disks(view);
        if (volume) return missing(`the volume ${volume.VolumeId} is ${volume.State}`, shouldBe);
        return snapshots(view).length === 0 ? reached : missing('there is a snapshot', shouldBe);
      },
      hints: [
        'One of the two volumes has nobody who deletes it.',
        'stop-task, then aws ec2 delete-volume and aws ec2 delete-snapshot.',
        `${setTask('db')}; ${stop}; a minute; aws ec2 delete-volume --volume-id $VOLUME; aws ec2 delete-snapshot --snapshot-id $SNAPSHOT`,
      ],
      solution: [
        setTask('db'),
        stop,
        { wind: 120_000 },
        'aws ec2 delete-volume --volume-id $VOLUME',
        'aws ec2 delete-snapshot --snapshot-id $SNAPSHOT',
      ],
      typicalMinutes: 2,
    },
  ],
});
